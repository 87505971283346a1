"""Pilots: a review reads what they achieved; what is mature moves to the ordinary budget (facts A20, R52)."""

from __future__ import annotations

from math import isnan

from gpss_sim.market.buyers.buyer_view import ReviewView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.record import ReviewRow
from gpss_sim.market.statuses import EventKind
from gpss_sim.scenario.purchase import purchase_of


def review_pilots(view: ReviewView) -> None:
    """At a year's opening: review every pilot that has served long enough; it matures, goes on, or ends."""
    for project in view.projects:
        if project.is_pilot and not project.withdrawn:
            _review(view, project)


def _review(view: ReviewView, project: CityProject) -> None:
    rules = view.scenario.budget.maturity
    rows = view.record.contract_years
    scores = [row.score for row in rows if row.project == project.index and not isnan(row.score)]
    if len(scores) < rules.years:
        return
    found = sum(scores) / len(scores) + rules.review_sd * view.luck.review(project.template.id, view.year)
    if found >= rules.pass_mark:
        project.is_pilot = False
        project.bought = purchase_of(
            view.scenario.rules,
            project.template,
            False,
            project.bought.rater_noise,
            view.directory.suppliers(project.index),
        )
        result = EventKind.MATURED
    elif len(scores) >= rules.longest:
        project.withdrawn = True
        result = EventKind.PILOT_ENDED
    else:
        result = EventKind.NOT_YET_MATURE
    view.record.reviews.append(ReviewRow(view.year, project.index, found, result))
    view.record.event(view.now, result, f"project:{project.template.id}", "", found)
