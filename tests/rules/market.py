"""A city on its first morning, and what a rule makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.schema import Scenario
from tests.city import load

EAST_YOUTH, EAST_ELDERLY, EAST_FAMILY = 0, 1, 2
"""Projects of 200,000, 600,000 and 1,000,000 yuan."""


def morning(scenario: Scenario) -> State:
    """A city before anything happens."""
    return build(scenario, planner_for(scenario.rules.selection), seed=7, replication=0).state


def with_columns(scenario: Scenario, index: int, **columns: Any) -> Scenario:
    """The scenario with columns of one template changed."""
    templates = list(scenario.templates)
    templates[index] = templates[index].model_copy(update=columns)
    return scenario.model_copy(update={"templates": tuple(templates)})


def project(folder: Path, index: int, *overrides: str, **columns: Any) -> tuple[State, CityProject]:
    """A project of the small city, with its city; `columns` change its template."""
    state = morning(with_columns(load(folder, *overrides), index, **columns))
    return state, state.projects[index]


def drawn_before(state: State, first: str) -> list[tuple[int, str]]:
    """Projects drawn while one of the group `first`, which cost no more, was left: their years and names (R45)."""
    mine = [project.template.group == first for project in state.projects]
    rows = state.record.needs
    left = [(row.year, row.cost) for row in rows if mine[row.project] and row.ranked and row.status != "selected"]
    return [
        (row.year, state.projects[row.project].template.id)
        for row in rows
        if row.status == "selected"
        and not mine[row.project]
        and any(year == row.year and cost <= row.cost for year, cost in left)
    ]
