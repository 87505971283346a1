"""Rules of Shanghai and its districts, each with and without it (facts A8 to A13)."""

from __future__ import annotations

from statistics import fmean

import pytest

from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.scenario.systems.lived import (
    FEW_PEOPLE,
    ONE_YEAR,
    first_attempts,
    later_by,
    lived,
    lived_in_full,
    methods_by,
    paid,
)

CHANNELS = {
    "fiscal": "open_tender",
    "lottery": "call_for_proposals",
    "moved": "designation",
    "special": "competitive_negotiation",
}


def test_A8_the_money_decides_on_the_channel() -> None:
    """Moved functions are commissioned through a foundation, ventures bring private money, the rest competes."""
    state = lived("shanghai_methods", "rules.modes.venture.price_weight=1", every=30)
    methods = methods_by(state, "sources")
    assert {"lottery", "moved"} <= methods.keys() <= CHANNELS.keys()
    assert methods == {source: {CHANNELS[source]} for source in methods}
    without = lived("shanghai_methods", "rules.modes.venture.price_weight=1", "rules.channels=[]", every=30)
    assert set().union(*methods_by(without, "sources").values()) == {"open_tender"}
    assert paid(state, "agency", "private") > 0 == paid(without, "agency", "private")
    assert paid(state, "host") > 0 == paid(without, "host")


def test_A9_amounts_decide_between_negotiation_and_tender() -> None:
    """In Jing'an, from 100,000 and 500,000 yuan; with one row alone everything is tendered."""

    def found(*changes: str) -> set[tuple[str, str]]:
        state = lived("jingan_2012", *changes, every=17)
        bands = ((10_000_000, "single_source"), (50_000_000, "competitive_negotiation"))
        return {
            (row.method, next((name for limit, name in bands if row.ceiling <= limit), "open_tender"))
            for row in first_attempts(state).values()
        }

    assert found() == {(name, name) for name in ("single_source", "competitive_negotiation", "open_tender")}
    assert {method for method, _ in found('rules.thresholds=[{upto=inf, method="open_tender"}]')} == {"open_tender"}


def test_A9_a_committee_that_sits_together_takes_as_long_as_its_longest_member() -> None:
    state = lived("jingan_2012", every=16)
    assert later_by(state, lived("jingan_2012", "rules.committee.finance=0", every=16)) == {5}
    assert later_by(lived("jingan_2012", "rules.committee_joint=false", every=16), state) == {20}


def test_A10_the_committee_selects_projects_before_they_are_bought() -> None:
    """Minhang's experts rank the library otherwise than its file; seven members sit 20 days together, 100 apart."""
    state = lived("minhang_2012", every=5)
    classes = {row.project: row.ranked for row in state.record.needs if row.year == 1}
    filed = lived("minhang_2012", "rules.library.urgency=file", every=5)
    assert classes != {row.project: row.ranked for row in filed.record.needs if row.year == 1}
    assert later_by(lived("minhang_2012", "rules.committee_joint=false", every=5), state) == {80}


def test_A11_private_money_comes_on_top_of_public_money() -> None:
    """Half a yuan for each public one, as in Tangqiao; without it agencies receive public money alone.

    Private money comes day by day, public money in tranches of which the last is paid after the year.
    """

    def money(*changes: str) -> tuple[int, int]:
        state = lived("pudong", *changes, every=6)
        return paid(state, "agency", "committed"), paid(state, "agency", "private")

    public, private = money('rules.overlays=["private_money"]')
    assert private == pytest.approx(public / 2, rel=0.15)
    alone, none = money()
    assert none == 0
    assert public + private > 1.3 * alone


def test_A11_at_the_fair_agencies_meet_projects_out_of_their_reach() -> None:
    def eligible(*changes: str) -> float:
        return fmean(row.eligible for row in first_attempts(lived("pudong", *changes, every=6)).values())

    assert eligible('rules.overlays=["fair"]') > eligible()


def test_A12_two_offices_approve_before_posts_are_bought() -> None:
    """Fifteen days each, one after the other, and a fixed price that no offer undercuts."""
    state = lived("pudong_draft", every=4)
    for office in ("staffing_office", "human_resources"):
        assert later_by(state, lived("pudong_draft", f"rules.committee.{office}=0", every=4)) == {15}
    assert {contract.terms.price / contract.terms.ceiling for contract in state.contracts} == {1}


def test_A12_a_preferred_list_informs_the_buyer_and_bars_nobody() -> None:
    """A list of one agency in twenty: whoever is not on it is asked all the same; a list that bars leaves fewer."""

    def asked(advice: float | None) -> float:
        scenario = load_scenario("pudong_draft", [*ONE_YEAR, FEW_PEOPLE, "rules.eligibility.preferred_share=0.05"])
        limits = scenario.rules.eligibility.model_copy(update={"preferred_advice": advice})
        rules = scenario.rules.model_copy(update={"eligibility": limits})
        changed = scenario.model_copy(update={"rules": rules, "templates": scenario.templates[::4]})
        return fmean(row.eligible for row in first_attempts(run(changed, seed=1).world.state).values())

    everybody = lived_in_full("pudong_draft", FEW_PEOPLE, "rules.eligibility.preferred_share=1", every=4)
    assert asked(5) == fmean(row.eligible for row in first_attempts(everybody).values())
    assert asked(None) < asked(5)


def test_A13_three_clean_years_keep_offenders_out() -> None:
    """Half the agencies offend in a year; without the condition nobody is kept out for it in the next."""

    def eligible(years: int) -> float:
        changes = ("calendar.years=2", "agencies.offences=0.5", f"rules.eligibility.clean_years={years}")
        rows = lived("pudong_draft", *changes, every=6).record.tenders
        return fmean(row.eligible for row in rows if row.year == 2)

    assert eligible(3) < eligible(0)


def test_A13_direct_provision_asks_nobody_to_offer() -> None:
    """The yardstick of the cost rule: bought, the same projects cost offers and a procedure."""
    own, bought = lived("direct_provision", every=5), lived("direct_provision", "rules.mode=competitive", every=5)
    assert {row.method for row in first_attempts(own).values()} == {"in_house"}
    assert sum(row.offers_cost for row in bought.record.tenders) > 0
    assert sum(row.offers_cost for row in own.record.tenders) == 0
    assert paid(bought, "procurement") > paid(own, "procurement")
