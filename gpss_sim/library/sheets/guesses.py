"""Tables without headings, or with headings of which nothing is known: columns by what stands in them.

Every column found in this way is doubted and asked about; where two would do as well, none is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gpss_sim.library.sheets.evidence import Evidence, evidence
from gpss_sim.library.sheets.grid import Sheet, SheetCell
from gpss_sim.library.sheets.header import ROWS, Header, is_amount
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.likeness import LONGEST
from gpss_sim.library.sheets.sections import is_place
from gpss_sim.library.sheets.use import Use, Wish
from gpss_sim.library.sheets.vocabulary import is_empty, plain, source_names

GUESSED = 0.6
"""Confidence of a column known by what stands in it."""
LEAST_ROWS = 2
"""Projects without which nothing is guessed."""
SAMPLES = 3
"""Cells that show what a column without a heading holds."""
_AGENCY = re.compile(r"(?:局|委|委员会|办|办公室|中心|协会|联合会|基金会|公司|社|站|院|所|妇联|残联|团委|总工会|政府)$")
_TELEPHONE = re.compile(r"^(?:1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
_CODE = re.compile(r"^(?=.*\d)[a-z0-9_./-]+$")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of rows of projects."""

    index: int
    cells: tuple[SheetCell, ...]
    seen: Evidence

    @property
    def texts(self) -> list[str]:
        return [plain(cell.text) for cell in self.cells if not is_empty(cell.text)]

    @property
    def whole(self) -> list[int]:
        """Its numbers, where all are whole ones without a unit; empty otherwise."""
        numbers = [cell.text for cell in self.cells if not is_empty(cell.text)]
        return [int(text) for text in numbers] if all(re.fullmatch(r"\d{1,12}", text) for text in numbers) else []

    def share(self, fits: Callable[[str], bool]) -> float:
        return sum(fits(text) for text in self.texts) / max(1, len(self.texts))


def is_project(row: Sequence[SheetCell]) -> bool:
    """Whether a row looks like a project: three cells or more, an amount and a word among them."""
    filled = [cell for cell in row if not cell.blank]
    words = [cell for cell in filled if not is_amount(cell) and re.search(r"[^\W\d]", cell.text)]
    return len(filled) > 2 and bool(words) and len(words) < len(filled)


def bare_header(sheet: Sheet, wishes: Mapping[str, Wish]) -> Header | None:
    """Headings that only the user knows, or none: the place where the table begins; None where there is no table."""
    rows = range(min(len(sheet.rows), ROWS))
    named = {r: _named(sheet.rows[r], wishes) for r in rows}
    if named and (best := max(named, key=lambda r: (named[r], -r))) is not None and named[best]:
        return _header(sheet, best)
    first = next((r for r in rows if is_project(sheet.rows[r])), None)
    if first is None or sum(is_project(row) for row in sheet.rows[first:]) < LEAST_ROWS:
        return None
    above = next((r for r in range(first - 1, -1, -1) if not sheet.blank(r)), None)
    if above is not None and _is_heading(sheet.rows[above], sheet.rows[first]):
        return _header(sheet, above)
    return Header(first, first - 1, tuple(() for _ in range(sheet.width)), 0.0)


def _named(row: Sequence[SheetCell], wishes: Mapping[str, Wish]) -> int:
    texts = {name for cell in row if cell.text for name in (plain(cell.text), label(cell.text).text)}
    return sum(len(wish) > 1 and wish in texts for wish in wishes)


def _header(sheet: Sheet, row: int) -> Header:
    cells = [sheet.cell(row, c) for c in range(sheet.width)]
    return Header(row, row, tuple((cell.text,) if cell.text else () for cell in cells), 0.0)


def _is_heading(row: Sequence[SheetCell], first: Sequence[SheetCell]) -> bool:
    filled = [cell for cell in row if not cell.blank]
    wide = sum(not cell.blank for cell in first)
    return 2 * len(filled) >= wide and not any(is_amount(cell) for cell in filled)


def with_guesses(
    sheet: Sheet, header: Header, uses: Sequence[Use], words: Iterable[str] = (), without: Sequence[str] = ()
) -> tuple[Use, ...]:
    """Columns with those that a decision needs found by what stands in them.

    Parameters
    ----------
    sheet : Sheet
    header : Header
    uses : sequence of Use
        Every column, as its heading and the user say.
    words : iterable of str
        What the user said of urgency: these words count as classes.
    without : sequence of str
        Fields that no column is used for.
    """
    rows = [row for row in sheet.rows[header.bottom + 1 :] if is_project(row)]
    columns = [_column(use.column, rows) for use in uses]
    found = {use.column: use for use in uses}
    taken = {use.field for use in uses if use.field} | {*without}
    for name, choose in _KINDS:
        left = [c for c in columns if not found[c.index].field and not found[c.index].given and c.seen.filled]
        if name not in taken and len(fit := choose(left, frozenset(words))) == 1:
            found[fit[0].index] = replace(found[fit[0].index], field=name, confidence=GUESSED)
            taken.add(name)
    left = [c for c in columns if not found[c.index].field and not found[c.index].given and _counts(c)]
    for column, name in _numbers(left, taken):
        found[column.index] = replace(found[column.index], field=name, confidence=GUESSED)
    return tuple(replace(use, sample="" if use.heading else _sample(columns[use.column])) for use in found.values())


