"""The needs survey: what the buyer knows of need before it draws projects (equations 13.2, 13.3)."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

import numpy as np

from gpss_sim import fiscal
from gpss_sim.market.buyers.buyer_view import NeedsView
from gpss_sim.market.buyers.planning_year import PlanningYear
from gpss_sim.market.buyers.political_bias import political_bias
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.recipients.demand import Cell, People
from gpss_sim.market.recipients.queues import Queues
from gpss_sim.market.record import NeedRow
from gpss_sim.market.statuses import WAITING, NeedStatus

URGENCY_WEIGHTS = np.array([1.0, 2.0, 4.0, 8.0, 16.0]) / 4
"""Weight of one recipient of urgency 1 … 5 (equation 13.1)."""


class Survey:
    """Surveys the need of every project from waiting lists and the arrivals of the last half-year."""

    def __init__(self, view: NeedsView, queues: Queues, cells: list[Cell]) -> None:
        self._view = view
        self._queues = queues
        people: People = queues.people
        weights = URGENCY_WEIGHTS[people.urgency - 1]
        self._cells = cells
        self._mean_weight = float(np.dot(URGENCY_WEIGHTS, view.scenario.demand.urgency_shares))
        order = np.argsort(people.cell, kind="stable")
        ends = np.searchsorted(people.cell[order], np.arange(len(cells) + 1))
        self._members = [order[ends[k] : ends[k + 1]] for k in range(len(cells))]
        self._arrivals = [people.arrival[line[~people.opening[line]]] for line in self._members]
        self._weight = weights
        self._states = np.frombuffer(queues.state, dtype=np.uint8)  # a view: always what holds now

    def take(self, first: bool) -> list[NeedRow]:
        """Need, urgency tier (quintile of need per resident) and benefit of every project, now."""
        self._queues.settle()
        found = [self._need(project, first) for project in self._view.projects]
        swayed = [political_bias(self._view, project) for project in self._view.projects]
        per_head = [
            need * factor / self._residents(p)
            for (_, need, _, _), factor, p in zip(found, swayed, self._view.projects, strict=True)
        ]
        tiers = quintiles(per_head)
        drawn = NeedStatus.REJECTED  # until the draw says otherwise
        return [
            NeedRow(self._view.year, project.index, waiting, need, tier, benefit * factor, drawn, actual)
            for project, (waiting, need, benefit, actual), tier, factor in zip(
                self._view.projects, found, tiers, swayed, strict=True
            )
        ]

    def _residents(self, project: CityProject) -> int:
        return self._view.scenario.city.districts[project.district].residents

    def _need(self, project: CityProject, first: bool) -> tuple[int, float, float, float]:
        """Waiting [persons]; surveyed need, benefit of a year, need without the survey's error [weighted persons]."""
        view = self._view
        waiting = weighted = arrivals = 0.0
        for cell in project.cells:
            members = self._members[cell]
            queue = members[self._states[members] == WAITING]
            waiting += len(queue)
            weighted += float(self._weight[queue].sum())
            arrivals += self._half_year_arrivals(cell, first)
        rules = view.scenario.demand
        spread = rules.survey_sd * rules.consultation
        error = exp(rules.survey_bias + spread * view.luck.survey_error(project.template.id, view.year))
        need = weighted + arrivals * self._mean_weight * error
        volume = min(self._capacity(project), waiting + 2 * arrivals * error)
        mean_weight = need / (waiting + arrivals * error) if need else self._mean_weight
        return int(waiting), need, volume * mean_weight, weighted + arrivals * self._mean_weight

    def _half_year_arrivals(self, cell: int, first: bool) -> float:
        """Arrivals seen in the last half-year; before there is one, the city's statistics."""
        half, now = fiscal.months(6), self._view.now
        if first:
            return self._cells[cell].rate * half
        since, to = self._arrivals[cell].searchsorted([now - half, now], side="right")
        return float(to - since)

    def _capacity(self, project: CityProject) -> float:
        return project.yearly_capacity(self._view.scenario)


def quintiles(values: list[float]) -> list[int]:
    """Tier 1 … 5 of each value by rank, ties by position; 5 holds the largest fifth.

    >>> quintiles([0.1, 0.5, 0.3, 0.2, 0.4])
    [1, 5, 3, 2, 4]
    """
    n = len(values)
    tiers = [0] * n
    for rank, i in enumerate(sorted(range(n), key=lambda i: (values[i], i))):
        tiers[i] = 1 + rank * 5 // n
    return tiers


def after_draw(
    needs: Sequence[NeedRow], told: PlanningYear, selected: Sequence[CityProject], reserve: Sequence[CityProject]
) -> list[NeedRow]:
    """What was found, with what became of each project in the draw and what counted there."""
    status = {candidate.index: NeedStatus.CONTINUING for candidate in told.continuing}
    status.update({project.index: NeedStatus.RESERVE for project in reserve})
    status.update({project.index: NeedStatus.SELECTED for project in selected})
    drawn = {each.index: each for each in told.candidates}
    rows = [need._replace(status=status.get(need.project, NeedStatus.REJECTED)) for need in needs]
    return [
        row._replace(ranked=drawn[row.project].urgency, cost=drawn[row.project].cost) if row.project in drawn else row
        for row in rows
    ]
