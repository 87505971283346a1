"""Number formats and formulas of workbooks: what the general reader of values leaves out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from gpss_sim.files import refuse
from gpss_sim.library.sheets.containers import Parts
from gpss_sim.library.sheets.number_formats import Formats
from gpss_sim.library.sheets.ods_formats import formats_of_ods
from gpss_sim.library.sheets.xls_formats import formats_of_xls


def workbook_formats(path: Path, content: bytes, parts: Parts) -> dict[str, tuple[Formats, bool]]:
    """Number formats and formulas by sheet and place; whether the values wait for a recalculation.

    Parameters
    ----------
    path : Path
        Named in the error.
    content : bytes
        The file: XLSX, XLS or ODS.
    parts : dict of str to bytes
        Its parts, unpacked; empty for an XLS.

    Raises
    ------
    InputError
        If formats cannot be read: an amount shown as 12万元 would count as 12.
    """
    if not parts:
        return {name: (found, False) for name, found in formats_of_xls(content).items()}
    if "content.xml" not in parts:
        return _extras(path, content)
    try:
        return {name: (found, False) for name, found in formats_of_ods(parts["content.xml"]).items()}
    except (ParseError, ValueError):
        raise refuse(str(path), "sheet.damaged") from None


def _extras(path: Path, content: bytes) -> dict[str, tuple[Formats, bool]]:
    """Number formats and formulas of an XLSX by sheet and place; whether its values wait for a recalculation.

    Empty for what is no XLSX.

    Raises
    ------
    InputError
        If it is an XLSX whose formats cannot be read: an amount shown as 12万元 would count as 12.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
    except Exception:  # whatever is not OOXML, or is broken: calamine has the last word on that
        return {}
    try:
        return _formats(book)
    except Exception:  # its parsers raise many
        raise refuse(str(path), "sheet.damaged") from None
    finally:
        book.close()


def _formats(book: Any) -> dict[str, tuple[Formats, bool]]:
    """The same, of a workbook that is open; values that are errors (``#REF!``) stand as formulas."""
    lazy = bool(book.calculation is not None and book.calculation.fullCalcOnLoad)
    found: dict[str, tuple[Formats, bool]] = {}
    for sheet in book.worksheets:
        extra: Formats = {}
        for r, row in enumerate(sheet.iter_rows()):
            for cell in row:
                formula = _formula(cell.value) if cell.data_type in ("f", "e") else ""
                code = getattr(cell, "number_format", "General") or "General"
                if formula or (cell.value is not None and code != "General"):
                    extra[r, cell.column - 1] = (code, formula)
        found[sheet.title] = (extra, lazy)
    return found


def _formula(value: object) -> str:
    """Text of a formula; an array formula holds its own."""
    return str(getattr(value, "text", value))
