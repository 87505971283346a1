"""A town in which every number is round and nothing is left to luck; ``town.toml`` says what it is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from gpss_sim.market.buyers.planning_year import Planner
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.terms import Arrangement, Commitment, Terms, YearBook
from gpss_sim.market.delivery.lifecycle import sign
from gpss_sim.market.state import State
from gpss_sim.market.world import World, build
from gpss_sim.planner import planner_for
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario

YARD, HOME = 0, 1
"""Projects: 4 posts and 400,000 yuan for youth in the north, 10 posts and 1,000,000 for care in the south."""
ASH, BIRCH, CEDAR = 0, 1, 2
"""Agencies of 8, 20 and 12 workers, who need 1.0, 0.8 and 0.9 of the reference staff; capability 0, 4, −2."""
YUAN = 100
FILE = Path(__file__).with_name("town.toml")


@cache
def scenario(*overrides: str) -> Scenario:
    """The town with `overrides`."""
    return load_scenario(FILE, overrides)


def world(*overrides: str, seed: int = 1, planner: Planner | None = None) -> World:
    """The town and its clock on the first morning, before anything happens: midnight of day 365."""
    chosen = scenario(*overrides)
    return build(chosen, planner or planner_for(chosen.rules.selection), seed=seed, replication=0, log=True)


def town(*overrides: str, seed: int = 1) -> State:
    """The state of that town."""
    return world(*overrides, seed=seed).state


def contract(state: State, project: int = YARD, agency: int = BIRCH, **changes: Any) -> Contract:
    """A contract at the ceiling, signed and not open, its money set aside; `changes` are those of its terms."""
    target = state.projects[project]
    ceiling = target.ceiling(state.scenario, state.year)
    terms: dict[str, Any] = {
        "price": ceiling,
        "ceiling": ceiling,
        "cost": ceiling,
        "omega": 0.0,
        "years": 3,
    }
    arrangement = Arrangement(target.mode, target.form, "tender", target.bought.form_name, False)
    others = {name: changes.pop(name) for name in Arrangement.__dataclass_fields__ if name in changes}
    terms |= {"arrangement": replace(arrangement, **others), **changes}
    commitment = grant(state, terms["price"], len(state.contracts))
    return sign(state.contract_desk, target, agency, Terms(**terms), commitment)


def grant(state: State, amount: int, contract: int = -1) -> Commitment:
    """Money for one contract year, granted and set aside."""
    state.purse.grant(state.now, amount)
    commitment = state.purse.commit(state.now, state.year, amount, contract)
    assert commitment is not None
    return commitment


def running(state: State, project: int = YARD, agency: int = BIRCH, **changes: Any) -> Contract:
    """A contract in its first year, with all its seats filled and nothing paid."""
    made = contract(state, project, agency, **changes)
    made.project.letting.awaited.remove(made)
    made.project.letting.contracts = [made]
    made.project.letting.incumbents = (agency,)
    assert made.funds.prepared is not None
    made.funds.commitments.append(made.funds.prepared)
    made.funds.prepared, made.term_year = None, 1
    made.book = YearBook(state.now, price=made.terms.price)
    made.workforce.team.resize(made.workforce.plan.workers, [0.0] * 100, 1.0)
    made.workforce.paid_until = state.now
    state.queues.open(made)
    return made


def balance(state: State, account: str) -> int:
    """Balance of an account [fen]."""
    return state.ledger.balances[account]
