"""Plans decided elsewhere: what a planner is told, how its answer is checked, and what becomes of it in the city."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.planning_year import Candidate, ListPlanner, PlanningYear, PurchaseList
from gpss_sim.planner import planner_for
from gpss_sim.simulate import run
from tests.market.town import BIRCH, HOME, YARD, YUAN, running, scenario, world

CASH = ("agencies.cash_months=24", 'rules.mode="line"')
LIST = ListPlanner(("narrow",))


def candidate(name: str, cost: int, index: int = 0) -> Candidate:
    return Candidate(index, name, 3, 1.0, cost, "north", "youth", "youth", "post", 1, False)


@pytest.mark.parametrize(
    ("money", "selected", "reserve"),
    [
        (49, (), ("b", "a", "c")),
        (99, ("a",), ("b", "c")),
        (100, ("b",), ("a", "c")),
        (129, ("b",), ("a", "c")),
        (150, ("b", "a"), ("c",)),
        (200, ("b", "a"), ("c",)),
    ],
)
def test_a_list_is_bought_in_its_order_as_far_as_the_money_reaches(
    money: int, selected: tuple[str, ...], reserve: tuple[str, ...]
) -> None:
    """b costs 100, a 50; c is the list's own reserve; x is no candidate this year."""
    shown = [candidate("a", 50), candidate("b", 100), candidate("c", 1)]
    answer = ListPlanner(("b", "x", "a", "b"), ("c", "x"))(PlanningYear(1, shown, money))
    assert answer == PurchaseList(selected, reserve)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (PurchaseList(("nobody",)), "names nobody: no candidate of year 1"),
        (PurchaseList((), ("nobody",)), "names nobody: no candidate of year 1"),
        (PurchaseList(("yard", "yard")), "selects yard twice in year 1"),
        (PurchaseList(("yard", "home")), r"spends 144800000 fen of 100000000 in year 1"),
    ],
)
def test_an_answer_that_cannot_be_carried_out_is_refused(answer: PurchaseList, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        run(scenario("budget.amount=1_000_000"), planner=lambda year: answer)


def test_what_a_planner_is_told() -> None:
    """The yard's second contract year was set aside that morning; sources share what is free."""
    seen: list[PlanningYear] = []

    def note(year: PlanningYear) -> PurchaseList:
        seen.append(year)
        return PurchaseList()

    place = world(*CASH, "budget.sources={fiscal=0.75,lottery=0.25}", planner=note)
    running(place.state, YARD, BIRCH)
    place.state.env.run(until=740)
    first, second = seen
    assert [(c.id, c.index) for c in second.candidates] == [("home", HOME)]
    assert [(c.id, c.cost) for c in second.continuing] == [("yard", 400_000 * YUAN)]
    assert second.money == (2_000_000 - 400_000) * YUAN
    assert second.by_source == {"fiscal": second.money * 3 // 4, "lottery": second.money // 4}
    assert (first.year, second.year) == (1, 2)


def test_a_plan_decided_elsewhere_is_what_the_city_buys() -> None:
    """Money for one of two: left to itself the buyer takes the wider benefit, by list the other."""
    rows = ",".join(
        f'{{id="{name}",district="north",domain="youth",posts=1,cost=100_000,benefit={benefit}}}'
        for name, benefit in (("narrow", 1), ("wide", 2))
    )
    whole = scenario(*CASH, f"templates=[{rows}]", "budget.amount=150_000", "calendar.years=1")
    bought = [
        {made.project.template.id for made in run(whole, planner=who).world.state.contracts} for who in (None, LIST)
    ]
    assert bought == [{"wide"}, {"narrow"}]


def test_the_scenarios_own_rules_are_the_planner_where_none_is_given() -> None:
    chosen = scenario(*CASH)
    own = run(chosen, log=True).world.state
    same = run(chosen, log=True, planner=planner_for(chosen.rules.selection)).world.state
    assert own.record.events == same.record.events
    assert own.ledger.entries == same.ledger.entries
