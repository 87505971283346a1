"""What the workbook of a decision is made of, and the words in which it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gpss_sim.allocation import Outcome, Problem, Project
from gpss_sim.allocation.analysis.frontier import FrontierPoint
from gpss_sim.allocation.analysis.policies_compared import PolicyView
from gpss_sim.allocation.results.comparison import ProjectDifference
from gpss_sim.i18n import Language, Message
from gpss_sim.library.project import Number, exact
from gpss_sim.library.sheets.understood import Understood

SOURCE_NAMES: Mapping[str, tuple[str, str]] = {
    "fiscal": ("fiscal", "财政资金"),
    "lottery": ("lottery", "福彩公益金"),
}
"""Sources that ship → English and Chinese."""
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class DecisionFacts:
    """A decision, and everything its workbook shows.

    Parameters
    ----------
    problem : Problem
    outcome : Outcome
    beside : sequence of PolicyView
        The readings of urgency, the chosen one first.
    budgets : sequence of FrontierPoint
        What other budgets would buy, today's among them.
    file : str
        Name of the file of projects.
    digest : str
        Of the decision on file.
    day : date
        On which the workbook is made.
    version : str
        Of the software.
    understood : Understood or None
        How the sheet was read.
    reasons : mapping of str to str
        A sentence for every project, in the language of the workbook.
    lang : {"en", "zh"}
    last : sequence of Difference
        Against last year's list; empty without one.
    """

    problem: Problem
    outcome: Outcome
    beside: Sequence[PolicyView]
    budgets: Sequence[FrontierPoint]
    file: str
    digest: str
    day: date
    version: str
    understood: Understood | None = None
    reasons: Mapping[str, str] = field(default_factory=dict)
    lang: Language = "en"
    last: Sequence[ProjectDifference] = ()

    def text(self, code: str, **facts: object) -> str:
        """A text of the workbook in its language."""
        return Message(f"book.{code}", **facts).said(self.lang)

    @cached_property
    def projects(self) -> dict[str, Project]:
        """Projects by id."""
        return {project.id: project for project in self.problem.projects}

    @cached_property
    def granted(self) -> dict[str, int]:
        """Money granted by id, of the chosen [fen]."""
        return self.outcome.amount

    @cached_property
    def posts(self) -> dict[str, int]:
        """Posts bought by id, of the chosen [post]."""
        return self.outcome.posts

    @cached_property
    def paid(self) -> dict[str, dict[str | None, int]]:
        """Money by id and source [fen]."""
        found: dict[str, dict[str | None, int]] = {}
        for (name, _, source), fen in self.outcome.payments.items():
            mine = found.setdefault(name, {})
            mine[source] = mine.get(source, 0) + fen
        return found

    def label(self, name: str) -> str:
        """Name of a project by its id; the id where it has none."""
        return self.projects[name].name or name

    def labels(self, names: Sequence[str]) -> str:
        """Names of projects, listed."""
        return ("、" if self.lang == "zh" else "; ").join(self.label(name) for name in names)

    @property
    def money_factor(self) -> int:
        """Fen in one unit of money of the workbook: 万元 in Chinese, yuan in English."""
        return 100 * (TEN_THOUSAND if self.lang == "zh" else 1)

    def money(self, fen: int) -> float:
        """An amount as the cells hold it, in 万元 or yuan."""
        return fen / self.money_factor

    def money_text(self, fen: int) -> str:
        """An amount with its unit, exactly."""
        whole, rest = divmod(abs(fen), self.money_factor)
        digits = f"{rest:0{len(str(self.money_factor)) - 1}d}"
        decimals = digits[:2] + digits[2:].rstrip("0")
        return self.text("money", amount=f"{'-' if fen < 0 else ''}{whole:,}.{decimals}")

    @cached_property
    def source_words(self) -> dict[str, str]:
        """Names of sources in the library → as the sheet, or the language, calls them."""
        words = {name: pair[self.lang == "zh"] for name, pair in SOURCE_NAMES.items()}
        if self.understood is not None and (self.lang == "zh") == self.understood.chinese:
            words |= {name: word for word, name in reversed(self.understood.sources)}
        return words

    def source(self, name: str | None) -> str:
        """A source of money as the reader calls it."""
        return self.text("any_source") if name is None else self.source_words.get(name, name)

    def year(self, year: int | None) -> str | int:
        """A fiscal year; words for all years together."""
        return self.text("any_year") if year is None else year

    def people(self, name: str, posts: int | None = None) -> Number | None:
        """People served by a project, or by so many of its posts; None where the library does not say."""
        project = self.projects[name]
        if project.beneficiaries is None or posts is None or posts == project.posts:
            return project.beneficiaries
        return exact(project.beneficiaries) * posts / project.posts

    def people_of(self, names: Sequence[str]) -> Number | None:
        """People served by what is bought of these projects; None where the library says nothing."""
        found = [self.people(name, self.posts.get(name)) for name in names]
        known = [exact(value) for value in found if value is not None]
        return sum(known) if known else None
