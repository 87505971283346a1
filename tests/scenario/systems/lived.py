"""A year of a place that ships, small enough to be played with and without a rule of its document."""

from __future__ import annotations

from collections import defaultdict

from gpss_sim import money
from gpss_sim.market.record import TenderRow
from gpss_sim.market.state import State
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run

ONE_YEAR = ("calendar.years=1", "calendar.reference_year=false")
FEW_PEOPLE = "demand.load=0.05"
"""A twentieth of the people, where the rule looked at does not concern them."""
BY_PRICE = ("rules.award.rule=lowest_price", "rules.award.price_weight=1")
"""The lowest price wins, where the rule looked at does not concern awards: equilibria of scores take long to solve."""


def lived(name: str, *changes: str, every: int = 1, seed: int = 1) -> State:
    """One year with few people and every so many-th project, awards by price; the same luck whatever the changes."""
    return lived_in_full(name, FEW_PEOPLE, *BY_PRICE, *changes, every=every, seed=seed)


def lived_in_full(name: str, *changes: str, every: int = 1, seed: int = 1) -> State:
    """One year with people and awards as they are; the same luck whatever the changes."""
    scenario = load_scenario(name, [*ONE_YEAR, *changes])
    fewer = scenario.model_copy(update={"templates": scenario.templates[::every]})
    return run(fewer, seed=seed).world.state


def first_attempts(state: State) -> dict[str, TenderRow]:
    """The first attempt at each project that was bought."""
    return {state.projects[row.project].template.id: row for row in state.record.tenders if row.attempt == 0}


def methods_by(state: State, column: str) -> dict[str, set[str]]:
    """Methods of the first attempts, by a column of the library."""
    found = defaultdict(set)
    for row in state.record.tenders:
        if row.attempt == 0:
            found[getattr(state.projects[row.project].template, column)].add(row.method)
    return dict(found)


def days_of(state: State) -> dict[str, float]:
    """Days of the first attempt at each project, with approvals, notice and committees before it."""
    return {name: row.closed - row.opened for name, row in first_attempts(state).items()}


def later_by(state: State, other: State) -> set[float]:
    """Days by which first attempts of one year last longer than those of another, for the projects of both."""
    here, there = days_of(state), days_of(other)
    return {round(here[name] - there[name], 3) for name in here.keys() & there.keys()}


def paid(state: State, account: str, payer: str = "") -> int:
    """Money that went from one account to another, by the beginnings of their names [fen]."""
    entries = state.ledger.entries
    return sum(e.amount for e in entries if e.account_to.startswith(account) and e.account_from.startswith(payer))


def yuan(amount: float) -> int:
    """Fen of an amount [yuan]."""
    return money.to_fen(amount)
