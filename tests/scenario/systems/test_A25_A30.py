"""Rules of Guangdong's cities and of Chengdu, each with and without it (facts A25 to A30)."""

from __future__ import annotations

from math import isnan
from statistics import fmean

import pytest

from gpss_sim import fiscal
from gpss_sim.market.state import State
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.load import load_scenario
from gpss_sim.simulate import run
from tests.scenario.systems.lived import BY_PRICE, ONE_YEAR, first_attempts, lived, methods_by, paid, yuan

TWO_YEARS = "calendar.years=2"
"""Of which the first is assessed as it ends."""


def scores(state: State) -> dict[int, float]:
    """Scores of the year, by contract."""
    return {row.contract: row.score for row in state.record.contract_years if not isnan(row.score)}


def test_A25_a_formal_assessment_says_little() -> None:
    """One rater with an error of 12 points: scores lie further from quality than with an error of 2."""

    def error(noise: int) -> float:
        state = lived("guangzhou_family_centres", TWO_YEARS, f"assessment.evaluators.formality.noise={noise}", every=4)
        rows = [row for row in state.record.contract_years if not isnan(row.score)]
        return fmean(abs(row.score - row.quality) for row in rows)

    assert error(12) > 2 * error(2)


def test_A25_money_comes_late_at_a_flat_price() -> None:
    """Four tranches in five are late; everybody asks the flat price."""

    def late(*changes: str) -> float:
        state = lived("guangzhou_family_centres", *changes, every=2)
        assert {contract.terms.price / contract.terms.ceiling for contract in state.contracts} == {1}
        return fmean(row.paid > row.due + 1 for row in state.record.invoices)

    assert late() == pytest.approx(0.8, abs=0.2)
    assert late("payment.late_probability=0") == 0


def test_A26_who_fails_may_ask_for_a_second_panel() -> None:
    """Where 82 points are asked for some fail; who asks again is scored again, who passed is not."""
    line = (TWO_YEARS, "assessment.pass_line=82", "assessment.excellent_line=95")
    reviewed, once = (
        scores(lived("guangzhou_assessment", *line, f"assessment.objection.raters={raters}", every=4))
        for raters in (3, 0)
    )
    again = {contract for contract in once.keys() & reviewed if once[contract] < 82}
    assert again
    assert {contract for contract in once.keys() & reviewed if reviewed[contract] != once[contract]} == again


@pytest.mark.parametrize(("place", "every"), [("guangzhou_assessment", 4), ("dongguan_assessment", 7)])
def test_A26_A27_four_dimensions_count(place: str, every: int) -> None:
    """A quarter each; where volume counts alone, or professional service does, every score is another one."""
    parts = ("professional", "volume", "effect", "management")

    def given(*weights: float) -> dict[int, float]:
        rows = (f"assessment.dimensions.{name}={weight}" for name, weight in zip(parts, weights, strict=True))
        open_lines = ("assessment.bar_line=0", "assessment.pass_line=1", "assessment.objection.raters=0")
        return scores(lived(place, TWO_YEARS, *open_lines, *rows, every=every))

    whole, volume, quality = given(0.25, 0.25, 0.25, 0.25), given(0, 1, 0, 0), given(1, 0, 0, 0)
    shared = whole.keys() & volume.keys() & quality.keys()
    assert shared
    assert all(whole[contract] not in (volume[contract], quality[contract]) for contract in shared)


def test_A27_finance_pays_the_third_party() -> None:
    """Two hundredths of the price; were agencies to pay, the budget would not."""
    told, other = (
        lived("dongguan_assessment", TWO_YEARS, f"assessment.evaluators.third_party.payer={payer}", every=7)
        for payer in ("budget", "agency")
    )
    assert paid(told, "evaluation", "budget") > 0 == paid(told, "evaluation", "agency")
    assert paid(other, "evaluation", "agency") > 0 == paid(other, "evaluation", "budget")
    prices = sum(row.price for row in told.record.contract_years if not isnan(row.score))
    assert paid(told, "evaluation") == pytest.approx(0.02 * prices, rel=0.1)


@pytest.mark.parametrize(("wage", "post"), [(65_000, 100_750), (71_500, 110_825)])
def test_A28_ceilings_follow_the_wage_of_the_place_and_agencies_pay_the_audit(wage: int, post: int) -> None:
    """Six elements on 1.24 wages of staff cost (R57 to R60): a tenth more wage, a tenth more for every post bought."""
    changes = (TWO_YEARS, f"delivery.costing.average_wage={wage}", "rules.estimate_error=0", "budget.wage_growth=0")
    state = lived("chancheng_costing", *changes, every=12)
    assert state.contracts
    assert {contract.terms.ceiling / contract.posts for contract in state.contracts} == {yuan(post)}
    assert paid(state, "evaluation", "agency") == paid(state, "evaluation") > 0


