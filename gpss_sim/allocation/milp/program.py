"""The decision as an integer program: whole numbers only, no solver known here.

Every project has a *head* column (it is bought, at its smallest size) and, when it is divisible,
columns for the posts beyond. Every row carries the name of the rule it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from math import ceil, floor, gcd, lcm

from gpss_sim.allocation.plan.plan import Plan
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.allocation.problem.rules.families.overlap import Overlap
from gpss_sim.allocation.problem.terms import Terms, largest
from gpss_sim.library.project import scale_of

_GRANT_BITS = 12
"""Binary digits by which the unit of a grant is smaller than the largest price."""


@dataclass(frozen=True, slots=True)
class ProgramColumn:
    """A decision: so many units of `posts` posts of the project at `position`; or an auxiliary amount.

    `position` is −1, and `integer` may be false, for amounts that follow from the decisions.
    """

    upper: int | None
    position: int = -1
    posts: int = 0
    integer: bool = True


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """``low ≤ Σ terms ≤ high``, by reason of `rule`; an empty rule is the shape of the model itself.

    The row was divided by `factor`; before that its limits counted `unit` (fen, posts, projects), or nothing, and the
    upper one was `spare` higher than what whole columns can reach.
    """

    rule: str
    terms: Terms
    low: int | None
    high: int | None
    unit: str = ""
    factor: int = 1
    spare: int = 0

    def reduced(self, rounding: bool) -> ProgramRow:
        """The same row in smaller whole numbers: solvers compare in floating point.

        `rounding` says that every column is whole, so that the ends may be drawn in.
        """
        ends = [] if rounding else [end for end in (self.low, self.high) if end is not None]
        factor = reduce(gcd, [*self.terms.values(), *ends], 0)
        if factor <= 1:
            return self
        low = None if self.low is None else -(-self.low // factor)
        high = None if self.high is None else self.high // factor
        spare = 0 if self.high is None or high is None else self.high - high * factor
        terms = {c: a // factor for c, a in self.terms.items()}
        return ProgramRow(self.rule, terms, low, high, self.unit, factor, spare)


@dataclass(slots=True)
class Objective:
    """What a stage maximises.

    Parameters
    ----------
    tier : int or str
    terms : dict of int to int
        In units of 1/`unit` benefit.
    unit : int
        Whole units in one unit of benefit.
    """

    tier: int | str
    terms: Terms
    unit: int


@dataclass(frozen=True, slots=True)
class RowIndex:
    """The rows that speak of projects alone, by what stands in them.

    Parameters
    ----------
    of : int
        Rows of the program when this was made.
    rows : list of ProgramRow
    of_column, named : dict to list of int
        Numbers of rows in which a column stands, and that bear a name.
    """

    of: int
    rows: list[ProgramRow]
    of_column: dict[int, list[int]]
    named: dict[str, list[int]]


@dataclass(slots=True)
class Program:
    """Columns and rows of one decision, with the expressions rules are written in."""

    problem: Problem
    columns: list[ProgramColumn] = field(default_factory=list)
    rows: list[ProgramRow] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    units: list[list[tuple[int, int]]] = field(default_factory=list)
    finer: int = 1
    drawn: bool = True
    """Whether ends of rows are drawn in to what whole columns can reach; not where prices will move."""
    grant: int | None = None
    """ProgramColumn of more money on every open line, where it is asked how much is needed."""
    grant_unit: int = 1
    """Fen in one unit of the grant."""
    _index: RowIndex | None = field(default=None, repr=False)
    _by_year: dict[int, dict[int | None, Terms]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        ends = [end * self.problem.scale for rule in self.problem.rules.of(Overlap) for end in rule.ends]
        self.finer = lcm(*{p.posts for p in self.problem.projects if p.divisible}, scale_of(ends))
        for position in range(len(self.problem.projects)):
            self._enter(position)

    def copy(self) -> Program:
        """Return the same program, to which columns and rows may be added without changing this one."""
        other = copy(self)
        other.columns, other.rows = list(self.columns), list(self.rows)
        return other

    def project_rows(self) -> RowIndex:
        """Rows of projects alone; made once for a program and its copies, and again when rows were added."""
        if self._index is None or self._index.of != len(self.rows):
            amounts = {c for c, column in enumerate(self.columns) if column.position < 0}
            rows = [row for row in self.rows if amounts.isdisjoint(row.terms)]
            of_column: dict[int, list[int]] = {}
            named: dict[str, list[int]] = {}
            for number, row in enumerate(rows):
                named.setdefault(row.rule, []).append(number)
                for column in row.terms:
                    of_column.setdefault(column, []).append(number)
            self._index = RowIndex(len(self.rows), rows, of_column, named)
        return self._index

    def _enter(self, position: int) -> None:
        """Add the columns of one project: a head, then equal posts together or unequal ones one by one."""
        project = self.problem.projects[position]
        head = self.add(ProgramColumn(1, position, project.smallest))
        self.heads.append(head)
        self.units.append([(head, project.smallest)])
        if not project.divisible:
            return
        sizes = range(project.smallest, project.posts + 1)
        prices = [project.price(n) for n in sizes]
        steps = {tuple(b[y] - a[y] for y in a) for a, b in pairwise(prices)}
        span = len(prices) - 1
        pieces = [span] if len(steps) == 1 else [1] * span
        before = head
        for piece in pieces:
            column = self.add(ProgramColumn(piece, position, 1))
            self.units[position].append((column, 1))
            self.require("", {before: piece, column: -1}, low=0)
            before = column

    def add(self, column: ProgramColumn) -> int:
        """Enter a column; return its number."""
        self.columns.append(column)
        return len(self.columns) - 1

    def amount(self, upper: int | None = None) -> int:
        """Add a column for an amount from 0 to `upper` that follows from the decisions; return its number."""
        return self.add(ProgramColumn(upper, integer=False))

    def position(self, column: int) -> int:
        """Position of the project a column belongs to; −1 for an amount."""
        return self.columns[column].position

    def admit_grant(self) -> None:
        """Make more money on every open line a column, before any row is entered.

        It is counted in units near the size of prices: in single fen HiGHS 1.15.1 called 9 of 600 grants least that
        were not.
        """
        self.grant_unit = 1 << max(0, largest(self.cost(range(len(self.problem.projects)))).bit_length() - _GRANT_BITS)
        self.grant = self.amount()

    def require(
        self,
        rule: str,
        terms: Terms,
        low: int | Fraction | None = None,
        high: int | Fraction | None = None,
        unit: str = "",
        rise: Fraction | int = 0,
    ) -> None:
        """Enter a row, whose limits rise by so much with every fen of the grant if there is one."""
        if self.grant is not None and rise:
            scale = scale_of([Fraction(n) for n in (rise, low, high) if n is not None])
            low, high = (None if end is None else end * scale for end in (low, high))
            terms = {c: a * scale for c, a in terms.items()} | {self.grant: -int(rise * scale) * self.grant_unit}
        ends = None if low is None else ceil(low), None if high is None else floor(high)
        whole = self.drawn and all(self.columns[c].integer for c in terms)
        self.rows.append(ProgramRow(rule, {c: a for c, a in terms.items() if a}, *ends, unit).reduced(whole))

    def bought(self, positions: Iterable[int]) -> Terms:
        """Number of projects bought."""
        return {self.heads[i]: 1 for i in positions}

    def posts(self, positions: Iterable[int]) -> Terms:
        """Number of posts bought [post]."""
        return {column: size for i in positions for column, size in self.units[i]}

    def cost(self, positions: Iterable[int], year: int | None = None, times: int = 1) -> Terms:
        """Money spent [fen] in a year, or in all years when `year` is None, times a factor."""
        return {c: times * fen for i in positions for c, fen in self._prices(i, year).items()}

    def _prices(self, position: int, year: int | None) -> Terms:
        """Price of each column of a project in a year, or in all; of all its years at once, when first asked for."""
        if position not in self._by_year:
            self._by_year[position] = self._by_years(position)
        return self._by_year[position].get(year, {})

    def _by_years(self, position: int) -> dict[int | None, Terms]:
        project = self.problem.projects[position]
        found: dict[int | None, Terms] = {None: {}}
        size = 0
        before = dict.fromkeys(project.years, 0)
        for column, posts in self.units[position]:
            size += posts
            price = project.price(size)
            for year, fen in price.items():
                found.setdefault(year, {})[column] = fen - before[year]
            found[None][column] = sum(price.values()) - sum(before.values())
            if (upper := self.columns[column].upper or 1) > 1:
                size += posts * (upper - 1)
                price = project.price(size)
            before = price
        return found

    @property
    def unit(self) -> int:
        """Whole units of the program in one unit of benefit."""
        return self.problem.scale * self.finer

    def benefit(self, positions: Iterable[int], times: int = 1) -> Terms:
        """Benefit in whole units, before any overlap."""
        terms: Terms = {}
        for i in positions:
            each = self.problem.benefits[i] * self.finer * times
            whole = self.problem.projects[i].posts
            for column, size in self.units[i]:
                terms[column] = each * size // whole
        return terms

    def plan(self, values: Sequence[int]) -> Plan:
        """Return the plan of a solution in whole numbers, by column."""
        posts = {i: sum(values[column] * size for column, size in units) for i, units in enumerate(self.units)}
        return Plan(self.problem, {i: n for i, n in posts.items() if n})

    def units_of(self, plan: Plan) -> dict[int, int]:
        """Units of every project column that buy a plan: the inverse of `plan`."""
        units = {}
        for i, own in enumerate(self.units):
            left = plan.posts.get(i, 0)
            for column, size in own:
                units[column] = min(left // size, self.columns[column].upper or 0)
                left -= units[column] * size
        return units
