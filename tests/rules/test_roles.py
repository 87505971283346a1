"""Roles as the documents give them: who rejects, who buys, who may object, whom a family turns to; each bites."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gpss_sim import fiscal, money
from gpss_sim.errors import InputError
from gpss_sim.market.agencies.agency import ACTIVE
from gpss_sim.market.buyers.channel_review import choose_instruments
from gpss_sim.market.buyers.reevaluation import left_by_finance
from gpss_sim.market.policies.awards import Offer, best_of_each
from gpss_sim.market.policies.choices import Option, Taste, logit_shares
from gpss_sim.market.procurement.award_gates import pass_gates
from gpss_sim.market.procurement.challenge import suspended
from gpss_sim.market.record import ContractYearRow
from gpss_sim.market.rulebook.method_choice import method_for
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.roles import Gate
from gpss_sim.simulate import Results, run
from tests.city import load
from tests.market.town import ASH, BIRCH, YARD, town
from tests.rules.market import morning

OFFERS = [Offer(0, 1.0, 74, 0), Offer(1, 1.0, 76, 0), Offer(2, 1.0, 90, 0)]


def passing(*gates: Gate) -> list[int]:
    state = town()
    return [offer.agency for offer in pass_gates(state.procurement_desk, state.projects[YARD], gates, OFFERS, 0)]


GATES = (
    (Gate(name="none"), [0, 1, 2]),
    (Gate(name="experts", pass_mark=76), [1, 2]),
    (Gate(name="screening", chance=1.0), []),
    (Gate(name="directors", of="project", chance=1.0), []),
    (Gate(name="directors", of="project", pass_mark=99), [0, 1, 2]),
)


def test_R37_each_gate_can_reject() -> None:
    """A mark asks for quality, a chance spares nobody, and a gate for projects looks at no application."""
    assert [passing(gate) for gate, _ in GATES] == [left for _, left in GATES]


def test_R37_gates_stand_one_behind_the_other() -> None:
    assert passing(Gate(name="a", pass_mark=75), Gate(name="b", pass_mark=80)) == [2]


CHALLENGES = (
    ("{}", True, (0.0, False)),
    ("{chance=1, days=10, complaint=0, upheld=0}", True, (10.0, False)),
    ("{chance=1, days=10, complaint=1, complaint_days=42, upheld=0}", True, (52.0, False)),
    ("{chance=1, days=10, complaint=1, complaint_days=42, upheld=1}", True, (10.0, True)),
    ("{chance=1, days=10, complaint=1, complaint_days=42, upheld=1}", False, (0.0, False)),
)


def test_a_challenge_suspends_an_award_and_may_annul_it() -> None:
    """Only who lost may challenge; who is turned down may complain, and the award waits longer."""
    for settings, losers, found in CHALLENGES:
        state = town(f"rules.challenge={settings}")
        assert suspended(state, state.projects[YARD], losers, 1, 0) == found, settings


def test_the_best_of_each_sort_come_first() -> None:
    scores, sorts = [74.0, 76.0, 90.0], ["kin", "", ""]
    assert [o.agency for o in best_of_each(OFFERS, scores, 2, sorts)] == [2, 0]
    assert [o.agency for o in best_of_each(OFFERS, scores, 3, sorts)] == [2, 0, 1]
    assert [o.agency for o in best_of_each(OFFERS, scores, 2, ["", "", ""])] == [2, 1]


def test_a_sort_that_is_close_draws_as_many_points_of_quality_as_it_is_worth() -> None:
    taste = Taste(quality=0.1, distance=1)
    assert logit_shares([Option(1, 80, True, 1.0), Option(1, 90, True)], taste) == pytest.approx([0.5, 0.5])


def test_P15_finance_cuts_the_next_budget_after_a_poor_year() -> None:
    """The mean of what was scored in the year that ended decides; without a line finance does not look."""
    row = ContractYearRow(*[0] * len(ContractYearRow._fields))._replace(end=fiscal.year_start(2) - 1)
    for line, kept in ((0, 1.0), (79, 1.0), (80, 1.0), (81, 0.9)):
        state = town(f"budget.reevaluation={{line={line}, sd=0, cut=0.1}}")
        state.record.contract_years.extend(row._replace(score=score) for score in (75.0, 85.0, float("nan")))
        state.record.contract_years.append(row._replace(end=fiscal.year_start(3) - 1, score=10.0))
        assert left_by_finance(state.buyer_desk, 1) == 1.0
        assert left_by_finance(state.buyer_desk, 2) == kept


def test_R18_an_instrument_that_needs_suppliers_is_used_where_they_are() -> None:
    for enough, form in ((1, "posts"), (4, "package")):
        state = town(f'rules.channels=[{{suppliers={enough}, form="posts"}}]')
        for agency in state.agencies:
            agency.status = ACTIVE
        choose_instruments(state.buyer_desk)
        assert {project.bought.form_name for project in state.projects} == {form}


@pytest.mark.parametrize(("limit", "small"), [(199_999, False), (200_000, True)])
def test_A21_a_recorded_group_may_take_a_project_up_to_the_limit(limit: int, small: bool, tmp_path: Path) -> None:
    state = morning(
        load(
            tmp_path,
            "agencies.registration.share=0",
            "agencies.registration.recorded=true",
            f"agencies.registration.recorded_limit={limit}",
        )
    )
    for agency in state.agencies:
        agency.status = ACTIVE
    assert bool(state.directory.eligible(0)) is small
    assert not state.directory.eligible(1)


def test_a_buyer_without_money_of_its_own_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"budget\.earmarked = true"):
        load(tmp_path, 'rules.buyers={street={sources=["fiscal"]}}')
    with pytest.raises(InputError, match=r"must be one of \[rules.modes\]"):
        load(tmp_path, 'rules.buyers={street={mode="forml"}}')


@pytest.fixture(scope="module")
def facilitators() -> Results:
    return run(load_scenario("beijing_facilitators", ["calendar.years=2"]), seed=1)


def test_A24_each_of_five_buyers_pays_from_its_own_money(facilitators: Results) -> None:
    state = facilitators.world.state
    buyers = state.scenario.rules.buyers
    assert len(buyers) == 5
    paid: Counter[tuple[str, str]] = Counter()
    for entry in state.ledger.entries:
        if (entry.account_from, entry.account_to) == ("budget", "committed"):
            buyer = state.contracts[entry.contract].project.template.buyer
            paid[buyer, entry.source] += entry.amount
    assert {buyer for buyer, _ in paid} == set(buyers)
    assert all(source in buyers[buyer].sources for (buyer, source), amount in paid.items() if amount)


def test_A24_what_two_bodies_decide_together_takes_their_days(facilitators: Results) -> None:
    rows = facilitators.world.state.record.tenders
    days = {"": 0.0}
    for row in rows:
        buyer = facilitators.world.state.projects[row.project].template.buyer
        days.setdefault(buyer, row.closed - row.opened)
    assert days["district_bureau"] > 10
    alone = load_scenario("beijing_facilitators", ["rules.buyers.district_bureau.approval.district_committee=0"])
    federation = next(p for p in morning(alone).projects if p.template.id == "federation")
    together = next(p for p in facilitators.world.state.projects if p.template.id == "federation")
    assert (federation.bought.approval_days, together.bought.approval_days) == (0, 10)


def test_A23_tickets_are_paid_one_by_one() -> None:
    """Half the visitors, about half the money; every yuan is a whole number of parties at 500 yuan."""
    paid = {}
    for arrivals in (5_183, 2_591):
        settings = [f"demand.arrivals_per_year={arrivals}", "calendar.years=1"]
        state = run(load_scenario("beijing_consortium_16_1", settings), seed=1).world.state
        moves = [e for e in state.ledger.entries if e.account_from == "committed" and e.account_to[:6] == "agency"]
        paid[arrivals] = sum(e.amount for e in moves)
        assert paid[arrivals] % money.to_fen(500) == 0
    assert paid[2_591] == pytest.approx(paid[5_183] / 2, rel=0.1)


def test_A35_families_turn_to_relatives_and_neighbours_as_long_as_they_care_for_them() -> None:
    """Who would rather not be served by them is not; without the best of each sort fewer of them are admitted."""

    def served(*overrides: str) -> int:
        state = run(load_scenario("huaian_elderly", ["calendar.years=1", *overrides]), seed=1).world.state
        profiles = [state.agencies[contract.agency].profile for contract in state.contracts]
        return sum(bool(profiles[contract].sort) for contract in state.queues.server if contract >= 0)

    as_told, averse = served(), served("demand.choice.closeness={relative=-3, neighbour=-3}")
    assert as_told > averse
    assert served("rules.modes.family_choice.one_of_each=false") < as_told


def test_A5_a_free_building_lowers_what_the_centre_pays_and_asks() -> None:
    def paid(premises: float) -> tuple[int, float]:
        settings = [f"rules.forms.project.premises={premises}", "calendar.years=1"]
        state = run(load_scenario("luoshan_1995", settings), seed=1).world.state
        overhead = sum(entry.amount for entry in state.ledger.entries if entry.account_to == "overhead")
        return overhead, max(row.price / row.ceiling for row in state.record.contract_years)

    free, let = paid(1.0), paid(0.0)
    assert free[0] < let[0]
    assert free[1] < let[1]


def test_A5_a_fifth_of_the_centre_s_money_is_its_own() -> None:
    state = run(load_scenario("luoshan_1995", ["calendar.years=1"]), seed=1).world.state
    assert {c.project.mode.public_share for c in state.contracts} == {0.8}
    assert sum(e.amount for e in state.ledger.entries if e.account_from == "private") > 0


def test_a_foundation_that_grants_on_keeps_its_fee(tmp_path: Path) -> None:
    settings = ("calendar.years=1", "calendar.reference_year=false", "rules.modes.competitive.regrant_fee=0.05")
    state = run(load(tmp_path, *settings), seed=7).world.state
    paid = [e for e in state.ledger.entries if (e.account_from, e.account_to[:6]) == ("committed", "agency")]
    received = sum(e.amount for e in paid)
    kept = sum(e.amount for e in state.ledger.entries if e.account_to == "host")
    assert kept == pytest.approx(0.05 * received, rel=1e-4)


def test_R23_an_agency_that_was_penalised_waits_for_three_clean_years(tmp_path: Path) -> None:
    state = town("rules.eligibility.clean_years=3")
    state.agencies[ASH].status = state.agencies[BIRCH].status = ACTIVE
    state.agencies[ASH].experience.offended = state.now - fiscal.YEAR
    assert (state.directory.admits(ASH), state.directory.admits(BIRCH)) == (False, True)
    state.agencies[ASH].experience.offended = state.now - 3 * fiscal.YEAR
    assert state.directory.admits(ASH)


def test_A19_three_ways_of_aid_stand_side_by_side() -> None:
    state = morning(load_scenario("shenzhen_aid"))
    ways = {(p.template.domain, p.bought.form_name, p.mode.public_share, p.mode.admits) for p in state.projects}
    assert {way for way in ways if way[0].startswith("elderly")} == {
        ("elderly_beds", "project", 0.5, 1),
        ("elderly_home", "voucher", 1.0, 2),
    }
    assert {way[1:] for way in ways if not way[0].startswith("elderly")} == {("project", 1.0, 1)}


def test_A22_the_ten_fields_are_those_of_the_document() -> None:
    first, last = "扶贫救助 扶老助残 医疗卫生 文体科普 妇幼保护", "服务三农 法律援助 支教助学 生态环境 促进就业"
    named = [*first.split(), *last.split()]
    scenario = load_scenario("beijing_2010_fair")
    assert [domain.name_zh for domain in scenario.city.domains] == named
    assert {template.domain for template in scenario.templates} == {domain.id for domain in scenario.city.domains}


@pytest.mark.parametrize(("boundary", "method"), [("below", "competitive_negotiation"), ("above", "open_tender")])
def test_R06_in_jingan_one_project_stands_on_the_limit_itself(boundary: str, method: str) -> None:
    """More than 900 people for half a million yuan (F041, F042): where 500,000 belongs decides how it is bought."""
    state = morning(load_scenario("jingan_2012", [f"rules.boundary={boundary}"]))
    project = next(p for p in state.projects if p.template.domain == "resettlement")
    for agency in state.agencies:
        agency.status = ACTIVE
    assert (project.template.cost, project.template.benefit) == (500_000, 900)
    assert method_for(state.agency_view.methods, project, 1) == method
