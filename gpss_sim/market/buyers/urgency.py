"""Whose urgency class and whose benefit count when projects are drawn (facts R40, R42, R45)."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, floor

from gpss_sim.market.buyers.buyer_view import NeedsView
from gpss_sim.market.buyers.survey import quintiles
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.record import NeedRow
from gpss_sim.market.rulebook.expert_pool import panel_error
from gpss_sim.scenario.schema import Scenario


def classes(view: NeedsView, needs: Sequence[NeedRow], first: bool) -> list[int]:
    """Urgency class 1 … 5 of every project of the library, by the source that the rules name.

    Parameters
    ----------
    view : NeedsView
    needs : Sequence[NeedRow]
        The survey's finding of every project, in the order of the library.
    first : bool
        Whether this is the first planned year.
    """
    source = view.scenario.rules.library.urgency
    surveyed = [need.urgency for need in needs]
    if source == "survey" or (source == "first_year" and not first):
        return surveyed
    if source == "appraisal":
        return appraised(view, needs)
    if source == "first_come":
        return first_come([view.library.waited(project, view.year) for project in view.projects])
    filed = [project.template.urgency for project in view.projects]
    if source == "file":
        return filed
    if source == "mixed":
        weight = view.scenario.rules.library.file_weight
        return [mixed(own, found, weight) for own, found in zip(filed, surveyed, strict=True)]
    return [
        own if project.template.benefit > 0 else found
        for own, found, project in zip(filed, surveyed, view.projects, strict=True)
    ]


def mixed(own: int, found: int, weight: float) -> int:
    """Weighted mean of two classes, halves up.

    >>> mixed(5, 2, 0.5), mixed(5, 2, 0.25), mixed(5, 2, 1)
    (4, 3, 5)
    """
    return floor(weight * own + (1 - weight) * found + 0.5)


def first_come(waited: Sequence[int]) -> list[int]:
    """Fifths by the order of application, the earliest most urgent; `waited` are draws waited through, ties by place.

    >>> first_come([0, 0, 2, 1, 0])
    [3, 2, 5, 4, 1]
    """
    number = len(waited)
    return quintiles([float(years * number - place) for place, years in enumerate(waited)])


def appraised(view: NeedsView, needs: Sequence[NeedRow]) -> list[int]:
    """Classes of an expert panel: quintiles of need per resident as its experts see it, each with an own error.

    The experts look at the need itself: they share neither the survey's error nor what leaders wish for.
    """
    residents = [view.scenario.city.districts[project.district].residents for project in view.projects]
    return quintiles(
        [
            need.actual * exp(_error(view, project.template.id)) / number
            for need, project, number in zip(needs, view.projects, residents, strict=True)
        ]
    )


def _error(view: NeedsView, project: str) -> float:
    """Error of a panel about the logarithm of a project's need."""
    rules = view.scenario.rules.library
    fresh = view.luck.expert_error(project, view.year, rules.experts)
    return rules.expert_sd * panel_error(view.luck, rules, fresh, project, view.year)


def benefit_of(scenario: Scenario, project: CityProject, need: NeedRow, first: bool) -> float:
    """Expected benefit of a project that counts in the draw [weighted persons a year]."""
    source, own = scenario.rules.library.benefit, project.template.benefit
    counts = own > 0 and (source == "file" or (source == "first_year" and first))
    return own if counts else need.benefit
