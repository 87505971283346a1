"""Rules of the budget decision hold in the city: what is bought, in which order, and from which money."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear
from gpss_sim.market.state import State
from gpss_sim.planner import RulesPlanner, planner_of
from gpss_sim.simulate import run
from tests.market.town import YUAN, scenario

COSTS = {"a": 100_000, "b": 90_000, "c": 80_000, "d": 70_000}
EASY = ('rules.mode="line"', "agencies.cash_months=24", "rules.methods.tender.buyer_cost=0", "calendar.years=1")


def library(**more: str) -> str:
    """Four projects of one post each, worth their cost; `more` says further columns of some."""
    rows = (
        f'{{id="{name}",district="north",domain="youth",posts=1,cost={cost},benefit={cost}{more.get(name, "")}}}'
        for name, cost in COSTS.items()
    )
    return f"templates=[{','.join(rows)}]"


def bought(state: State) -> list[str]:
    return sorted(made.project.template.id for made in state.contracts)


def played(rules: str, *overrides: str, money: int = 340_000, **more: str) -> State:
    chosen = scenario(*EASY, library(**more), f"budget.amount={money}", f"rules.allocation={{{rules}}}", *overrides)
    return run(chosen, log=True).world.state


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("", ["a", "b", "c", "d"]),
        ("staff=[{name='two workers',available=2}]", ["a", "b"]),
        ("limit=[{name='cap',where={projects=['a','b']},max=100_000}]", ["a", "c", "d"]),
        ("limit=[{name='count',each='district',max_projects=3}]", ["a", "b", "c"]),
        ("exclusive=[{name='one',projects=['a','b']}]", ["a", "c", "d"]),
        (
            "requires=[{name='with a',project='b',needs=['a']}],exclusive=[{name='one',projects=['a','c']}]",
            ["a", "b", "d"],
        ),
        ("concentration=[{name='spread',same=['district','domain'],at_most=1}]", ["a"]),
    ],
)
def test_every_family_binds_the_buyer(rules: str, expected: list[str]) -> None:
    assert bought(played(rules)) == expected


def test_benefit_that_overlaps_counts_once() -> None:
    """The four serve the same people: a alone brings all there is to bring."""
    overlap = "overlap=[{name='same people',where={domain='youth'},steps=[{up_to=100_000,rate=1}],beyond=0}]"
    assert bought(played(overlap, 'calendar.savings="lapse"')) == ["a"]


def test_a_floor_buys_what_would_not_be_bought() -> None:
    assert bought(played("", money=190_000)) == ["a", "b"]
    assert "d" in bought(played("limit=[{name='floor',where={projects=['d']},min=70_000}]", money=190_000))
    assert "d" in bought(played("mandatory=['d']", money=190_000))


def test_a_reserve_is_left_also_by_the_reserve_list() -> None:
    """Of 340,000 a quarter is held back: 255,000 buy a, c, d with 5,000 over; nothing is left for b."""
    state = played("reserve={share=0.25}")
    assert bought(state) == ["a", "c", "d"]
    assert state.purse.free == 90_000 * YUAN


def test_money_bound_by_earlier_contracts_is_left() -> None:
    """Four fifths of 340,000 are fiscal: 182,000 of them and 68,000 of lottery money pay for a, c and d."""
    state = played("commitment=[{name='lease',amount=90_000,source='fiscal'}]", "budget.earmarked=true")
    assert bought(state) == ["a", "c", "d"]
    assert state.purse.free_by_source == {"fiscal": 90_000 * YUAN, "lottery": 0}


def test_a_project_is_paid_by_the_sources_that_may_pay_for_it() -> None:
    """Lottery money, 170,000, may pay for a and b alone, so one of them; c and d have the rest."""
    own = ',sources="lottery"'
    state = played("", "budget.earmarked=true", "budget.sources={fiscal=0.5,lottery=0.5}", a=own, b=own)
    assert bought(state) == ["a", "c", "d"]
    paid: dict[str, set[str]] = {}
    for entry in state.ledger.entries:
        if entry.account_to == "committed":
            paid.setdefault(state.contracts[entry.contract].project.template.id, set()).add(entry.source)
    assert paid == {"a": {"lottery"}, "c": {"fiscal"}, "d": {"fiscal"}}
    assert state.purse.free_by_source == {"fiscal": 20_000 * YUAN, "lottery": 70_000 * YUAN}


def test_a_source_is_never_overdrawn() -> None:
    apart = ("budget.earmarked=true", "budget.sources={fiscal=0.7,lottery=0.3}")
    own = {"a": ',sources="lottery"', "c": ',sources="fiscal"'}
    state = played("", *apart, "calendar.years=4", "rules.term=2", **own)
    balance = {"fiscal": 0, "lottery": 0}
    for entry in state.ledger.entries:
        if entry.account_from == "budget":
            balance[entry.source] -= entry.amount
        if entry.account_to == "budget":
            balance[entry.source] += entry.amount
        assert min(balance.values()) >= 0
    assert balance == {source: state.ledger.by_source["budget", source] for source in balance}


def test_where_no_list_keeps_the_rules_nothing_is_bought_and_the_log_says_so() -> None:
    state = played("limit=[{name='floor',min=1_000_000}]")
    assert bought(state) == []
    assert [event.entity for event in state.record.events if event.event == "no list"] == ["buyer"]


@pytest.mark.parametrize("apart", [False, True])
def test_projects_under_a_running_term_count_and_stay(apart: bool) -> None:
    """One of a and b at most, and two workers: a is under way, so b is out, and one of c and d comes."""
    rules = "exclusive=[{name='one',projects=['a','b']}],staff=[{name='workers',available=2}]"
    planner = planner_of(scenario(library(), f"rules.allocation={{{rules}}}"))
    assert isinstance(planner, RulesPlanner)
    shown = [
        Candidate(k, name, 5, float(cost), cost * YUAN, "north", "youth", "young", "package", 1, False)
        for k, (name, cost) in enumerate(COSTS.items())
    ]
    year = PlanningYear(2, shown[1:], 10**9, {"fiscal": 10**9}, shown[:1], apart, {"fiscal": shown[0].cost})
    assert planner(year).selected == ("c",)


def test_without_rules_nothing_changes() -> None:
    """A table without a rule decides as no table does; only which source pays is then known."""
    chosen = scenario(*EASY, library(), "budget.amount=200_000")
    ruled = scenario(*EASY, library(), "budget.amount=200_000", "rules.allocation={}")
    plain, same = (run(each, log=True).world.state for each in (chosen, ruled))
    assert plain.record.events == same.record.events
    assert plain.ledger.balances == same.ledger.balances
