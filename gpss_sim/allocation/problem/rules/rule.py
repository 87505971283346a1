"""What a family of rules is: its table, what cannot be right about it, its rows, its audit, its effect on searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol, Self

from gpss_sim.allocation.problem.budget import Budget
from gpss_sim.allocation.problem.rules.rule_tables import FIELDS, Name, RuleTable, Where
from gpss_sim.allocation.problem.terms import Terms
from gpss_sim.errors import Fault, nearest
from gpss_sim.i18n import Message, RuleName, Told
from gpss_sim.library.project import Project

Posts = Mapping[int, int]
"""Posts bought by position of the project."""


@dataclass(frozen=True, slots=True)
class RuleBreach:
    """A rule that a plan does not keep: its name, and by how much, in words; a `Message` has them in every language."""

    rule: str
    detail: str

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> Message:
        """Rule and detail together."""
        detail = self.detail if isinstance(self.detail, Message) else Told(self.detail)
        return Message("breach.of", rule=RuleName(self.rule), detail=detail)


class ProblemView(Protocol):
    """What a rule may look at: projects and money, but no other rule."""

    @property
    def projects(self) -> Sequence[Project]:
        """The library, in order of id."""

    @property
    def budget(self) -> Budget:
        """The money granted."""

    @property
    def money(self) -> Budget:
        """The money less the reserve and what earlier contracts bind."""

    @property
    def index(self) -> Mapping[str, int]:
        """Positions by id."""

    @property
    def years(self) -> tuple[int | None, ...]:
        """Years with costs; (None,) without years."""

    @property
    def scale(self) -> int:
        """Factor that makes every benefit whole."""

    def worth(self, position: int, posts: int) -> Fraction:
        """Benefit of so many posts of a project."""

    def spent(self, posts: Posts, members: Iterable[int], year: int | None) -> int:
        """Price of what is bought of `members`, in a year or in all [fen]."""

    def matching(self, where: Where) -> list[int]:
        """Positions of the projects a rule speaks of."""


class RowBuilder(Protocol):
    """The integer program, as far as a rule writes into it."""

    @property
    def problem(self) -> ProblemView:
        """The decision."""

    @property
    def heads(self) -> Sequence[int]:
        """By position, the column that is 1 when the project is bought."""

    @property
    def unit(self) -> int:
        """Whole units of the program in one unit of benefit."""

    def amount(self, upper: int | None = None) -> int:
        """Add a column for an amount from 0 to `upper` that follows from the decisions; return its number."""

    def position(self, column: int) -> int:
        """Position of the project a column belongs to; −1 for an amount."""

    def bought(self, positions: Iterable[int]) -> Terms:
        """Number of projects bought."""

    def posts(self, positions: Iterable[int]) -> Terms:
        """Number of posts bought [post]."""

    def cost(self, positions: Iterable[int], year: int | None = None, times: int = 1) -> Terms:
        """Money spent [fen] in a year, or in all years, times a factor."""

    def benefit(self, positions: Iterable[int], times: int = 1) -> Terms:
        """Benefit in whole units, before any overlap."""

    def require(
        self,
        rule: str,
        terms: Terms,
        low: int | Fraction | None = None,
        high: int | Fraction | None = None,
        unit: str = "",
        rise: Fraction | int = 0,
    ) -> None:
        """Enter a row; its limits, counted in `unit`, rise by so much with every fen of a grant."""


class Rule(RuleTable):
    """One rule of a family. The family is the class: registering it is the only step of adding it.

    Parameters
    ----------
    name : str
        By which conflicts, prices and reasons speak of the rule.

    Attributes
    ----------
    table : str
        Name of the family's table in a rules file.
    single : bool
        Whether a file holds at most one such rule (``[table]``) or several (``[[table]]``).
    place : int
        Families come in this order in programs, audits and files.
    reason : str
        Code of the reason given for a project that the rule keeps out.
    reads_benefit : bool
        Whether the rule depends on benefits, so that the best plan with a project depends on the project's own.
    joins_blocks : bool
        Whether the rule ties all projects together, so that nothing can be decided apart.
    lazy : bool
        Whether rows are entered only where a plan breaks the rule, see `cut_off`.
    """

    name: Name

    table: ClassVar[str]
    single: ClassVar[bool] = False
    place: ClassVar[int] = 100
    reason: ClassVar[str] = "rule"
    reads_benefit: ClassVar[bool] = False
    joins_blocks: ClassVar[bool] = False
    lazy: ClassVar[bool] = False

    @classmethod
    def faults(cls, rules: Sequence[Self], problem: ProblemView) -> Iterator[Fault]:
        """What cannot be right about the rules of the family together; by default, about each of them."""
        for rule in rules:
            yield from rule.own_faults(problem)

    def own_faults(self, problem: ProblemView) -> Iterator[Fault]:
        """What cannot be right about this rule: unknown ids, values that no project has."""
        yield from ()

    def enter_rows(self, program: RowBuilder) -> None:
        """Enter the rows that hold exactly for the plans that keep the rule."""

    def breaches(self, problem: ProblemView, posts: Posts) -> Iterator[RuleBreach]:
        """How a plan breaks the rule, worked out from the plan alone and exactly."""
        yield from ()

    def cut_off(self, program: RowBuilder, posts: Posts) -> bool:
        """Enter rows that a plan which breaks the rule violates; return whether any was entered. For lazy rules."""
        return False

    def floor_groups(self, problem: ProblemView) -> list[tuple[str, list[int]]]:
        """Names of rows with a floor, and the positions that can reach it: rank-and-cut serves them first."""
        return []

    def spending_caps(self, problem: ProblemView) -> dict[str, list[int]]:
        """Names of caps that are a share of what is spent, with the positions capped."""
        return {}

    @property
    def moves_with_budget(self) -> bool:
        """Whether the rule's limits change with the budget otherwise than line by line."""
        return False


FAMILIES: list[type[Rule]] = []
"""Every family of rules, in the order of their places."""


def family(table: str, place: int) -> Callable[[type[Rule]], type[Rule]]:
    """Return a decorator that registers a family under the name of its table."""

    def enter(rule: type[Rule]) -> type[Rule]:
        rule.table, rule.place = table, place
        FAMILIES.append(rule)
        FAMILIES.sort(key=lambda other: (other.place, other.table))
        return rule

    return enter


def unknown_ids(problem: ProblemView, place: str, ids: Iterable[str]) -> Iterator[Fault]:
    """Ids that are not in the library."""
    for name in ids:
        if name not in problem.index:
            yield Fault("rules", place, name, Message("library.stranger"), nearest(name, problem.index))


def unmatched(problem: ProblemView, rule: str, where: Where) -> Iterator[Fault]:
    """Values and ids of a rule's `where` that no project has."""
    for name in FIELDS:
        values = getattr(where, name)
        known = {getattr(p, name) for p in problem.projects} if values else set()
        for value in values:
            if value not in known:
                yield Fault("rules", f"'{rule}'.where.{name}", value, Message("rules.nobody"), nearest(value, known))
    yield from unknown_ids(problem, f"'{rule}'.where.projects", where.projects)
