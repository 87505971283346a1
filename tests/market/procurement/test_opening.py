"""Friends who make up missing bidders, gates in the log, and what suspends an award, one number at a time."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.procurement.award_gates import pass_gates
from gpss_sim.market.procurement.challenge import suspended
from gpss_sim.market.procurement.opening import _dummies
from gpss_sim.scenario.roles import Gate
from tests.market.town import ASH, BIRCH, YARD, town


@pytest.mark.parametrize(
    ("chance", "luck", "offers", "idle", "minimum", "found"),
    [
        (0.5, 0.4, 1, 2, 3, 2),
        (0.5, 0.4, 1, 1, 3, 0),  # too few are idle
        (0.5, 0.4, 2, 5, 3, 1),
        (0.5, 0.4, 3, 5, 3, 0),  # nobody is missing
        (0.5, 0.4, 0, 5, 3, 0),  # nobody has friends
        (0.5, 0.5, 1, 2, 3, 0),
        (0.0, -1.0, 1, 2, 3, 0),
    ],
)
def test_friends_make_up_missing_bidders(
    chance: float, luck: float, offers: int, idle: int, minimum: int, found: int
) -> None:
    market = SimpleNamespace(dummy_bids=chance)
    desk = SimpleNamespace(
        scenario=SimpleNamespace(market=market), luck=SimpleNamespace(dummies=lambda key, year, attempt: luck)
    )
    project = SimpleNamespace(template=SimpleNamespace(id="yard"))
    procurement: Any = SimpleNamespace(desk=desk, project=project, year=1, attempt=0)
    assert _dummies(procurement, offers, idle, minimum) == found


@pytest.mark.parametrize(("of", "left"), [("offer", [BIRCH]), ("project", [ASH, BIRCH])])
def test_a_gate_rejects_below_its_chance_and_says_how_many(of: str, left: list[int]) -> None:
    """Ash's number lies below the chance; the project's and Birch's number are the chance itself."""
    state = town()
    numbers = {"ash": 0.29, "birch": 0.3, "": 0.3}
    state.luck.gate = lambda name, key, project, year, attempt: (numbers[key], 0.0)  # type: ignore[method-assign]
    offers = [Offer(ASH, 1.0, 74, 0), Offer(BIRCH, 1.0, 76, 0)]
    gate = Gate(name="experts", of=of, chance=0.3)
    found = pass_gates(state.procurement_desk, state.projects[YARD], [gate], offers, 0)
    assert [offer.agency for offer in found] == left
    assert tuple(state.record.events[-1]) == (365.0, "gate", "project:yard", "experts", 2 - len(left))


def test_a_gate_reads_quality_with_its_error() -> None:
    state = town()
    errors = {"ash": 1.0, "birch": -1.0}
    state.luck.gate = lambda name, key, project, year, attempt: (0.5, errors[key])  # type: ignore[method-assign]
    offers = [Offer(ASH, 1.0, 74, 0), Offer(BIRCH, 1.0, 76, 0)]
    for mark, left in ((75.0, [ASH]), (76.0, [ASH]), (76.1, []), (74.0, [ASH, BIRCH])):
        gate = Gate(name="experts", pass_mark=mark, noise=2.0)
        found = pass_gates(state.procurement_desk, state.projects[YARD], [gate], offers, 0)
        assert [offer.agency for offer in found] == left


@pytest.mark.parametrize(
    ("numbers", "days", "annulled"),
    [
        ((0.5, 0.0, 0.0, 0.0), 0.0, None),  # nobody challenges
        ((0.49, 0.19, 0.0, 0.9), 10.0, True),
        ((0.49, 0.2, 0.3, 0.0), 10.0, False),  # turned down, and no complaint
        ((0.49, 0.2, 0.29, 0.19), 52.0, True),
        ((0.49, 0.2, 0.29, 0.2), 52.0, False),
    ],
)
def test_what_suspends_and_what_annuls_an_award(numbers: tuple[float, ...], days: float, annulled: bool | None) -> None:
    """Chances of .5 to be challenged, .2 to be upheld, .3 to complain."""
    state = town("rules.challenge={chance=0.5, days=10, complaint=0.3, complaint_days=42, upheld=0.2}")
    state.luck.challenge = lambda project, year, attempt: list(numbers)  # type: ignore[method-assign]
    assert suspended(state, state.projects[YARD], True, 1, 0) == (days, bool(annulled))
    told = [tuple(event)[1:] for event in state.record.events if event.event == "challenged"]
    found = "annulled" if annulled else "award stands"
    assert told == ([] if annulled is None else [("challenged", "project:yard", found, days)])
