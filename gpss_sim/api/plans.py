"""What a budget decision will deliver: the chosen plan simulated in a city made from its list."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.api.decisions import Allocation, Language, Policy, allocate
from gpss_sim.api.frames import as_html, figures, framed
from gpss_sim.api.progress import Progress, progress_of

if TYPE_CHECKING:
    import pandas as pd

    from gpss_sim.i18n import Message
    from gpss_sim.planning.simulated import Simulated, Variant

TOLD = ("served", "improved", "gave_up", "wait_urgent", "paid", "lapsed", "failed_share", "days_to_award")
"""Indicators that a notebook shows."""


@dataclass(frozen=True, slots=True, repr=False)
class Planned:
    """A decision with what it delivers.

    Parameters
    ----------
    decision : Allocation
        The chosen list.
    indicators : pandas.DataFrame
        One row a plan and indicator, of the chosen plan also by district and group: mean with its band, difference from
        the chosen plan with its own; the columns of ``plan.csv`` without the unit.
    need : pandas.DataFrame
        By plan, district and field of service: share of those who asked that were served.
    payments : pandas.DataFrame
        Money paid for service by month [yuan], with its band.
    projects : pandas.DataFrame
        By project: people promised, people served on average, share of runs in which it falls short of four fifths.
    assumed : tuple of Message
        What the list does not say, and what is taken instead.
    """

    decision: Allocation
    indicators: pd.DataFrame
    need: pd.DataFrame
    payments: pd.DataFrame
    projects: pd.DataFrame
    assumed: tuple[Message, ...]

    def assumptions(self, lang: Language = "en") -> list[str]:
        """What the list does not say, and what is taken instead, in a language."""
        return [each.said(lang) for each in self.assumed]

    def __repr__(self) -> str:
        plans = self.indicators["plan"].nunique()
        return f"<{repr(self.decision).strip('<>')}, simulated beside {plans - 1} other plans>"

    def _repr_html_(self) -> str:
        """A table for notebooks: what the chosen plan delivers."""
        rows, units = self.indicators, self.indicators.attrs["units"]
        whole = rows[(rows["plan"] == "chosen") & (rows["district"] == "") & (rows["group"] == "")].set_index("metric")
        told = [
            (name, figures(row["mean"]), f"{figures(row['ci_low'])} … {figures(row['ci_high'])}", units[name])
            for name, row in whole.loc[list(TOLD)].iterrows()
        ]
        return as_html(repr(self).strip("<>"), ("indicator", "mean", "band", "unit"), told)


def plan(
    library: str | Path | Allocation,
    budget: str | Sequence[str] = (),
    *,
    scenario: str | Path = "baseline",
    rules: str | Path | None = None,
    policy: Policy = "urgency-first",
    last: str | Path | None = None,
    replications: int = 30,
    workers: int = 0,
    progress: bool | Progress | None = None,
) -> Planned:
    """Decide a budget, then simulate the chosen plan in a city made from its list.

    Beside it stand rank-and-cut, last year's list and budgets 5 and 10 % around today's, all with the same people and
    luck: what ``gpss-sim plan`` shows.

    Parameters
    ----------
    library : str, Path or Allocation
        What :func:`allocate` takes, or what it returned.
    budget, rules, policy
        As for :func:`allocate`; not given where the decision is.
    scenario : str or Path
        What the list does not say comes from it.
    last : str or Path, optional
        Last year's list: a sheet, or the folder of a decision.
    replications : int
        Runs of each plan.
    workers : int
        Worker processes; 0 plays in this process. The answer does not depend on it.
    progress : bool or callable, optional
        Whether to tell how far it is, or whom; told in a notebook if left out.

    Raises
    ------
    InputError
        With every fault of what is given.
    NoAnswerError
        If no list keeps the rules.

    See Also
    --------
    allocate : the decision alone.
    """
    from gpss_sim.errors import NoAnswerError
    from gpss_sim.i18n import Message
    from gpss_sim.planning.city import write_city
    from gpss_sim.planning.list_files import read_list
    from gpss_sim.planning.play import simulate
    from gpss_sim.planning.variants import plans_beside, promised_by, variants_of

    decided = library if isinstance(library, Allocation) else allocate(library, budget, rules=rules, policy=policy)
    problem, outcome = decided.problem, decided.outcome
    if not outcome.has_answer:
        raise NoAnswerError(Message("plan.no_answer"))
    before = None if last is None else read_list(str(last))
    variants = variants_of(problem, outcome, plans_beside(problem, outcome), before)
    with tempfile.TemporaryDirectory() as folder:
        city = write_city(Path(folder) / "city", problem, str(scenario), outcome.posts)
        made = city.load().city
        places = [{each.id: each.name for each in table} for table in (made.districts, made.domains)]
        found = simulate(city, variants, replications, workers, progress_of(progress))
    promised = promised_by(problem, outcome, city.years)
    return _told(decided, found, variants, promised, places, city.assumed)


def _told(
    decided: Allocation,
    found: Simulated,
    variants: Sequence[Variant],
    promised: dict[str, float],
    places: list[dict[str, str]],
    assumed: tuple[Message, ...],
) -> Planned:
    """The tables of the command as frames."""
    from gpss_sim.planning.measures import ALL, about
    from gpss_sim.planning.plan_tables import MONTHS, NEED, PLAN, PROJECTS, SHORT, month_rows, need_rows, plan_rows
    from gpss_sim.planning.simulated import disappointing

    units = {name: about(name).unit for name in ALL}
    indicators = framed(plan_rows(found, variants, places[0]), PLAN, units).drop(columns="unit")
    blank = {"difference": "", "d_low": "", "d_high": ""}
    indicators = indicators.replace(blank, float("nan"))
    yuan = dict.fromkeys(MONTHS[1:], "yuan")
    payments = framed(month_rows(found), MONTHS, yuan).set_index("month")
    need = framed(need_rows(found, variants, *places), NEED, {})
    need = need.replace(blank, float("nan"))
    people = {"promised": "persons", "served": "persons", "share_of_runs_short": "share"}
    projects = framed(disappointing(found, promised, SHORT), PROJECTS, people).set_index("id")
    shares = dict.fromkeys(NEED[3:], "share")
    for frame, known in ((indicators, units), (need, shares), (payments, yuan), (projects, people)):
        frame.attrs["units"] = known
    return Planned(decided, indicators, need, payments, projects, assumed)
