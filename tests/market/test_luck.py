"""Which stream decides what, read by name and place."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from scipy.special import ndtri

from gpss_sim.market.luck import Luck
from gpss_sim.scenario.method import Method
from gpss_sim.streams import Streams
from tests.market.town import scenario

PROJECTS = 3


@pytest.fixture
def luck() -> Luck:
    return Luck(Streams(5, 2), PROJECTS)


def drawn(purpose: str, key: str, year: int, n: int) -> list[float]:
    """The numbers of a stream, opened by its name."""
    return Streams(5, 2).uniforms(purpose, key, year, n=n).tolist()


def test_draws_about_an_agency_and_a_project_stand_at_the_projects_place(luck: Luck) -> None:
    assert luck.cost_draw("ash", 1, 4) == 2 * drawn("omega", "ash", 4, 3)[1] - 1
    assert luck.bid_cost("ash", 1, 4, 0.4) == pytest.approx(exp(0.4 * ndtri(drawn("bid cost", "ash", 4, 3)[1])))
    assert luck.offer_lot("ash", 1, 4) == drawn("award lot", "ash", 4, 3)[1]
    assert luck.invitation("ash", 1, 4) == drawn("invitation", "ash", 4, 3)[1]
    assert luck.idea("ash", 1, 4) == pytest.approx(ndtri(drawn("idea", "ash", 4, 3)[1]))
    assert luck.claim_noise("ash", 1, 4) == pytest.approx(ndtri(drawn("claim", "ash", 4, 3)[1]))
    assert luck.idea_lot("ash", 1, 4) == drawn("idea lot", "ash", 4, 3)[1]


def test_cost_draws_follow_the_power_family() -> None:
    """1 − F = (1 − x)^2 on [−1, 1): a uniform of u stands at 1 − 2 √(1 − u)."""
    u = drawn("omega", "ash", 4, 3)[1]
    assert Luck(Streams(5, 2), PROJECTS, 2.0).cost_draw("ash", 1, 4) == pytest.approx(1 - 2 * sqrt(1 - u))


def test_boldness_is_exponential() -> None:
    assert Luck(Streams(5, 2), PROJECTS).boldness("ash") == -log(1 - Streams(5, 2).uniform("boldness", "ash"))


def test_a_gate_has_two_numbers_for_eight_attempts_at_each_project(luck: Luck) -> None:
    """Of the gate and the agency together; a gate for projects looks at no agency."""
    for agency in ("ash", ""):
        row = drawn("gate", f"experts/{agency}", 4, 48)
        for attempt in (3, 11):
            found = luck.gate("experts", agency, 2, 4, attempt)
            assert found == (row[2 * (2 * 8 + 3)], pytest.approx(ndtri(row[2 * (2 * 8 + 3) + 1])))


def test_a_challenge_has_four_numbers_for_eight_attempts(luck: Luck) -> None:
    row = drawn("challenge", "yard", 4, 32)
    assert luck.challenge("yard", 4, 0) == row[:4]
    assert luck.challenge("yard", 4, 7) == row[28:]
    assert luck.challenge("yard", 4, 9) == row[4:8]


def test_raters_of_offers_have_numbers_for_eight_attempts(luck: Luck) -> None:
    row = drawn("offer raters", "ash", 4, 24)
    assert luck.offer_noise("ash", 2, 4, 3) == pytest.approx(ndtri(row[2 * 8 + 3]))
    assert luck.offer_noise("ash", 2, 4, 11) == pytest.approx(ndtri(row[2 * 8 + 3]))


def test_a_panel_is_the_first_raters_of_its_occasion(luck: Luck) -> None:
    for purpose, method in (
        ("raters", luck.score_noise),
        ("review", luck.review_noise),
        ("witnesses", luck.witness_noise),
        ("appraisal", luck.expert_error),
        ("appraisal score", luck.appraisal_score),
    ):
        row = drawn(purpose, "yard", 4, 30)
        assert method("yard", 4, 2) == pytest.approx((ndtri(row[0]) + ndtri(row[1])) / 2)
        assert method("yard", 4, 30) == pytest.approx(sum(ndtri(row)) / 30)


def test_experts_are_drawn_by_lot_without_repetition(luck: Luck) -> None:
    lots = drawn("expert lot", "yard", 4, 6)
    panel = luck.panel("yard", 4, 3, 6)
    assert [lots[expert] for expert in panel] == sorted(lots)[:3]
    assert sorted(luck.panel("yard", 4, 6, 6)) == [0, 1, 2, 3, 4, 5]
    assert luck.severity(2) == pytest.approx(ndtri(drawn("expert severity", "2", 0, 1)[0]))


def test_single_numbers(luck: Luck) -> None:
    assert luck.partners("ash") == Streams(5, 2).uniform("partners", "ash")
    assert luck.connection("ash") == Streams(5, 2).uniform("connection", "ash")
    assert luck.lot("yard") == Streams(5, 2).uniform("lot", "yard")
    assert luck.capture("yard", 4) == drawn("capture", "yard", 4, 1)[0]
    assert luck.breach("yard", 4) == drawn("breach", "yard", 4, 1)[0]
    assert luck.splitting("yard", 4) == drawn("splitting", "yard", 4, 1)[0]
    assert luck.dummies("yard", 4, 9) == drawn("dummies", "yard", 4, 8)[1]
    assert luck.offence("ash", 4) == drawn("offence", "ash", 4, 1)[0]
    assert luck.application("yard", 4) == drawn("application", "yard", 4, 1)[0]
    assert luck.readiness("yard", 4) == drawn("readiness", "yard", 4, 1)[0]
    assert luck.inspection("yard", 4) == drawn("inspection", "yard", 4, 1)[0]
    assert luck.withdrawal("yard", 4) == drawn("withdrawal", "yard", 4, 1)[0]
    assert luck.asked("yard", 4) == drawn("asked", "yard", 4, 1)[0]
    assert luck.emergency("yard", 4) == drawn("emergency", "yard", 4, 1)[0]


def test_single_errors_are_standard_normal(luck: Luck) -> None:
    """The quantile of one uniform each."""
    for purpose, method in (
        ("survey", luck.survey_error),
        ("will", luck.will),
        ("estimate review", luck.estimate_review),
        ("maturity", luck.review),
    ):
        assert method("yard", 4) == pytest.approx(ndtri(drawn(purpose, "yard", 4, 1)[0]))
    assert luck.reevaluation(4) == pytest.approx(ndtri(drawn("reevaluation", "", 4, 1)[0]))
    assert luck.soundness("yard") == pytest.approx(ndtri(Streams(5, 2).uniform("soundness", "yard")))


def test_seats_have_two_numbers_a_month_and_one_at_the_opening(luck: Luck) -> None:
    assert luck.turnover("yard", 4, 2) == drawn("turnover", "yard", 4, 48)
    assert luck.turnover("yard", 4, 0) == drawn("turnover", "yard", 4, 48)  # a longer row was read before
    assert luck.opening_seats("yard", 4, 2) == drawn("opening staff", "yard", 4, 2)
    assert luck.opening_seats("yard", 4, 0) == []
    fresh = Luck(Streams(5, 2), PROJECTS)
    assert fresh.turnover("yard", 4, 0) == drawn("turnover", "yard", 4, 24)


def test_days_of_a_procedure_are_triangular(luck: Luck) -> None:
    """Between 35, 45 and 75 days: a quarter of the chance lies below 45."""
    method = Method(days=45, days_low=35, days_high=75)
    for year in range(12):
        u = drawn("procedure", "yard", year, 8)[1]
        days = 35 + sqrt(u * 40 * 10) if u < 0.25 else 75 - sqrt((1 - u) * 40 * 30)
        assert luck.procedure_days(method, "yard", year, 1) == pytest.approx(days, abs=1e-5)
    assert luck.procedure_days(Method(days=45), "yard", 4, 0) == 45
    u, early = drawn("procedure", "yard", 4, 8)[1], Method(days=45, days_low=35)
    assert luck.procedure_days(early, "yard", 4, 1) == pytest.approx(35 + 10 * sqrt(u))
    assert luck.procedure_days(Method(days=45, days_high=45.0), "yard", 4, 9) == 45


def test_a_late_payment(luck: Luck) -> None:
    """Late below the probability; then lognormal around a month and a half."""
    rules = scenario("payment.late_probability=0.5").payment
    late = 0
    for year in range(12):
        first, second = drawn("payment", "yard", year, 128)[4:6]
        days = 1.5 * 365 / 12 * exp(0.6 * ndtri(second)) if first < 0.5 else 0.0
        late += first < 0.5
        assert luck.payment_delay("yard", year, 2, rules) == pytest.approx(days, abs=1e-5)
    assert 0 < late < 12
    sure = scenario("payment.late_probability=0.5").payment
    sure = sure.model_copy(update={"late_probability": drawn("payment", "yard", 4, 128)[4]})
    assert luck.payment_delay("yard", 4, 2, sure) == 0  # late below the probability, not at it
    never = scenario("payment.late_probability=1", "payment.late_median=0").payment
    assert luck.payment_delay("yard", 1, 2, never) == 0
