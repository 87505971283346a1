"""Tables of a scenario in CSV or a workbook: districts, domains, agencies and the project library.

Workbooks, headings and amounts are read by the reader of project libraries, which `gpss-sim allocate` uses too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import read_text
from gpss_sim.i18n import Message, listed
from gpss_sim.library.columns import column
from gpss_sim.money import FEN_PER_YUAN
from gpss_sim.numbers import NumberError, read_amount, read_number
from gpss_sim.scenario.behaviour import ListedAgency
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.origin import Key, shown
from gpss_sim.scenario.place import District, Domain
from gpss_sim.scenario.schema import Template

TABLES: dict[Key, type[Table]] = {
    ("city", "districts"): District,
    ("city", "domains"): Domain,
    ("agencies", "listed"): ListedAgency,
    ("city", "library"): Template,
}
"""Fields that may name a CSV file, with the record one row holds."""

HEADERS = {"常住人口": "residents", "区县": "district", "英文名称": "name", "中文名称": "name_zh"}
"""Chinese headings beside those of a project library."""

ALLOCATION_ONLY = ("form", "min_posts", "mandatory", "requires", "excludes")
"""Columns of a project library that a template cannot hold: a scenario says them in ``[rules.allocation]``."""
INSTEAD = "beneficiaries"
"""Column whose numbers are the benefit of a library that has no column of that name."""
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Rows of a CSV file as records, each with its line in the file."""

    file: str
    rows: tuple[dict[str, Any], ...]
    lines: tuple[int, ...]


def read_table(path: Path, record: type[Table]) -> CsvTable:
    """Read the rows of a file as records; cells stay text where they are no number.

    Parameters
    ----------
    path : Path
        CSV or a workbook, of which the first sheet counts; a header row names the fields of `record`, in English or
        Chinese.
    record : type[Table]
        What one row holds.

    Raises
    ------
    InputError
        With every fault of the header and of the shape of the rows.
    """
    file = shown(path)
    lines = _workbook(path, file) if path.suffix.lower() in WORKBOOKS else _text(path, file)
    if not lines:
        raise InputError([Fault(file, "row 1", "", Message("csv.header"))])
    headings = _headings([cell.strip() for cell in lines[0][1]], record)
    header = [name for name, _ in headings]
    faults = [*_header_faults(file, header, record), *_shape_faults(file, header, lines[1:])]
    if faults:
        raise InputError(faults)
    fields = record.model_fields
    rows = tuple(
        {
            name: _value(cell.strip(), fields[name], times)
            for (name, times), cell in zip(headings, cells, strict=True)
            if cell.strip()
        }
        for _, cells in lines[1:]
    )
    return CsvTable(file, rows, tuple(number for number, _ in lines[1:]))


def _text(path: Path, file: str) -> list[tuple[int, list[str]]]:
    """Rows of a CSV file that are not empty, each with its number."""
    reader = csv.reader(io.StringIO(read_text(path, file)), strict=True)
    try:
        return [(row, cells) for row, cells in enumerate(reader, start=1) if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InputError([Fault(file, f"row {reader.line_num}", "", Message("library.csv", why=str(error)))]) from None


def _workbook(path: Path, file: str) -> list[tuple[int, list[str]]]:
    """Rows of the first sheet that are not empty, as wide as the first of them; units that cells show stand in them."""
    from gpss_sim.library.sheets.grid import letter
    from gpss_sim.library.sheets.sheet_files import read_sheets

    sheet = read_sheets(path)[0]
    rows = [(sheet.number(k), row) for k, row in enumerate(sheet.rows) if not sheet.blank(k)]
    unread = [
        Fault(file, f"row {number}, column {letter(place)}", cell.formula, Message("sheet.formula"))
        for number, row in rows
        for place, cell in enumerate(row)
        if cell.formula
    ]
    if unread:
        raise InputError(unread)
    lines = [(number, [f"{cell.text}{cell.unit}" for cell in row]) for number, row in rows]
    wide = max((place + 1 for place, text in enumerate(lines[0][1]) if text), default=0) if lines else 0
    return [
        (number, [*cells[:wide], *[""] * (wide - len(cells)), *filter(None, cells[wide:])]) for number, cells in lines
    ]


def _headings(texts: list[str], record: type[Table]) -> list[tuple[str, int]]:
    """Fields of a header row; people served are the benefit where no column says another."""
    found = [_heading(text, record) for text in texts]
    names = [name for name, _ in found]
    if record is Template and INSTEAD in names and "benefit" not in names:
        return [("benefit" if name == INSTEAD else name, times) for name, times in found]
    return found


def _heading(text: str, record: type[Table]) -> tuple[str, int]:
    """Field a heading stands for, and what its unit in brackets multiplies: ``成本（万元）`` is cost by 10,000."""
    known = column(text) if record is Template else None
    if known is not None and known.year is None:
        return known.name, int(known.times)
    return HEADERS.get(text, text), 1


def _header_faults(file: str, header: list[str], record: type[Table]) -> Iterator[Fault]:
    known = list(record.model_fields)
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield Fault(file, f"row 1, column {name}", "", Message("csv.twice"))
        if name in ALLOCATION_ONLY and name not in known:
            yield Fault(file, f"row 1, column {name}", "", Message("csv.allocation"))
        elif name not in known:
            hint = nearest(name, known)
            yield Fault(file, f"row 1, column {name}", "", Message("library.choice", allowed=listed(known)), hint)
    for name, field in record.model_fields.items():
        if field.is_required() and name not in header:
            yield Fault(file, f"row 1, column {name}", "", Message("schema.missing", what=str(field.description)))


def _shape_faults(file: str, header: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[Fault]:
    if not lines:
        yield Fault(file, "row 2", "", Message("csv.rows"))
    for number, cells in lines:
        if len(cells) != len(header):
            yield Fault(file, f"row {number}", "", Message("table.width", wide=len(header), found=len(cells)))


def _value(cell: str, field: FieldInfo, times: int) -> Any:
    """The cell as the field's type where it reads as one, else the text, which validation then refuses."""
    annotation = field.annotation
    wanted = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    if bool in wanted:
        return {"true": True, "1": True, "false": False, "0": False}.get(cell.lower(), cell)
    if int in wanted or float in wanted:
        try:
            number = _amount(cell, times) if _is_money(field) else read_number(cell) * times
        except NumberError:
            return cell
        whole = int in wanted and number == number.to_integral_value()
        return int(number) if whole else float(number) if float in wanted else cell
    return cell


def _is_money(field: FieldInfo) -> bool:
    extra = field.json_schema_extra
    return isinstance(extra, dict) and str(extra.get("unit", "")).startswith("yuan")


def _amount(cell: str, times: int) -> Decimal:
    """An amount in the unit of its heading, or in its own (``20万``), as a project library may have it [yuan]."""
    try:
        return read_number(cell) * times
    except NumberError:
        return Decimal(read_amount(cell, "元")) / FEN_PER_YUAN
