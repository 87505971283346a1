"""The buyer's year on paper: budget, lapse, plan, earmarks, reserve list."""

from __future__ import annotations

import pytest

from gpss_sim.market.buyers.planning_year import Candidate, PlanningYear, PurchaseList
from gpss_sim.market.delivery.lifecycle import close_agency
from gpss_sim.market.state import State
from gpss_sim.market.world import World, build
from tests.market.town import BIRCH, HOME, YARD, YUAN, balance, running, scenario, world

TEMPLATES = ",".join(
    f'{{id="p{k}",district="north",domain="youth",posts=1,cost={cost}}}'
    for k, cost in enumerate((100_000, 90_000, 80_000, 70_000))
)
FOUR = f"templates=[{TEMPLATES}]"
CHEAP = ("rules.methods.tender.buyer_cost=0", "agencies.cash_months=24")


def bought_by(plan: PurchaseList, *overrides: str) -> World:
    """A town whose planner always says the same."""
    chosen = scenario(*overrides)
    return build(chosen, lambda year: plan, 1, 0, log=True)


def signed(state: State) -> list[tuple[int, float]]:
    """Projects with a contract and the day of the year on which it was signed."""
    days = [event.day - 365 for event in state.record.events if event.event == "signed"]
    return list(zip([made.project.index for made in state.contracts], days, strict=True))


def events(state: State, name: str) -> list[tuple[float, float | None]]:
    return [(event.day, event.amount) for event in state.record.events if event.event == name]


def test_a_stated_budget_grows() -> None:
    state = world("budget.growth=0.1").state
    state.env.run(until=800)
    assert events(state, "granted") == [(365.375, 2_200_000.0), (730.375, 2_420_000.0)]  # from year 0 on


def test_a_budget_by_the_year_stays_at_its_last_value() -> None:
    state = world("budget.by_year=[300_000,200_000]", "budget.growth=0.5").state
    state.env.run(until=1200)
    assert [amount for _, amount in events(state, "granted")] == [300_000, 200_000, 200_000]


def test_a_budget_that_covers_a_share_of_the_library() -> None:
    chosen = scenario().model_copy(update={"budget": scenario().budget.model_copy(update={"amount": None})})
    state = build(chosen, lambda year: PurchaseList(), 1, 0, log=True).state
    state.env.run(until=400)
    assert events(state, "granted") == [(365.375, 0.8 * 1_400_000)]


def test_what_was_not_used_goes_back_to_the_treasury() -> None:
    state = bought_by(PurchaseList()).state
    state.env.run(until=800)
    assert events(state, "lapsed money") == [(365.375, 0.0), (730.375, 2_000_000.0)]
    assert balance(state, "lapsed") == 2_000_000 * YUAN
    assert balance(state, "budget") == 2_000_000 * YUAN


def candidates(*overrides: str, day: float = 366.0, set_up: bool = False) -> list[Candidate]:
    """What the planner is shown in the last year that began by a day."""
    seen: list[PlanningYear] = []
    chosen = scenario(*overrides)
    place = build(chosen, lambda year: (seen.append(year), PurchaseList())[1], 1, 0)
    if set_up:
        running(place.state, YARD, BIRCH)
    place.state.env.run(until=day)
    return list(seen[-1].candidates)


def test_a_candidate_costs_its_ceiling_and_every_attempt() -> None:
    """One attempt and one repetition at 12,000 yuan each."""
    yard, home = candidates()
    assert (yard.index, yard.id, yard.cost) == (YARD, "yard", 424_000 * YUAN)
    assert (home.cost, home.remote, home.posts, home.domain) == (1_024_000 * YUAN, True, 10, "care")


def test_the_first_year_has_the_files_urgency_and_later_ones_the_surveys() -> None:
    said = FOUR.replace("cost=100000", "cost=100000,urgency=5,benefit=77")
    assert [(c.urgency, c.benefit) for c in candidates(said)][:2] == [(5, 77.0), (2, 0.0)]
    assert candidates(said, day=740.0)[0].urgency == 1


def test_what_is_not_offered_yet_is_no_candidate() -> None:
    later = FOUR.replace("cost=100000", "cost=100000,from_year=2").replace("cost=90000", "cost=90000,until_year=1")
    assert [c.id for c in candidates(later)] == ["p1", "p2", "p3"]
    assert [c.id for c in candidates(later, day=740.0)] == ["p0", "p2", "p3"]


def test_a_running_term_goes_first_and_its_project_is_no_candidate() -> None:
    """Year 2: the second contract year of the yard is set aside before anything is chosen."""
    assert [c.index for c in candidates("agencies.cash_months=24", day=740.0, set_up=True)] == [HOME]


def test_the_money_of_the_next_year_follows_the_index() -> None:
    place = world("budget.wage_growth=0.05", "agencies.cash_months=24")
    made = running(place.state, YARD, BIRCH)
    made.book.length = 365 + 200
    place.state.env.run(until=732)
    assert made.funds.prepared is not None
    assert made.funds.prepared.total == round(420_000 * 1.05) * YUAN


def test_projects_in_reserve_are_bought_in_their_order_from_what_is_saved() -> None:
    """Day 45: the first project leaves 20,000 yuan a head start of 180,000; reserve 2, then 1, and nothing for 3."""
    place = bought_by(
        PurchaseList(("p0",), ("p2", "p1", "p3")), FOUR, *CHEAP, "budget.amount=275_000", 'rules.mode="line"'
    )
    place.state.env.run(until=365 + 200)
    assert signed(place.state) == [(0, 45.375), (2, 90.375), (1, 90.375)]


