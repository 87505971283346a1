"""The end of a contract year on paper: score, last tranche, record, bar, what follows."""

from __future__ import annotations

from dataclasses import replace
from math import exp, hypot, log, sqrt

import pytest
from scipy.special import ndtri

from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.terms import Commitment, YearChoices
from gpss_sim.market.delivery import assessment, year_end
from gpss_sim.market.delivery.year_end import answer_to_objection, end_year
from gpss_sim.market.rulebook import panel
from gpss_sim.market.state import State
from gpss_sim.streams import Streams
from tests.market.town import ASH, BIRCH, CEDAR, HOME, YARD, YUAN, balance, running, town

EXACT = "assessment.rater_noise=0"
THIRD = "assessment.evaluators={{third={{{}}}}}"


def quiet(*overrides: str) -> State:
    return town("budget.amount=0", *overrides)


def third(**fields: object) -> tuple[str, str]:
    """Overrides that let a third party assess."""
    said = ",".join(
        f'{name}="{value}"' if isinstance(value, str) else f"{name}={value}" for name, value in fields.items()
    )
    return THIRD.format(said), 'rules.modes.open.evaluator="third"'


def assessed(state: State, quality: float, agency: int = BIRCH, **terms: object) -> tuple[Contract, str]:
    """A contract of the yard whose year of this quality ends at once; what follows."""
    made = running(state, YARD, agency, **terms)
    made.book.sums.quality, made.book.sums.months = quality * 12, 12
    made.funds.prepared = Commitment(state.year, {"fiscal": 0, "lottery": 0})
    return made, end_year(state.contract_desk, made)


def due(state: State) -> int:
    """What falls due after the end of the year [fen]."""
    return sum(row.amount for row in state.record.invoices)


def errors(purpose: str, key: str, raters: int, year: int = 1) -> float:
    """Mean standard error of the first `raters`, read from their own stream."""
    return float(ndtri(Streams(1, 0).uniforms(purpose, key, year, n=30)[:raters]).mean())


def test_a_score_is_quality_and_the_mean_error_of_the_panel() -> None:
    state = quiet()
    made, _ = assessed(state, 82.0)
    assert state.record.contract_years[0].score == pytest.approx(82 + 7.3 * errors("raters", "yard", 3))
    assert panel.spread_of_score(state.scenario, made.terms.arrangement.mode) == pytest.approx(7.3 / sqrt(3))


def test_a_field_may_be_harder_to_score_than_others() -> None:
    """12 points of error of one rater in its field in place of 7.3."""
    state = quiet()
    project = state.projects[YARD]
    project.bought = replace(project.bought, rater_noise=12.0)
    assessed(state, 82.0)
    assert state.record.contract_years[0].score == pytest.approx(82 + 12 * errors("raters", "yard", 3))


def test_every_contract_has_a_panel_of_its_own() -> None:
    state = quiet()
    scores = []
    for project, key in ((YARD, "yard"), (HOME, "home")):
        made = running(state, project)
        made.book.sums.quality, made.book.sums.months = 82.0, 1
        scores.append(assessment.score_of(state, made))
        assert scores[-1] == pytest.approx(82 + 7.3 * errors("raters", key, 3))
    assert scores[0] != scores[1]


def test_a_share_of_a_project_has_the_luck_of_its_agency_too() -> None:
    state = quiet()
    made = running(state)
    made.share = 0.5
    made.book.sums.quality, made.book.sums.months = 82.0, 1
    assert assessment.score_of(state, made) == pytest.approx(82 + 7.3 * errors("raters", "yard/1", 3))


def test_a_pass_earns_the_last_fifth() -> None:
    state = quiet(EXACT)
    made, outcome = assessed(state, 80.0)
    assert due(state) == 80_000 * YUAN
    assert outcome == "continues"
    assert balance(state, "rectification") == 0
    row = state.record.contract_years[0]
    assert (row.score, row.passed, row.outcome, row.price) == (80.0, True, "continues", 400_000 * YUAN)
    assert row.quality == 80.0
    assert state.directory.scores_this_year == [80.0]
    assert made.funds.commitments[-1].total == 400_000 * YUAN


def test_a_failure_costs_the_last_fifth_and_one_per_cent() -> None:
    state = quiet(EXACT)
    assessed(state, 79.9)
    assert due(state) == 0
    assert balance(state, "budget") == 80_000 * YUAN
    assert balance(state, "rectification") == 4_000 * YUAN