def _column(index: int, rows: Sequence[Sequence[SheetCell]]) -> _Column:
    cells = tuple(row[index] if index < len(row) else SheetCell() for row in rows)
    return _Column(index, cells, evidence(cells))


def _sample(column: _Column) -> str:
    texts = list(dict.fromkeys(cell.text for cell in column.cells if not is_empty(cell.text)))
    return "；".join(" ".join(text.split())[:16] for text in texts[:SAMPLES])


def _counts(column: _Column) -> bool:
    """Whether a column holds numbers that may be money or people."""
    return (
        bool(column.seen.filled)
        and column.seen.numeric == 1
        and column.share(lambda t: bool(_TELEPHONE.match(t))) < 0.5
    )


def _is_running(column: _Column) -> bool:
    numbers = column.whole
    return len(numbers) > 1 and all(b - a == 1 for a, b in pairwise(numbers)) and numbers[0] in (0, 1)


def _ids(left: Sequence[_Column], _words: frozenset[str]) -> list[_Column]:
    coded = [c for c in left if c.seen.distinct == len(c.cells) and c.share(lambda t: bool(_CODE.match(t))) == 1]
    coded = [c for c in coded if c.seen.numeric == 0 and c.share(lambda t: bool(_TELEPHONE.match(t))) == 0]
    return coded or [c for c in left if _is_running(c)][:1]


def _urgent(left: Sequence[_Column], words: frozenset[str]) -> list[_Column]:
    said = [c for c in left if c.share(words.__contains__) == 1]
    worded = [c for c in left if c.seen.urgent == 1 and c.seen.numeric < 0.5 and c.seen.distinct > 1]
    classes = [c for c in left if c.whole and {*c.whole} <= {1, 2, 3, 4, 5} and len(set(c.whole)) > 1]
    return said or worded or [c for c in classes if not _is_running(c)]


def _names(left: Sequence[_Column], _words: frozenset[str]) -> list[_Column]:
    worded = [c for c in left if c.seen.numeric == 0 and c.share(lambda t: bool(re.search(r"[^\W\d_]", t))) == 1]
    most = max((c.seen.distinct for c in worded), default=0)
    told = [c for c in worded if c.seen.distinct == most and 5 * most >= 4 * len(c.cells)]
    orgs = [c for c in told if c.share(lambda t: bool(_AGENCY.search(t))) < 1]
    told = orgs or told
    return [c for c in told if 2 <= _length(c) <= LONGEST][:1]


def _length(column: _Column) -> float:
    return sum(map(len, column.texts)) / max(1, len(column.texts))


_KINDS: tuple[tuple[str, Callable[[Sequence[_Column], frozenset[str]], list[_Column]]], ...] = (
    ("cost", lambda left, _: [c for c in left if c.seen.priced >= 0.5 or c.seen.shares >= 0.5]),
    ("beneficiaries", lambda left, _: [c for c in left if c.seen.people >= 0.5]),
    ("urgency", _urgent),
    ("id", _ids),
    ("sources", lambda left, _: [c for c in left if c.share(source_names().__contains__) == 1]),
    ("district", lambda left, _: [c for c in left if c.share(is_place) >= 0.8]),
    ("name", _names),
    ("agency", lambda left, _: [c for c in left if c.share(lambda t: bool(_AGENCY.search(t))) >= 0.8]),
)
"""Fields in the order in which they are looked for, and the columns that may be one."""


def _numbers(left: Sequence[_Column], taken: set[str]) -> list[tuple[_Column, str]]:
    """Money and people among columns of mere numbers, where one alone is left or sizes leave no doubt."""
    wanted = [name for name in ("cost", "beneficiaries") if name not in taken]
    if "benefit" in taken and "beneficiaries" in wanted:
        wanted.remove("beneficiaries")
    if len(left) == 1 and len(wanted) == 1:
        return [(left[0], wanted[0])]
    if len(left) == 2 and len(wanted) == 2:
        for money, people in ((left[0], left[1]), (left[1], left[0])):
            if _is_money_beside(money, people):
                return [(money, "cost"), (people, "beneficiaries")]
    return []


def _is_money_beside(money: _Column, people: _Column) -> bool:
    """Whether the first can only be the money of two: it alone has decimals, or it is round and 20 times as large."""
    if not people.whole:
        return False
    if not money.whole:
        return True
    round_ = sum(number % 100 == 0 for number in money.whole) >= 0.8 * len(money.whole)
    return round_ and min(money.whole) >= 1000 and sum(money.whole) >= 20 * sum(people.whole) and not _round(people)


def _round(column: _Column) -> bool:
    return bool(column.whole) and all(number % 100 == 0 for number in column.whole)