def test_a_project_in_reserve_joins_the_others_only_where_the_plan_admits_it() -> None:
    """As above, but the plan does not let the next in line join: the one behind it is bought, and the money is left."""
    asked: list[tuple[frozenset[str], str]] = []

    def admits(served: frozenset[str], further: str) -> bool:
        asked.append((served, further))
        return further != "p2"

    planned = PurchaseList(("p0",), ("p2", "p1"), admits=admits)
    place = bought_by(planned, FOUR, *CHEAP, "budget.amount=275_000", 'rules.mode="line"')
    place.state.env.run(until=365 + 200)
    assert [project for project, _ in signed(place.state)] == [0, 1]
    assert asked[0] == (frozenset({"p0"}), "p2")
    assert (frozenset({"p0", "p1"}), "p2") in asked


def test_the_first_in_reserve_is_served_first_where_money_is_for_one() -> None:
    place = bought_by(
        PurchaseList(("p0",), ("p2", "p3", "p1")), FOUR, *CHEAP, "budget.amount=185_000", 'rules.mode="line"'
    )
    place.state.env.run(until=365 + 200)
    assert [project for project, _ in signed(place.state)] == [0, 2]


def test_savings_may_lapse_instead() -> None:
    place = bought_by(PurchaseList(("p0",), ("p2",)), FOUR, *CHEAP, 'calendar.savings="lapse"', 'rules.mode="line"')
    place.state.env.run(until=365 + 364)
    assert [project for project, _ in signed(place.state)] == [0]


def test_nothing_is_begun_that_cannot_end_by_the_last_day() -> None:
    """Begun on day 45.375, a procedure of 45 days ends on day 90.375."""
    for last, found in ((91, [0, 2]), (90, [0])):
        place = bought_by(
            PurchaseList(("p0",), ("p2",)), FOUR, *CHEAP, f"calendar.last_contract_day={last}", 'rules.mode="line"'
        )
        place.state.env.run(until=365 + 200)
        assert [project for project, _ in signed(place.state)] == found


def test_a_vacancy_is_first_in_line() -> None:
    """Project 3 is next on the list; the contract of 0 ends on day 60 and its project goes before it."""
    place = bought_by(PurchaseList(("p0",), ("p3",)), FOUR, *CHEAP, "budget.amount=100_000", 'rules.mode="line"')
    state = place.state
    state.env.run(until=365 + 60)
    state.ledger.move(state.now, state.agencies[state.contracts[0].agency].account, "wages", 10**9)
    state.purse.grant(state.now, 100_000 * YUAN)
    close_agency(state.contract_desk, state.agencies[state.contracts[0].agency])
    state.env.run(until=365 + 150)
    assert [project for project, _ in signed(state)] == [0, 0]


def test_a_contract_that_goes_on_by_rule_is_extended_without_procurement() -> None:
    place = bought_by(
        PurchaseList(("p0",)), FOUR, *CHEAP, 'rules.mode="line"', "rules.term=1", "assessment.rater_noise=0"
    )
    place.state.env.run(until=365 * 3)
    (made,) = place.state.contracts
    assert made.terms.years >= 2
    assert [row.attempt for row in place.state.record.tenders] == [0]


def test_earmarks_are_given_back_when_a_procurement_ends() -> None:
    place = bought_by(PurchaseList(("p0",)), FOUR, "agencies.cash_months=24", 'rules.mode="line"')
    purse = place.state.purse
    place.state.env.run(until=366)
    assert purse.earmarked == (100_000 + 12_000) * YUAN  # the first of two attempts is paid
    place.state.env.run(until=365 + 60)
    assert purse.earmarked == 0
    assert balance(place.state, "procurement") == 12_000 * YUAN
    assert balance(place.state, "budget") == (2_000_000 - 12_000 - 100_000) * YUAN


def test_procurement_may_begin_later_in_the_year() -> None:
    place = bought_by(PurchaseList(("p0",)), FOUR, *CHEAP, "calendar.procurement_start=30", 'rules.mode="line"')
    place.state.env.run(until=365 + 200)
    assert signed(place.state) == [(0, 75.375)]


def test_year_0_goes_by_lot_to_the_eligible_at_once_at_the_ceiling() -> None:
    place = bought_by(PurchaseList(("p0",)), FOUR, "calendar.reference_year=true")
    state = place.state
    state.env.run(until=1)
    (made,) = state.contracts
    assert made.agency == int(state.luck.lot("p0") * 3)
    assert (made.terms.price, made.terms.years, made.terms.arrangement.method) == (100_000 * YUAN, 1, "reference")
    assert made.terms.cost == 92_000 * YUAN
    assert made.book.start == 0.5
    assert made.workforce.team.filled == [True]
    assert balance(state, "procurement") == 0


def test_what_was_surveyed_is_noted_with_what_became_of_it() -> None:
    place = bought_by(PurchaseList(("p2",), ("p0",)), FOUR, *CHEAP)
    place.state.env.run(until=366)
    assert [row.status for row in place.state.record.needs] == ["reserve", "rejected", "selected", "rejected"]


@pytest.mark.parametrize("mode", ["open", "line"])
def test_a_department_or_an_agency_needs_a_contract_only_once(mode: str) -> None:
    place = bought_by(PurchaseList(("p0",), ("p0",)), FOUR, *CHEAP, f'rules.mode="{mode}"')
    place.state.env.run(until=365 + 364)
    assert len(place.state.contracts) == 1
