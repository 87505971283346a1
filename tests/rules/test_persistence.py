"""A buyer is as persistent under one method as under another: repeats, fallbacks, and who is asked next."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gpss_sim.market.policies.sellers import SELLERS
from gpss_sim.market.procurement.supplier_register import SupplierRegister
from gpss_sim.market.rulebook.method_choice import attempts_set_aside, next_method
from gpss_sim.market.rulebook.procedure_costs import attempt_cost
from gpss_sim.scenario.rulebook import Rulebook
from tests.city import load, play
from tests.pool import Pool
from tests.rules.market import EAST_ELDERLY, project

TENDER = ["open_tender"] * 2 + ["competitive_consultation"] * 2 + ["single_source"] * 2


def chain(rules: Rulebook, name: str) -> list[str]:
    """Methods of all attempts at a project that always fails."""
    found, repeated = [name], 0
    while (following := next_method(rules, found[-1], repeated, len(found))) is not None:
        found.append(following[0])
        repeated = following[1]
    return found


@pytest.mark.parametrize(
    ("name", "attempts"),
    [
        ("open_tender", TENDER),
        ("competitive_consultation", [*TENDER[2:], "single_source", "single_source"]),
        ("single_source", ["single_source"] * 6),
        ("designation", ["designation"] * 6),
        ("in_house", ["in_house"] * 6),
    ],
)
def test_every_method_gets_the_six_attempts_of_a_tender(name: str, attempts: list[str], tmp_path: Path) -> None:
    assert chain(load(tmp_path).rules, name) == attempts


@pytest.mark.parametrize(("attempts", "made"), [(1, TENDER[:1]), (3, TENDER[:3]), (7, [*TENDER, "single_source"])])
def test_the_rule_cuts_a_chain_or_goes_on_with_its_last_method(attempts: int, made: list[str], tmp_path: Path) -> None:
    assert chain(load(tmp_path, f"rules.attempts={attempts}").rules, "open_tender") == made


def test_without_the_rule_a_method_has_its_own_repeats_and_fallbacks(tmp_path: Path) -> None:
    rules = load(tmp_path).rules.model_copy(update={"attempts": None})
    assert chain(rules, "open_tender") == TENDER
    assert chain(rules, "designation") == ["designation"] * 2
    assert chain(rules, "in_house") == ["in_house"]


@pytest.mark.parametrize(("attempts", "planned"), [(6, 2), (1, 1)])
def test_the_first_attempt_and_its_repetition_are_set_aside(attempts: int, planned: int, tmp_path: Path) -> None:
    rules = load(tmp_path, f"rules.attempts={attempts}").rules
    for name in ("open_tender", "competitive_consultation", "single_source", "designation"):
        assert attempts_set_aside(rules, rules.methods[name]) == planned


@pytest.mark.parametrize(("attempts", "made"), [(1, 1), (6, 6)])
def test_a_designation_that_is_turned_down_is_tried_again(attempts: int, made: int, tmp_path: Path) -> None:
    """An offer that costs five times the ceiling is never worth making: 10 days, then repetitions of 30."""
    scenario = load(
        tmp_path,
        "rules.mode=formal",
        "rules.modes.formal.seller=invited",
        "rules.methods.designation.bid_cost=0.5",
        "market.bid_cost_scale=10",
        f"rules.attempts={attempts}",
        "calendar.years=1",
        "calendar.savings=lapse",
    )
    results, _ = play(scenario)
    rows = [row for row in results.world.state.record.tenders if row.year == 1]
    assert rows
    assert {row.result for row in rows} == {"failed"}
    assert set(Counter(row.project for row in rows).values()) == {made}
    method = scenario.rules.methods["designation"]
    for row in rows:
        assert row.buyer_cost == attempt_cost(method, row.ceiling)
        if row.attempt:
            assert row.closed - row.opened == pytest.approx(method.repeat_days)


def test_who_turned_a_purchase_down_is_passed_over_until_nobody_is_left(tmp_path: Path) -> None:
    state, target = project(tmp_path, EAST_ELDERLY)
    roll = SupplierRegister(state.directory, state.luck, {})
    able = roll.eligible(target.index)
    assert len(able) > 2
    assert roll.willing(target.index) == able
    roll.note_declined(target.index, able[:2], {able[1]})
    assert roll.willing(target.index) == [able[1], *able[2:]]
    assert roll.willing(target.index + 1) == roll.eligible(target.index + 1)
    roll.note_declined(target.index, able, ())
    assert roll.willing(target.index) == able
    roll.note_declined(target.index, able[:1], ())
    roll.ask_anew(target.index)
    assert roll.willing(target.index) == able


@pytest.mark.parametrize(("declined", "asked"), [((), [1]), ((1,), [2]), ((1, 2), [0])])
def test_the_next_in_line_is_invited(declined: tuple[int, ...], asked: list[int]) -> None:
    roll = Pool({0: 70.0, 1: 90.0, 2: 80.0}, declined=declined)
    assert list(SELLERS["invited"]().candidates(0, None, roll)) == asked
    assert sorted(SELLERS["eligible"]().candidates(0, None, roll)) == [0, 1, 2]
