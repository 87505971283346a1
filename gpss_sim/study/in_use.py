"""Which modes, forms and methods a city has a use for, from its projects and their amounts, before any run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp

from gpss_sim import money
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.rulebook.method_choice import by_amount, method_for
from gpss_sim.market.state import State
from gpss_sim.market.world import build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.rulebook import Rulebook
from gpss_sim.scenario.schema import Scenario

WIDE = 4.0
"""Standard deviations of the error of an estimate that are allowed for."""


@dataclass(frozen=True, slots=True)
class InUse:
    """What the purchases of a city may be made by, in any year and with any luck.

    Parameters
    ----------
    modes, forms, methods : tuple of str
        Names in the rulebook, in its order.
    largest : float [yuan]
        Ceiling of the largest purchase of any year; where estimates err, at four standard deviations.
    """

    modes: tuple[str, ...]
    forms: tuple[str, ...]
    methods: tuple[str, ...]
    largest: float


def in_use(scenario: Scenario) -> InUse:
    """Lay a city out and see how each of its projects would be bought in each year.

    Methods that follow a failure, that a sole supplier calls for, or that a split purchase would fall under count as in
    use.
    """
    state = build(scenario, planner_for("urgency-first"), scenario.random.seed, 0).state
    rules, years = scenario.rules, range(1, scenario.calendar.years + 1)
    modes = [project.mode for project in state.projects]
    forms = [project.form for project in state.projects]
    ceilings = [amount for project in state.projects for year in years for amount in _ceilings(state, project, year)]
    methods = dict.fromkeys(_methods(state, ceilings))
    return InUse(
        tuple(name for name, mode in rules.modes.items() if mode in modes),
        tuple(name for name, form in rules.forms.items() if form in forms),
        tuple(name for name in rules.methods if name in methods),
        max(ceilings, default=0.0),
    )


def _ceilings(state: State, project: CityProject, year: int) -> list[float]:
    """Ceiling of a year and, where estimates err, how low and high it may be [yuan]."""
    drawn = project.ceiling(state.scenario, year) / money.FEN_PER_YUAN
    if not project.estimate.errors:
        return [drawn]
    exact, spread = drawn / project.estimate.factor(project.form, year), exp(WIDE * state.scenario.rules.estimate_error)
    return [exact / spread, exact * spread]


def _methods(state: State, ceilings: list[float]) -> Iterator[str]:
    rules, years = state.scenario.rules, range(1, state.scenario.calendar.years + 1)
    first = [method_for(state.agency_view.methods, project, year) for project in state.projects for year in years]
    if rules.sole_supplier is not None:
        first.append(rules.sole_supplier)
    if any(project.estimate.errors for project in state.projects):
        first += [by_amount(rules, amount) for amount in ceilings]
    if state.scenario.market.splitting:
        first += [by_amount(rules, amount / 2) for amount in ceilings]
    for name in dict.fromkeys(first):
        yield from _and_after(rules, name)


def _and_after(rules: Rulebook, name: str) -> Iterator[str]:
    """A method, and those that follow its failures."""
    seen: dict[str, None] = {}
    following: str | None = name
    while following is not None and following not in seen and following in rules.methods:
        seen[following] = None
        following = rules.methods[following].on_failure
    yield from seen
