"""Capital plans as public bodies print them: a project a row, its cost in one column a fiscal year, or in one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import refuse
from gpss_sim.i18n import Message, Told
from gpss_sim.library.imported import Imported, distinct
from gpss_sim.library.project import Project
from gpss_sim.library.sheets.sheet_files import read_sheets
from gpss_sim.numbers import MOST_FEN, NumberError, read_amount, read_whole

YEAR = re.compile(r"^(?:fy|fiscal year|year)?\s*((?:19|20)\d{2})$")
_MONEY = "(?:dollars|usd|yuan|rmb|cny)"
SCALES = tuple(
    (re.compile(rf"\b{word}s\b|[$] ?{word}\b|\bin {word}\b(?! [a-z])|\b{word} {_MONEY}\b{also}"), factor)
    for word, also, factor in (("thousand", r"|[$] ?000\b|[(]000s?[)]|\b000s\b", 1000), ("million", "", 1_000_000))
)
"""How a title says in what amounts count; Thousand Oaks is a city."""
_FIGURES = frozenset("0123456789.０１２３４５６７８９．")
"""Last signs of an amount without a unit of its own."""
MIDDLE = 3
"""Urgency where neither a priority nor a status is given."""
SEARCHED = 40
"""Rows in which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands: row of the headings, columns by field, columns by year, factor of amounts."""

    row: int
    fields: Mapping[str, int]
    years: Mapping[int, int]
    scale: int


def read_capital(path: Path) -> Imported:
    """Read a capital plan.

    Columns are found by their names; amounts count in the unit of a title such as "thousands of dollars", those that
    have a unit of their own in that.
    Urgency is that of a priority column (1 to 5), else it follows the status, else it is 3 for all. The cost is also
    the benefit, so that a budget buys as much of what is asked as it can. A place stands behind the name.

    Raises
    ------
    InputError
        If no headings with a name and a cost are found, or an amount cannot be read.
    """
    rows = _rows(path)
    layout = _layout(rows)
    if layout is None:
        raise refuse(str(path), "library.capital")
    faults: list[Fault] = []
    left_out, kept, read_as = [], [], dict[str, int]()
    for number, row in enumerate(rows[layout.row + 1 :], start=layout.row + 2):
        cells = {field: row[at].strip() if at < len(row) else "" for field, at in layout.fields.items()}
        name = cells.get("name", "")
        if not name:
            continue
        cost = _cost(path, number, row, layout, faults)
        if sum(cost.values()) <= 0:
            left_out.append((name, Message("library.costs_nothing")))
            continue
        kept.append((cells.get("id") or f"r{number:04d}", name, cost, cells, _urgency(cells, read_as)))
    if faults:
        raise InputError(faults)
    ids = distinct([one for one, *_ in kept])
    projects = tuple(
        _project(identifier, name, cost, cells, urgency)
        for identifier, (_, name, cost, cells, urgency) in zip(ids, kept, strict=True)
    )
    return Imported(projects, tuple(left_out), tuple(_assumed(layout, read_as)))


def _rows(path: Path) -> list[list[str]]:
    """Cells of the first sheet as text."""
    return [[cell.text for cell in row] for row in read_sheets(path)[0].rows]


def _layout(rows: Sequence[Sequence[str]]) -> _Layout | None:
    known = _words()["columns"]
    for place, row in enumerate(rows[:SEARCHED]):
        heads = [" ".join(cell.lower().split()) for cell in row]
        years = {int(found[1]): at for at, head in enumerate(heads) if (found := YEAR.match(head))}
        fields = {}
        for field, names in known.items():
            at = next((heads.index(name) for name in names if name in heads), None)
            if at is not None and at not in years.values():
                fields[field] = at
        if "name" in fields and (len(years) > 1 or "cost" in fields):
            title = " ".join(cell for above in rows[:place] for cell in above).lower()
            scale = next((factor for said, factor in SCALES if said.search(title)), 1)
            return _Layout(place, fields, years if len(years) > 1 else {}, scale)
    return None


def _cost(path: Path, number: int, row: Sequence[str], layout: _Layout, faults: list[Fault]) -> dict[int, int]:
    """Cost by year; of a plan with one column under the year 0 [hundredths]."""
    columns = layout.years or {0: layout.fields["cost"]}
    found = {}
    for year, at in columns.items():
        text = (row[at] if at < len(row) else "").strip().removeprefix("$").lstrip()
        if not text or text in ("-", "–"):
            continue
        try:
            found[year] = read_amount(text) * (layout.scale if text[-1] in _FIGURES else 1)
            if found[year] > MOST_FEN:
                raise NumberError(Message("number.amount_too_large"))
        except NumberError as error:
            faults.append(Fault(str(path), f"row {number}, column {at + 1}", text, error.message))
    return found


def _urgency(cells: Mapping[str, str], read_as: dict[str, int]) -> int:
    given = cells.get("urgency", "")
    with suppress(NumberError):
        return read_whole(given, 1, 5)
    status = given or cells.get("status", "")
    if not status:
        return MIDDLE
    text = status.lower()
    found = next((int(e["urgency"]) for e in _words()["status"] if any(word in text for word in e["words"])), MIDDLE)
    read_as[status] = found
    return found


def _project(identifier: str, name: str, cost: Mapping[int, int], cells: Mapping[str, str], urgency: int) -> Project:
    total = sum(cost.values())
    price: int | dict[int, int] = total if set(cost) == {0} else {year: fen for year, fen in cost.items() if fen}
    agency, district, domain = (cells.get(field, "") for field in ("agency", "district", "domain"))
    named = f"{name}: {cells['place']}" if cells.get("place") else name
    benefit = max(1, round(total / 100))
    return Project(identifier, urgency, benefit, price, name=named, agency=agency, district=district, domain=domain)


def _assumed(layout: _Layout, read_as: Mapping[str, int]) -> list[Message]:
    found = []
    if layout.scale > 1:
        found.append(Message("library.scale", scale=f"{layout.scale:,}"))
    if read_as:
        pairs = "; ".join(f"{status} → {urgency}" for status, urgency in sorted(read_as.items()))
        found.append(Message("library.urgency_status", pairs=Told(pairs)))
    elif "urgency" not in layout.fields:
        found.append(Message("library.urgency_middle", urgency=MIDDLE))
    return [*found, Message("library.benefit_cost"), Message("library.unconverted")]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("capital.toml").read_text("utf-8"))
