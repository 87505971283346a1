"""Contract, payment, evaluation, consequences (facts B7, R67–R84)."""

from __future__ import annotations

from math import hypot
from pathlib import Path

import pytest

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency, Experience
from gpss_sim.market.delivery import assessment, year_end
from gpss_sim.market.delivery.assessment import score_of
from gpss_sim.market.delivery.year_end import answer_to_objection
from gpss_sim.market.policies.dimensions import DIMENSIONS, Report
from gpss_sim.market.policies.reductions import REDUCTIONS, Lines
from gpss_sim.market.policies.renewals import RENEWALS, Standing
from gpss_sim.market.rulebook.panel import spread_of_score
from gpss_sim.market.state import State
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.city import load
from tests.rules.market import morning

LINES = Lines(bar=70, passing=80, excellent=90)
BELOW, AT, ABOVE = 79.9, 80.0, 80.1


def lived(folder: Path, *overrides: str) -> State:
    return run(load(folder, *overrides), seed=7).world.state


def scored(monkeypatch: pytest.MonkeyPatch, folder: Path, score: float, *overrides: str) -> State:
    """A city in which every assessment says `score`."""
    monkeypatch.setattr(year_end, "score_of", lambda state, contract: score)
    return lived(folder, *overrides)


def spent(state: State, account: str, payer: str = "") -> int:
    """What went to an account [fen], from payers whose name begins so."""
    entries = state.ledger.entries
    return sum(e.amount for e in entries if e.account_to == account and e.account_from.startswith(payer))


def test_R67_a_contract_says_scope_quantity_quality_term_payment_and_liability(tmp_path: Path) -> None:
    state = lived(tmp_path)
    for contract in state.contracts:
        terms = contract.terms
        assert contract.cells == contract.project.cells  # scope
        assert contract.posts == contract.project.template.posts  # quantity
        assert terms.arrangement.mode.renewal in RENEWALS  # what quality leads to
        assert 1 <= terms.years <= 3  # term
        assert 0 < terms.price <= terms.ceiling  # price, in the tranches of `payment`
    rules = state.scenario.payment
    assert sum(share for _, share in rules.tranches) == pytest.approx(1)
    assert rules.rectification > 0  # liability


@pytest.mark.parametrize("term", [1, 2, 3])
def test_R68_no_contract_runs_longer_than_the_longest_term(term: int, tmp_path: Path) -> None:
    state = lived(tmp_path, f"rules.term={term}", "calendar.years=4")
    years = {row.term_year for row in state.record.contract_years}
    assert max(years) == term


