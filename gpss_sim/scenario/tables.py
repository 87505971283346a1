"""CSV tables of a scenario: districts, domains, agencies and the project library."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import read_text
from gpss_sim.library.columns import column
from gpss_sim.messages import Message, listed
from gpss_sim.numbers import NumberError, read_number
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

ALLOCATION_ONLY = ("beneficiaries", "form", "min_posts", "mandatory", "requires", "excludes")
"""Columns of a project library that bind `gpss-sim allocate` and that a template cannot hold."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Rows of a CSV file as records, each with its line in the file."""

    file: str
    rows: tuple[dict[str, Any], ...]
    lines: tuple[int, ...]


def read_table(path: Path, record: type[Table]) -> CsvTable:
    """Read the rows of a CSV file as records; cells stay text where they are no number.

    Parameters
    ----------
    path : Path
        The file; a header row names the fields of `record`, in English or Chinese.
    record : type[Table]
        What one row holds.

    Raises
    ------
    InputError
        With every fault of the header and of the shape of the rows.
    """
    file = shown(path)
    reader = csv.reader(io.StringIO(read_text(path, file)), strict=True)
    try:
        lines = [(row, cells) for row, cells in enumerate(reader, start=1) if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InputError([Fault(file, f"row {reader.line_num}", "", Message("library.csv", why=str(error)))]) from None
    if not lines:
        raise InputError([Fault(file, "row 1", "", Message("csv.header"))])
    headings = [_heading(cell.strip(), record) for cell in lines[0][1]]
    header = [name for name, _ in headings]
    faults = [*_header_faults(file, header, record), *_shape_faults(file, header, lines[1:])]
    if faults:
        raise InputError(faults)
    types = {name: field.annotation for name, field in record.model_fields.items()}
    rows = tuple(
        {
            name: _value(cell.strip(), types[name], times)
            for (name, times), cell in zip(headings, cells, strict=True)
            if cell.strip()
        }
        for _, cells in lines[1:]
    )
    return CsvTable(file, rows, tuple(number for number, _ in lines[1:]))


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


def _value(cell: str, annotation: Any, times: int) -> Any:
    """The cell as the field's type where it reads as one, else the text, which validation then refuses."""
    wanted = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    if bool in wanted:
        return {"true": True, "1": True, "false": False, "0": False}.get(cell.lower(), cell)
    if int in wanted or float in wanted:
        try:
            number = read_number(cell) * times
        except NumberError:
            return cell
        whole = int in wanted and number == number.to_integral_value()
        return int(number) if whole else float(number) if float in wanted else cell
    return cell
