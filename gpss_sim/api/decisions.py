"""A budget decision: which projects a library's money buys, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from gpss_sim.api.frames import as_html, figures, framed
from gpss_sim.i18n import said, said_all

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.allocation import Outcome, Problem

Language = Literal["en", "zh"]
Policy = Literal["urgency-first", "weighted", "rank-and-cut", "core-plus"]


@dataclass(frozen=True, slots=True, repr=False)
class Allocation:
    """A budget decision.

    Parameters
    ----------
    problem : Problem
        What was to be decided.
    outcome : Outcome
        What is bought, and how sure that is.
    """

    problem: Problem
    outcome: Outcome

    @property
    def projects(self) -> pd.DataFrame:
        """One row a project by id: name, district, status, posts bought, amount granted, cost, benefit, and why."""
        return self.told("en")

    def told(self, lang: Language = "en") -> pd.DataFrame:
        """:attr:`projects` with the reasons in a language."""
        from gpss_sim.allocation.explain.reasons import reasons
        from gpss_sim.money import FEN_PER_YUAN

        outcome, granted = self.outcome, self.outcome.amount
        why = said_all(reasons(self.problem, outcome), lang)
        rows = [
            (
                p.id,
                p.name,
                p.district,
                outcome.status[p.id],
                outcome.posts.get(p.id, 0),
                granted.get(p.id, 0) / FEN_PER_YUAN,
                p.total / FEN_PER_YUAN,
                float(p.benefit),
                why[p.id],
            )
            for p in self.problem.projects
        ]
        columns = ("id", "name", "district", "status", "posts", "granted", "cost", "benefit", "why")
        units = {"posts": "posts", "granted": "yuan", "cost": "yuan", "benefit": "points"}
        frame = framed(rows, columns, units).set_index("id")
        frame.attrs["units"] = units
        return frame

    def __repr__(self) -> str:
        bought, of = len(self.outcome.selected), len(self.problem.projects)
        return f"<{self.outcome.policy}: {bought} of {of} projects, {self.outcome.verdict}>"

    def _repr_html_(self) -> str:
        """A table for notebooks: the list that is bought, in order."""
        frame = self.projects.loc[list(self.outcome.selected)]
        rows = [(name, row["name"], figures(row["granted"]), row["why"]) for name, row in frame.iterrows()]
        return as_html(repr(self).strip("<>"), ("id", "name", "granted [yuan]", "why"), rows)


def allocate(
    library: str | Path,
    budget: str | Sequence[str],
    *,
    rules: str | Path | None = None,
    policy: Policy = "urgency-first",
    time_limit: float | None = None,
) -> Allocation:
    """Choose projects from a library under a budget.

    Parameters
    ----------
    library : str or Path
        A planner's sheet (CSV or workbook), or the name of a library that ships.
    budget : str or sequence of str
        ``"1200万"``, ``["2027=8000000", "2028=8000000"]``, ``["fiscal=6000000", "welfare_lottery=2000000"]``.
    rules : str or Path, optional
        Rules of the budget, a TOML file.
    policy : {"urgency-first", "weighted", "rank-and-cut", "core-plus"}
        Reading of urgency.
    time_limit : float, optional
        Longest search [s].

    Returns
    -------
    Allocation
        Its ``projects`` are a frame; ``outcome`` says how good the list is proved to be.

    Raises
    ------
    InputError
        With every fault of library, budget and rules.

    Examples
    --------
    >>> decided = allocate("example", "1000万")
    >>> decided
    <urgency-first: ... projects, proven_optimal>
    >>> decided.projects.attrs["units"]["granted"]
    'yuan'
    """
    from gpss_sim.allocation import allocate as decide

    problem = problem_of(library, budget, rules)
    return Allocation(problem, decide(problem, policy=policy, time_limit=time_limit))


def problem_of(library: str | Path, budget: str | Sequence[str], rules: str | Path | None) -> Problem:
    """Library, money and rules put together; the faults of each are told."""
    from gpss_sim.allocation import Budget, Problem, Rules
    from gpss_sim.allocation.problem.rules.file import read_rules
    from gpss_sim.library import read_library
    from gpss_sim.planning.list_files import find_library

    money = Budget.parse((budget,) if isinstance(budget, str) else tuple(budget))
    kept = Rules() if rules is None else read_rules(Path(rules))
    return Problem(read_library(find_library(str(library))).projects, money, kept)


def explain(allocation: Allocation, project: str, *, lang: Language = "en") -> str:
    """Say in a sentence why a project is in or out.

    Parameters
    ----------
    allocation : Allocation
        What :func:`allocate` returned.
    project : str
        Its id.
    lang : {"en", "zh"}
        Language.

    Raises
    ------
    InputError
        If the library has no such project.

    Examples
    --------
    >>> decided = allocate("example", "1000万")
    >>> explain(decided, decided.outcome.selected[0]) == decided.projects["why"][decided.outcome.selected[0]]
    True
    """
    from gpss_sim.allocation.explain.explainer import explain as explained

    return said(explained(allocation.problem, allocation.outcome, project).reason, lang)
