"""Pilots: a review reads what they achieved; what is mature moves to the ordinary budget (facts A20, R52)."""

from __future__ import annotations

from math import isnan

from gpss_sim.market.contracts.contract import Project
from gpss_sim.market.record import ReviewRow
from gpss_sim.market.state import State
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.purchase import purchase_of


def review_pilots(state: State) -> None:
    """At a year's opening: review every pilot that has served long enough; it matures, goes on, or ends."""
    for project in state.projects:
        if project.is_pilot and not project.withdrawn:
            _review(state, project)


def _review(state: State, project: Project) -> None:
    rules = state.scenario.budget.maturity
    rows = state.record.contract_years
    scores = [row.score for row in rows if row.project == project.index and not isnan(row.score)]
    if len(scores) < rules.years:
        return
    found = sum(scores) / len(scores) + rules.review_sd * state.luck.review(project.template.id, state.year)
    if found >= rules.pass_mark:
        project.is_pilot = False
        project.bought = purchase_of(
            state.scenario.rules, project.template, False, project.bought.rater_noise, state.suppliers(project.index)
        )
        result = EventKind.MATURED
    elif len(scores) >= rules.longest:
        project.withdrawn = True
        result = EventKind.PILOT_ENDED
    else:
        result = EventKind.NOT_YET_MATURE
    state.record.reviews.append(ReviewRow(state.year, project.index, found, result))
    state.record.event(state.now, result, f"project:{project.template.id}", "", found)