def test_a_tranche_not_tied_to_the_score_is_paid_all_the_same() -> None:
    state = quiet(EXACT, "payment.tied_to_score=false")
    assessed(state, 60.0)
    assert due(state) == 80_000 * YUAN
    assert balance(state, "rectification") == 4_000 * YUAN


def test_half_of_the_way_between_the_lines_earns_half() -> None:
    state = quiet(EXACT, "payment.reduction=proportional")
    assessed(state, 75.0)
    assert due(state) == 40_000 * YUAN
    assert balance(state, "budget") == 40_000 * YUAN


def test_an_objection_lets_the_last_tranche_wait_in_working_days() -> None:
    state = quiet("assessment.objection.days=15")
    assert answer_to_objection(state.scenario, False) == 21.0
    assert answer_to_objection(state.scenario, True) == 0.0
    assert answer_to_objection(quiet().scenario, False) == 0.0


def test_the_second_panel_speaks_where_the_first_failed_somebody() -> None:
    state = quiet("assessment.objection.raters=2", "assessment.pass_line=90")
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 82.0, 1
    assert assessment.score_of(state, made) == pytest.approx(82 + 7.3 * errors("review", "yard", 2))
    content = quiet("assessment.objection.raters=2", "assessment.pass_line=60", "assessment.bar_line=50")
    made = running(content)
    made.book.sums.quality, made.book.sums.months = 82.0, 1
    assert assessment.score_of(content, made) == pytest.approx(82 + 7.3 * errors("raters", "yard", 3))


def test_excellent_work_is_rewarded_from_what_is_free() -> None:
    state = quiet(EXACT, "assessment.reward=0.05")
    state.purse.grant(365.0, 1_000_000 * YUAN)
    before = balance(state, "agency:birch")
    assessed(state, 90.0)
    assert balance(state, "agency:birch") - before == 20_000 * YUAN
    poor = quiet(EXACT, "assessment.reward=0.05")
    poor.purse.grant(365.0, 1_000_000 * YUAN)
    before = balance(poor, "agency:birch")
    assessed(poor, 89.9)
    assert balance(poor, "agency:birch") == before


def test_excellent_work_is_commended_in_the_record() -> None:
    """Three points beside what the score of 90 itself does; a record has a hundred at most."""
    plain, praised = quiet(EXACT), quiet(EXACT, "assessment.commendation=3")
    for state in (plain, praised):
        assessed(state, 90.0)
    record = plain.agencies[BIRCH].record
    assert record is not None
    assert praised.agencies[BIRCH].record == pytest.approx(record + 3)
    told = [tuple(event) for event in praised.record.events if event.event == "commended"]
    assert told == [(365.0, "commended", "contract:0", "agency:birch", 3.0)]
    much = quiet(EXACT, "assessment.commendation=20")
    assessed(much, 90.0)
    assert much.agencies[BIRCH].record == 100.0
    assert [event.event for event in plain.record.events if event.event == "commended"] == []


def test_the_row_of_a_contract_year_says_what_was_agreed_and_what_was_noted() -> None:
    """Half a year: half of the ceiling and of the cost, and the price of its own book."""
    state = quiet(EXACT)
    made = running(state, YARD, BIRCH, ceiling=44_000_000, cost=30_000_000, method="talk")
    book = made.book
    book.choices = YearChoices(3.0, 0.02, 0.15, 0.4, 2)
    book.sums.quality, book.sums.months, book.pace, book.price, book.start = 164.0, 2, 0.5, 20_000_000, 360.0
    year_end.write_year(state, made, 81.0, True, "continues")
    assert tuple(state.record.contract_years[-1]) == (
        made.id, YARD, BIRCH, 0, 1, 360.0, 365.0, "package", "talk", 20_000_000, 22_000_000, 15_000_000,
        3.0, 0.02, 0.15, 0.4, 2, 82.0, 81.0, True, "continues",
    )  # fmt: skip
    book.sums.months = 0
    year_end.write_year(state, made, 81.0, True, "continues")
    assert state.record.contract_years[-1].quality != state.record.contract_years[-1].quality


def test_a_score_is_told_of_every_party() -> None:
    state = quiet(EXACT)
    made = running(state)
    made.partners = (CEDAR,)
    made.book.sums.quality, made.book.sums.months = 85.0, 1
    end_year(state.contract_desk, made)
    told = [tuple(event) for event in state.record.events if event.event == "assessed"]
    assert told == [(365.0, "assessed", made.name, f"agency:{key}", 85.0) for key in ("birch", "cedar")]


