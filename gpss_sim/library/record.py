"""One row of a library: every cell read, every fault told with its row, column and rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.library.columns import FORMS, TRUTH, Column, column
from gpss_sim.library.project import Project
from gpss_sim.numbers import NumberError, narrow, read_amount, read_number, read_whole

_LIST = re.compile(r"[;；,，、|]")
MOST_POSTS = 10_000
"""Most posts of one project: more than the largest agencies employ."""
_TEXTS = ("name", "domain", "group", "district", "agency")
_LISTS = ("sources", "requires", "excludes")
_NO_CELL = ("", "", Decimal(1))
_PLACEHOLDER = re.compile(r"^9{7,}(\.9+)?$")


class NoProjectsError(InputError):
    """A list has headings and no project: nobody applied."""

    def __init__(self, file: str) -> None:
        super().__init__([Fault(file, "file", "", Message("sheet.no_rows"))])


@dataclass(slots=True)
class RowRecord:
    """The cells of one row by column, and the faults found in them."""

    file: str
    row: int
    cells: Mapping[tuple[str, int | None], tuple[str, str, Decimal]]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, rule: str, hint: str = "", year: int | None = None) -> None:
        """Note a fault in a column."""
        text, header, _ = self.cells.get((name, year), ("", name, Decimal(1)))
        self.faults.append(Fault(self.file, f"row {self.row}, column {header}", text, rule, hint))

    def text(self, name: str) -> str:
        """Text of a cell, empty when there is none."""
        cell = self.cells.get((name, None))
        return cell[0] if cell else ""

    def several(self, name: str) -> tuple[str, ...]:
        """Parts of a cell that lists things, in order, each once."""
        text = self.text(name)
        return tuple(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip())) if text else ()

    def number(self, name: str, year: int | None = None) -> Decimal | None:
        """Return a number not below zero, in the unit of its header; None when missing or wrong."""
        text, _, times = self.cells.get((name, year), _NO_CELL)
        if not text:
            return None
        try:
            return read_number(text, low=0) * times
        except NumberError as error:
            self.fault(name, error.message, year=year)
            return None

    def whole(self, name: str, low: int, high: int | None = None) -> int | None:
        """Return a whole number within bounds; None when missing or wrong."""
        text = self.text(name)
        if not text:
            return None
        try:
            return read_whole(text, low, high)
        except NumberError as error:
            self.fault(name, error.message)
            return None

    def money(self, year: int | None) -> int | None:
        """Cost in fen; None when the cell is empty or wrong."""
        text, header, _ = self.cells.get(("cost", year), _NO_CELL)
        if not text:
            return None
        known = column(header)
        if _PLACEHOLDER.match((text if text.isascii() else narrow(text)).replace(",", "")):
            self.fault("cost", Message("library.placeholder"), year=year)
            return None
        try:
            return read_amount(text, known.unit if known else "")
        except NumberError as error:
            self.fault("cost", error.message, year=year)
            return None


def project(record: RowRecord, columns: list[Column]) -> Project | None:
    """Read one row; None when it has faults, which are in the record."""
    name = record.text("id")
    if not name:
        record.fault("id", Message("library.no_id"))
    urgency = record.whole("urgency", 1, 5)
    if urgency is None and not record.text("urgency"):
        record.fault("urgency", Message("library.no_urgency"))
    beneficiaries = record.number("beneficiaries")
    benefit = record.number("benefit") if record.text("benefit") else beneficiaries
    if benefit is None and not record.text("benefit") and not record.text("beneficiaries"):
        record.fault("benefit", Message("library.no_benefit"))
    cost = _cost(record, sorted({c.year for c in columns if c.name == "cost" and c.year is not None}))
    posts = record.whole("posts", 1, MOST_POSTS) or 1
    least = record.whole("min_posts", 1, posts)
    form = _choice(record, "form", FORMS)
    if least is not None and least < posts and form in ("project", "voucher"):
        record.fault("min_posts", Message("library.whole", form=str(form)))
    mandatory = _choice(record, "mandatory", TRUTH)
    more: dict[str, Any] = {key: record.several(key) for key in _LISTS if (key, None) in record.cells}
    for other in more.get("requires", ()):
        if other in more.get("excludes", ()):
            record.fault("excludes", Message("library.both", other=other))
    if record.faults or urgency is None or benefit is None or cost is None:
        return None
    more |= {key: record.text(key) for key in _TEXTS if (key, None) in record.cells}
    return Project(
        name,
        urgency,
        _fraction(benefit),
        cost,
        form=str(form or ""),
        posts=posts,
        min_posts=least,
        mandatory=bool(mandatory),
        beneficiaries=None if beneficiaries is None else _fraction(beneficiaries),
        **more,
    )


def _fraction(number: Decimal) -> Fraction:
    """The same number; most are whole, and quicker to make from an int."""
    whole = int(number)
    return Fraction(whole if whole == number else number)


def _cost(record: RowRecord, years: list[int]) -> int | dict[int, int] | None:
    read: Callable[[int | None], int | None] = record.money
    before = len(record.faults)
    if not years:
        fen = read(None)
        total = fen
    else:
        yearly = {year: read(year) or 0 for year in years}
        total = sum(yearly.values())
    if len(record.faults) > before:
        return None
    if not total:
        empty = not any(record.cells.get(("cost", year), ("",))[0] for year in (*years, None))
        rule = Message("library.no_id") if empty else Message("library.zero")
        record.fault("cost", rule, year=years[0] if years else None)
        return None
    return yearly if years else total


def _choice(record: RowRecord, name: str, allowed: Mapping[str, object]) -> object:
    text = record.text(name).lower()
    if not text or text in allowed:
        return allowed.get(text)
    names = ", ".join(key for key in allowed if key)
    record.fault(name, Message("library.choice", allowed=names), nearest(text, allowed))
    return None
