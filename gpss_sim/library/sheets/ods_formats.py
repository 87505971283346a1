"""What the cells of an OpenDocument spreadsheet show beside their numbers: units, leading zeros, years."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from gpss_sim.library.sheets.number_formats import Formats
from gpss_sim.library.sheets.vocabulary import money_units
from gpss_sim.numbers import narrow, unit_written

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SHOWN = re.compile(r"^(?P<front>[^\d.]*)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<back>[^\d]*)$")
_YEAR = re.compile(r"^\d{4}年?度?$")
_MOST = 1 << 14
"""Most repetitions of a cell or row that are followed: more are empty to the edge of the sheet."""


def formats_of_ods(content: bytes) -> dict[str, Formats]:
    """Number formats by what is shown, of every sheet.

    Parameters
    ----------
    content : bytes
        ``content.xml`` of the file.

    Raises
    ------
    xml.etree.ElementTree.ParseError
        If it is no XML.
    """
    root = ElementTree.parse(io.BytesIO(content)).getroot()
    return {table.get(_TABLE + "name", ""): _formats(table) for table in root.iter(_TABLE + "table")}


def _formats(table: ElementTree.Element) -> Formats:
    found: Formats = {}
    row = 0
    for line in table.iter(_TABLE + "table-row"):
        rows = int(line.get(_TABLE + "number-rows-repeated", "1"))
        column = 0
        for cell in line:
            if cell.tag not in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
                continue
            columns = int(cell.get(_TABLE + "number-columns-repeated", "1"))
            if (extra := _extra(cell)) and rows * columns <= _MOST:
                found |= {(r, c): extra for r in range(row, row + rows) for c in range(column, column + columns)}
            column += columns
        row += rows
    return found


def _extra(cell: ElementTree.Element) -> tuple[str, str] | None:
    shown = "".join(_texts(cell)).strip()
    kind = cell.get(_OFFICE + "value-type", "")
    if formula := cell.get(_TABLE + "formula", ""):
        formula = "" if kind else "=" + formula.partition("=")[2]
    if kind == "date" and _YEAR.match(shown):
        return 'yyyy"年"', ""
    if kind == "percentage":
        return "0%", formula
    code = _code(shown, cell.get(_OFFICE + "value", "")) if kind in ("float", "currency") else ""
    return (code, formula) if code or formula else None


def _texts(cell: ElementTree.Element) -> Iterator[str]:
    for line in cell.findall(_TEXT + "p"):
        yield from line.itertext()


def _code(shown: str, value: str) -> str:
    """Number format that shows a value in this way; empty where it adds nothing, or scales the number.

    >>> _code("12.50万元", "12.5"), _code("00123", "123"), _code("12.5万元", "125000")
    ('0.00"万元"', '00000', '')
    """
    found = _SHOWN.match(narrow(shown))
    if found is None:
        return ""
    digits, unit = found["number"].replace(",", ""), unit_written(re.sub(r"[\s()（）]", "", found["back"]))
    try:
        held = Decimal(value)
    except InvalidOperation:
        return ""
    whole, _, decimals = digits.partition(".")
    if unit in money_units() and abs(Decimal(digits) - abs(held)) > Decimal(1).scaleb(-len(decimals)):
        return ""
    front, back = (f'"{text}"' if text else "" for text in (found["front"].replace("-", ""), found["back"]))
    zeros = len(whole) if whole.startswith("0") else 1
    return front + "0" * zeros + ("." + "0" * len(decimals) if decimals else "") + back