def test_a_score_enters_the_record_the_skill_and_the_years() -> None:
    """A newcomer's record is 78 (74 and mission over the cost of effort); one contract dilutes .51 to .51 / 1.3."""
    state = quiet(EXACT, "assessment.feedback=0.5", "delivery.capacity_share=0.1", "market.growth.learning=0.1")
    assessed(state, 90.0)
    birch = state.agencies[BIRCH]
    assert birch.record == pytest.approx(78 + 0.51 / 1.3 * 12)
    assert birch.experience.skill == pytest.approx(0.5 + 0.1 * 20)
    assert birch.experience.years == 1
    assert birch.experience.ease == pytest.approx(2**-0.1)


def test_partners_share_the_score_and_learn_from_each_other() -> None:
    state = quiet(EXACT, "rules.consortium.training=1.5")
    made = running(state)
    made.partners = (CEDAR,)
    made.book.sums.quality, made.book.sums.months = 90.0, 1
    end_year(state.contract_desk, made)
    assert state.agencies[CEDAR].experience.skill == 1.5
    assert state.agencies[CEDAR].experience.score == 90.0
    assert state.agencies[ASH].experience.score is None


def test_very_poor_work_bars_where_the_mode_bars() -> None:
    state = quiet(EXACT)
    assessed(state, 69.9)
    assert state.agencies[BIRCH].barred_until == 365 + 365
    assert tuple(state.record.events[-1]) == (365.0, "barred", "agency:birch", "contract:0", 1.0)
    mild = quiet(EXACT)
    assessed(mild, 70.0)
    assert mild.agencies[BIRCH].barred_until == 0
    soft = quiet(EXACT, 'rules.mode="line"')
    assessed(soft, 50.0)
    assert soft.agencies[BIRCH].barred_until == 0


def test_what_follows_a_year() -> None:
    """Ash holds a record of 78, Birch 60: a failure of 60 ends the contract, a pass does not."""
    state = quiet(EXACT, "assessment.bar_line=0")
    assert assessed(state, 80.0)[1] == "continues"
    better = quiet(EXACT, "assessment.bar_line=0")
    assert assessed(better, 60.0)[1] == "not renewed"
    alone = quiet(EXACT, "assessment.bar_line=0")
    for other in (ASH, CEDAR):
        alone.agencies[other].status = "closed"
    assert assessed(alone, 60.0)[1] == "continues"
    last = quiet(EXACT)
    assert assessed(last, 80.0, years=1)[1] == "term ended"


def test_the_switching_cost_protects_the_incumbent() -> None:
    """A score of 68 leaves a record of 78 − .51/1.3 · 10 = 74.08: Ash is 3.92 better, less than a switch costs."""
    for cost, outcome in ((4.0, "continues"), (3.9, "not renewed")):
        state = quiet(EXACT, "assessment.bar_line=0", f"rules.switching_cost={cost}")
        assert assessed(state, 68.0)[1] == outcome


def test_a_year_without_money_ends_the_contract() -> None:
    state = quiet(EXACT)
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 85.0, 1
    assert end_year(state.contract_desk, made) == "not funded"


def test_a_year_that_is_cut_short_has_no_score() -> None:
    state = quiet()
    made = running(state)
    year_end.write_running(state, made)
    row = state.record.contract_years[0]
    assert row.outcome == "running"
    assert row.score != row.score
    made.ended = True
    year_end.write_running(state, made)
    assert len(state.record.contract_years) == 1


def test_whoever_engages_the_evaluator_pays_it() -> None:
    by_agency = quiet(EXACT, *third(cost=0.02, payer="agency"))
    before = balance(by_agency, "agency:birch")
    assessed(by_agency, 85.0)
    assert before - balance(by_agency, "agency:birch") == 8_000 * YUAN
    by_buyer = quiet(EXACT, *third(cost=0.02))
    by_buyer.purse.grant(365.0, 1_000_000 * YUAN)
    before = balance(by_buyer, "agency:birch")
    assessed(by_buyer, 85.0)
    assert balance(by_buyer, "agency:birch") == before
    assert balance(by_buyer, "evaluation") == 8_000 * YUAN


def test_an_evaluator_has_its_own_raters_noise_and_leaning() -> None:
    state = quiet(*third(raters=5, noise=2.0, bias=1.5))
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 82.0, 1
    assert assessment.score_of(state, made) == pytest.approx(82 + 2 * errors("raters", "yard", 5) + 1.5)
    assert panel.spread_of_score(state.scenario, made.terms.arrangement.mode) == pytest.approx(2 / sqrt(5))
    monitored = quiet(*third(raters=5), "rules.consortium.monitors=3")
    assert panel.raters_under(monitored.scenario, running(monitored).terms.arrangement.mode) == 8
    crowd = quiet(*third(raters=29), "rules.consortium.monitors=3")
    assert panel.raters_under(crowd.scenario, running(crowd).terms.arrangement.mode) == 30