@pytest.mark.parametrize(("score", "goes_on"), [(BELOW, False), (AT, True), (ABOVE, True)])
def test_R69_each_years_contract_depends_on_the_assessment_of_the_year_ended(
    score: float, goes_on: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = scored(monkeypatch, tmp_path, score, "rules.modes.competitive.renewal=if_passed", "calendar.years=3")
    within = [row for row in state.record.contract_years if row.year > 0 and row.outcome not in ("running", "closed")]
    ended = {row.outcome for row in within if row.term_year < state.contracts[row.contract].terms.years}
    assert ended == ({"continues"} if goes_on else {"not renewed"})


@pytest.mark.parametrize(("score", "share"), [(69.9, 0), (70, 0), (75, 0.5), (79.9, 0.99), (80, 1), (80.1, 1)])
def test_R70_payment_follows_the_assessment(score: float, share: float) -> None:
    assert REDUCTIONS["proportional"]().share(score, LINES) == pytest.approx(share)


@pytest.mark.parametrize(("score", "withheld"), [(BELOW, True), (AT, False), (ABOVE, False)])
def test_R70_without_a_pass_the_last_tranche_is_not_paid(
    score: float, withheld: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = scored(monkeypatch, tmp_path, score, "calendar.years=1", "payment.late_probability=0")
    first = next(c for c in state.contracts if c.terms.arrangement.method == "reference")
    paid = sum(e.amount for e in state.ledger.entries if e.contract == first.id and e.account_to.startswith("agency"))
    shares = [share for _, share in state.scenario.payment.tranches]
    expected = money.split(first.terms.price, shares)
    assert paid == sum(expected[:-1] if withheld else expected)


@pytest.mark.parametrize(("days", "week"), [(4, 5.6), (5, 7.0), (6, 8.4)])
def test_R71_an_objection_is_answered_within_working_days(days: int, week: float, tmp_path: Path) -> None:
    """Five working days are a week; who passed has nothing to object to."""
    state = morning(load(tmp_path, f"assessment.objection.days={days}"))
    assert answer_to_objection(state.scenario, passed=False) == pytest.approx(week, abs=1 / fiscal.TICKS_PER_DAY)
    assert answer_to_objection(state.scenario, passed=True) == 0


@pytest.mark.parametrize("witnesses", [2, 3, 4])
def test_R72_users_watch_the_acceptance_and_are_heard(witnesses: int, tmp_path: Path) -> None:
    """A quarter of the weight is theirs; more of them are heard more clearly."""
    state = lived(
        tmp_path,
        "calendar.years=1",
        f"assessment.evaluators.joint={{raters=4, witnesses={witnesses}, voice=0.25}}",
        "rules.modes.competitive.evaluator=joint",
    )
    contract = next(c for c in state.contracts if c.terms.arrangement.mode.evaluator)
    panel, heard = 7.3 / 2, 12 / witnesses**0.5
    assert spread_of_score(state.scenario, contract.terms.arrangement.mode) == pytest.approx(
        hypot(0.75 * panel, 0.25 * heard)
    )


def test_R72_at_least_three_where_the_rule_is_in_force() -> None:
    assert load_scenario("chengdu_three_year").assessment.evaluators["with_users"].witnesses >= 3


@pytest.mark.parametrize(("score", "corrected"), [(BELOW, True), (AT, False), (ABOVE, False)])
def test_R73_failing_means_correction(
    score: float, corrected: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (spent(scored(monkeypatch, tmp_path, score), "rectification") > 0) is corrected


@pytest.mark.parametrize(("score", "barred"), [(69.9, True), (70.0, False), (70.1, False)])
def test_R73_R74_a_serious_failure_bars(
    score: float, barred: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = scored(monkeypatch, tmp_path, score)
    assert any(agency.barred_until > 0 for agency in state.agencies) is barred


@pytest.mark.parametrize(("years", "out"), [(0, False), (1, True), (3, True)])
def test_R73_a_bar_lasts_its_years(years: float, out: bool) -> None:
    agency = Agency(0, profile=None)  # type: ignore[arg-type]
    agency.bar(now=100.0, years=years)
    assert agency.barred_until == 100 + years * fiscal.YEAR
    assert (agency.barred_until > 100) is out


@pytest.mark.parametrize(("score", "rewarded"), [(89.9, False), (90.0, True), (90.1, True)])
def test_R74_excellent_work_is_rewarded(
    score: float, rewarded: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = scored(monkeypatch, tmp_path, score, "assessment.reward=0.05")
    aid = sum(e.amount for e in state.ledger.entries if e.account_from == "budget" and e.account_to[:6] == "agency")
    assert (aid > 0) is rewarded


@pytest.mark.parametrize(("score", "share"), [(69.9, 0.0), (70, 0.5), (79.9, 0.5), (80, 1.0)])
def test_R74_poor_work_is_paid_in_part(score: float, share: float) -> None:
    assert REDUCTIONS["graded"]().share(score, LINES) == share


@pytest.mark.parametrize(("weight", "record"), [(0.0, 85.0), (0.51, 80.0 + 0.49 * 5), (1.0, 80.0)])
def test_R75_the_result_of_a_year_counts_in_the_next_tender(weight: float, record: float, tmp_path: Path) -> None:
    """A record of 85 after a year of 80: with full weight the last year alone counts."""
    rules = load(tmp_path, f"assessment.record_weight={weight}").assessment
    agency = Agency(0, profile=None, record=85.0, experience=Experience())  # type: ignore[arg-type]
    agency.learn(80.0, rules, newcomer_record=82.0)
    assert agency.record == pytest.approx(record)
    assert agency.experience.score == 80.0


@pytest.mark.parametrize(
    "place", ["dongguan_assessment", "guangzhou_assessment"], ids=["R76_Dongguan", "R78_Guangzhou"]
)
def test_R76_R78_four_standards_make_the_score(place: str) -> None:
    """Weights are not given: equal ones. The standards are professional work, volume, effect, management."""
    weights = load_scenario(place).assessment.dimensions
    assert set(weights) == {"professional", "volume", "effect", "management"} == set(DIMENSIONS)
    assert set(weights.values()) == {0.25}


@pytest.mark.parametrize(("volume", "points"), [(0.99, 99), (1.0, 100), (1.01, 100)])
def test_R77_volume_is_measured_against_the_target_of_the_contract(volume: float, points: float) -> None:
    assert DIMENSIONS["volume"]().value(Report(quality=0, effect=0, volume=volume, staffed=0)) == pytest.approx(points)


@pytest.mark.parametrize(("first", "final"), [(BELOW, 95), (AT, AT), (ABOVE, ABOVE)])
def test_R79_who_fails_is_assessed_again_by_another_panel(
    first: float, final: float, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    state = lived(tmp_path, "calendar.years=1", "assessment.objection.raters=3")
    says = iter([first, 95.0])
    monkeypatch.setattr(assessment, "_score", lambda state, contract, error: next(says))
    assert score_of(state, state.contracts[0]) == final


@pytest.mark.parametrize(("payer", "account"), [("budget", "budget"), ("agency", "agency")])
def test_R80_whoever_engages_the_evaluator_pays_it(payer: str, account: str, tmp_path: Path) -> None:
    state = lived(
        tmp_path,
        f'assessment.evaluators.third={{raters=3, cost=0.02, payer="{payer}"}}',
        "rules.modes.competitive.evaluator=third",
    )
    assert spent(state, "evaluation", account) == spent(state, "evaluation") > 0


@pytest.mark.parametrize(("voice", "heard"), [(0.0, 0.0), (0.33, 0.33), (1.0, 1.0)])
def test_R81_buyer_third_party_and_recipients_assess_together(voice: float, heard: float, tmp_path: Path) -> None:
    """Two raters, of buyer and third party, and three recipients; with no voice the panel speaks alone."""
    state = lived(
        tmp_path,
        "calendar.years=1",
        f"assessment.evaluators.three={{raters=2, witnesses=3, voice={voice}}}",
        "rules.modes.competitive.evaluator=three",
    )
    contract = next(c for c in state.contracts if c.terms.arrangement.mode.evaluator)
    alone, recipients = 7.3 / 2**0.5, 12 / 3**0.5
    assert spread_of_score(state.scenario, contract.terms.arrangement.mode) == pytest.approx(
        hypot((1 - heard) * alone, heard * recipients)
    )


@pytest.mark.parametrize(("probability", "kept"), [(0, 1.0), (1, 0.9)])
def test_R82_a_buyer_that_changes_contracts_loses_part_of_its_next_budget(
    probability: float, kept: float, tmp_path: Path
) -> None:
    state = lived(
        tmp_path,
        f"rules.breach.probability={probability}",
        "rules.breach.year=1",
        "rules.breach.delay=1",
        "rules.breach.penalty=0.1",
    )
    granted = dict.fromkeys((0, 1, 2), 0)
    for entry in state.ledger.entries:
        if entry.account_from == "grant":
            granted[fiscal.year_of(entry.day)] += entry.amount
    assert granted[1] == granted[0]
    assert granted[2] == pytest.approx(kept * granted[1])


@pytest.mark.parametrize(("minimum", "neighbours"), [(0, 12), (1, 12), (2, 0)])
def test_R83_a_single_relative_or_neighbour_may_provide(minimum: int, neighbours: int) -> None:
    """Where no team is asked for. That children and spouses are excluded the model cannot know."""
    state = morning(load_scenario("huaian_elderly", [f"rules.eligibility.min_scale={minimum}"]))
    listed = [agency for agency in state.agencies if agency.profile.sort]
    for agency in listed:
        agency.status = "active"
    assert {agency.profile.abilities.scale for agency in listed} == {1}
    assert sum(state.directory.admits(agency.id) for agency in listed) == neighbours


def test_R84_who_signs_delivers(tmp_path: Path) -> None:
    """Nobody hands a contract on: its parties are those who won it, and they alone are paid for it."""
    state = lived(tmp_path, "rules.consortium.members=2")
    for contract in state.contracts:
        accounts = {state.agencies[party].account for party in contract.parties}
        paid = {
            e.account_to for e in state.ledger.entries if e.contract == contract.id and e.account_to[:6] == "agency"
        }
        assert paid <= accounts


@pytest.mark.parametrize(("passed", "goes_on"), [(False, False), (True, True)])
def test_R73_a_pass_means_that_cooperation_continues(passed: bool, goes_on: bool) -> None:
    """Whatever the alternative."""
    for alternative in (None, 60.0, 99.0):
        assert RENEWALS["if_passed"]().continues(Standing(75, alternative, passed, 4)) is goes_on