@pytest.mark.parametrize(("line", "outcome"), [(60, "continues"), (95, "not renewed")])
def test_A29_a_contract_of_three_years_goes_on_year_by_year_if_it_passed(line: int, outcome: str) -> None:
    """Where everybody passes every contract goes on, where nobody does none."""
    changes = (
        TWO_YEARS,
        f"assessment.pass_line={line}",
        "assessment.excellent_line=95",
        "assessment.bar_line=50",
        "budget.reevaluation.line=0",
    )
    state = lived("chengdu_three_year", *changes, "assessment.objection.raters=0", every=6)
    rows = [row for row in state.record.contract_years if not isnan(row.score)]
    within = {row.outcome for row in rows if row.term_year < state.contracts[row.contract].terms.years}
    assert within == {outcome}


def test_A29_vouchers_where_enough_agencies_could_serve_and_tender_elsewhere() -> None:
    """Six suppliers; asking for one makes everything a voucher, asking for a thousand nothing."""

    def forms(suppliers: int) -> set[str]:
        rows = f'rules.channels=[{{suppliers={suppliers}}}, {{mode="competitive", form="project"}}]'
        return {c.project.bought.form_name for c in lived("chengdu_vouchers", rows, every=4).contracts}

    assert forms(6) == {"voucher", "project"}
    assert forms(1) == {"voucher"}
    assert forms(1_000) == {"project"}


def test_A29_finance_reads_the_scores_of_a_year_and_cuts_the_next_budget() -> None:
    """Where every score lies below the line the third year gets nine tenths of what it gets where none does."""

    def granted(line: int) -> list[int]:
        reviewed = f"budget.reevaluation={{line={line}, sd=0, cut=0.1}}"
        entries = lived("chengdu_three_year", "calendar.years=3", reviewed, every=6).ledger.entries
        days = sorted({e.day for e in entries if e.account_from == "grant"})
        return [sum(e.amount for e in entries if e.account_from == "grant" and e.day == day) for day in days]

    (*before, third), (*same, cut) = granted(0), granted(100)
    assert before == same
    assert len(before) == 2
    assert cut == pytest.approx(0.9 * third, abs=2)


def test_A29_what_is_delivered_once_is_accepted_and_the_rest_is_scored_by_a_panel_and_users() -> None:
    """Youth and low income are accepted by one rater, who errs more than three; users watch both."""
    state = lived("chengdu_three_year", TWO_YEARS)
    rows = [(state.contracts[row.contract], row) for row in state.record.contract_years if not isnan(row.score)]
    errors: dict[str, list[float]] = {}
    for contract, row in rows:
        evaluator = contract.project.bought.mode.evaluator
        accepted = state.projects[row.project].template.domain in ("youth", "low_income")
        assert evaluator == ("acceptance" if accepted else "with_users")
        errors.setdefault(evaluator, []).append(abs(row.score - row.quality))
    assert fmean(errors["acceptance"]) > fmean(errors["with_users"])


def test_A29_who_is_handed_over_to_the_next_provider_loses_less() -> None:
    """As many people are served whatever share of cases is handed over; the larger it is, the more they improve."""

    def year(share: float) -> dict[str, float]:
        changes = ("calendar.years=3", "demand.load=0.3", *BY_PRICE, f"delivery.handover={share}")
        played = run(load_scenario("chengdu_three_year", [*ONE_YEAR, *changes]), seed=1)
        return {row.metric: row.value for row in evaluate(played) if row.year == "1-3"}

    none, half, every = year(0), year(0.5), year(1)
    assert none["served"] == half["served"] == every["served"]
    assert none["improvement"] < half["improvement"] < every["improvement"]


def test_A30_small_sums_are_exempt_and_a_major_project_has_a_tender_of_its_own() -> None:
    """Everything else is openly tendered; without the rule for major projects they are like the others."""
    state = lived("guangdong_2012", every=4)
    by_flag = methods_by(state, "circumstance")
    assert by_flag["major"] == {"third_party_tender"}
    for row in first_attempts(state).values():
        if row.method != "third_party_tender":
            assert row.method == ("single_source" if row.ceiling <= yuan(100_000) else "open_tender")
    without = lived("guangdong_2012", "rules.circumstances.major.method=open_tender", every=4)
    assert methods_by(without, "circumstance")["major"] == {"open_tender"}


def test_A30_three_clean_years_keep_out_who_was_penalised() -> None:
    """Where every agency is penalised in year 1 nobody is admitted in year 2, unless no year must be clean."""

    def offers(years: int) -> int:
        changes = ("agencies.offences=1", f"rules.eligibility.clean_years={years}", TWO_YEARS, "rules.term=1")
        state = lived("guangdong_2012", *changes, every=4)
        return sum(row.bidders for row in state.record.tenders if row.opened >= fiscal.year_start(2))

    assert offers(0) > 0 == offers(3)