def test_recipients_have_a_voice_in_the_score() -> None:
    """A quarter of the score is what four recipients say, each with an error of 12."""
    state = quiet(*third(witnesses=4, voice=0.25))
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 82.0, 1
    panel_says = 82 + 7.3 * errors("raters", "yard", 3)
    heard = 82 + 12 * errors("witnesses", "yard", 4)
    assert assessment.score_of(state, made) == pytest.approx(0.75 * panel_says + 0.25 * heard)
    assert panel.spread_of_score(state.scenario, made.terms.arrangement.mode) == pytest.approx(
        hypot(0.75 * 7.3 / sqrt(3), 0.25 * 12 / 2)
    )


def test_what_is_hard_to_verify_shows_in_part() -> None:
    """Usual quality is 74 + .008 / .002 = 78: of 84 a half of the difference shows, 81; a point counts a half."""
    state = quiet(EXACT, "assessment.verifiable=0.5")
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 84.0, 1
    assert assessment.score_of(state, made) == pytest.approx(81)
    assert panel.measured(state.scenario, made.terms.arrangement.form) == pytest.approx((39.0, 0.5))
    told = quiet(EXACT, "assessment.verifiable=0.5", *third(noise=0.0, witnesses=4, voice=0.5, witness_noise=0.0))
    seen = running(told)
    seen.book.sums.quality, seen.book.sums.months = 84.0, 1
    assert assessment.score_of(told, seen) == pytest.approx(0.5 * 81 + 0.5 * 84)


def test_volume_counts_where_the_form_has_volume_risk() -> None:
    state = quiet(EXACT, "rules.forms.package.volume_risk=true", "assessment.targets_weight=0.4")
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 80.0, 1
    made.book.sums.open_cases, made.book.sums.target = 51, 68.0
    assert assessment.score_of(state, made) == pytest.approx(0.6 * 80 + 0.4 * 75)
    made.book.sums.open_cases = 90
    assert assessment.score_of(state, made) == pytest.approx(0.6 * 80 + 0.4 * 100)
    assert panel.measured(state.scenario, made.terms.arrangement.form) == pytest.approx((40.0, 0.6))
    plain = quiet(EXACT, "assessment.targets_weight=0.4")
    assert panel.measured(plain.scenario, running(plain).terms.arrangement.form) == (0.0, 1.0)


def test_staff_and_effect_are_dimensions() -> None:
    """Effect: success at quality 90 told a quarter too high, as the quality that would give it."""
    state = quiet(EXACT, "assessment.dimensions={management=0.5,effect=0.5}", *third(inflation=1.25))
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 90.0, 1
    made.book.sums.filled, made.book.sums.seats = 9, 12
    made.workforce.turnover = 0.27
    odds = log(0.66 / 0.34) + 0.035 * 10 - (0.27 * 4 / 12 - 0.09)
    told = 1.25 / (1 + exp(-odds))
    effect = 80 + (log(told / (1 - told)) - log(0.66 / 0.34)) / 0.035
    assert told < 0.99
    assert assessment.score_of(state, made) == pytest.approx(0.5 * 75 + 0.5 * effect)
    assert panel.measured(state.scenario, made.terms.arrangement.form) == pytest.approx((50.0, 0.5))


def test_without_inflation_the_effect_is_quality_at_usual_continuity() -> None:
    state = quiet(EXACT, "assessment.dimensions={effect=1}")
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 85.0, 1
    made.workforce.turnover = 0.27  # .09 of a change over four months
    assert assessment.score_of(state, made) == pytest.approx(85.0)


@pytest.mark.parametrize("success", [0.0, 1.0])
def test_where_success_is_certain_either_way_the_effect_is_quality(success: float) -> None:
    """Nothing of it can be told by how many improve."""
    state = quiet(EXACT, "assessment.dimensions={effect=1}", f"delivery.success={success}")
    made = running(state)
    made.book.sums.quality, made.book.sums.months = 85.0, 1
    made.workforce.turnover = 0.5
    assert assessment.score_of(state, made) == 85.0


def test_an_empty_book_counts_as_full_volume_and_full_staff() -> None:
    state = quiet()
    report = assessment.report_of(state, running(state))
    assert (report.volume, report.staffed) == (1.0, 1.0)
