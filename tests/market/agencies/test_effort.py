"""Effort in a contract: what a score decides for its holder, what effort costs and who bears it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from gpss_sim.market.agencies import effort
from gpss_sim.market.agencies.effort import _retention, line_of_record, settle_effort
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.delivery.service import pay, unpaid_share
from gpss_sim.market.policies.reductions import REDUCTIONS, Lines
from gpss_sim.market.policies.retention import RetainedAbove, RetainedByContest, Retention
from gpss_sim.market.state import State
from tests.market.town import ASH, BIRCH, CEDAR, YARD, YUAN, balance, running, town

LINES = Lines(70.0, 80.0, 90.0)


def retention_of(state: State, made: Contract) -> Retention | None:
    """How the year's score of a contract decides on the next one."""
    alternative, _ = state.directory.best_alternative(made.project.index, made.agency)
    return _retention(state.agency_view, made, alternative)


def test_the_score_after_which_a_record_is_as_high_as_needed() -> None:
    """Record 80, weight a half: a score of 84 leaves 82."""
    assert line_of_record(80.0, 0.5, 82.0) == 84.0
    assert line_of_record(80.0, 0.5, 78.0) == 76.0
    assert line_of_record(80.0, 0.0, 82.0) is None


def test_within_a_term_the_line_is_where_the_alternative_is_worth_a_switch() -> None:
    """Believed quality is 80 and a share of the record's lead; a switch costs four; a score weighs .51 / 1.3."""
    state = town("budget.amount=0", "assessment.pass_line=100", "assessment.excellent_line=100")
    made = running(state, YARD, BIRCH)
    state.directory.mean_score = 80.0
    for agency, record in ((ASH, 86.0), (BIRCH, 80.0), (CEDAR, 70.0)):
        state.agencies[agency].record = record
    reliability = 4**2 / (4**2 + 7.3**2 / 3 * 0.51 / 1.49)
    needed = 80 + (6 * reliability - 4) / reliability
    weight = 0.51 / (1 + 0.3 * 1)
    found = retention_of(state, made)
    assert isinstance(found, RetainedAbove)
    assert found.line == pytest.approx(80 + (needed - 80) / weight)


def test_in_the_last_year_the_chance_in_the_tender_that_comes_rises_with_the_score() -> None:
    state = town("budget.amount=0", "rules.award.price_weight=0", "rules.award.record_weight=1")
    made = running(state, YARD, BIRCH, years=1)
    found = retention_of(state, made)
    assert isinstance(found, RetainedByContest)
    assert found.scores == tuple(range(40, 101, 5))
    assert list(found.chances) == sorted(found.chances)
    assert found.chances[0] < 0.5 < found.chances[-1]


def test_a_next_term_that_is_worth_nothing_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """At cost nothing is earned, now or later; a chance of it would move no effort."""
    state = town("budget.amount=0", "market.survival_value=0")
    made = running(state, YARD, BIRCH, years=1)
    made.terms = replace(made.terms, cost=made.terms.price)
    monkeypatch.setattr(effort, "_at_the_end", lambda *_: pytest.fail("the tender that comes was looked at"))
    settle_effort(state.agency_view, made)
    assert (made.book.choices.threat, made.book.choices.alternatives) == (0.0, 2)


def test_where_lots_are_drawn_no_score_moves_the_last_year() -> None:
    state = town("budget.amount=0", 'rules.award.rule="lot"')
    found = retention_of(state, running(state, YARD, BIRCH, years=1))
    assert isinstance(found, RetainedByContest)
    assert len(set(found.chances)) == 1


def test_who_is_invited_by_standing_must_stay_ahead() -> None:
    """The best other record is 86, the incumbent is favoured by four: its record must be 82 after the score."""
    state = town("budget.amount=0", 'rules.modes.open.seller="invited"')
    made = running(state, YARD, BIRCH, years=1)
    for agency, record in ((ASH, 86.0), (BIRCH, 80.0), (CEDAR, 70.0)):
        state.agencies[agency].record = record
    found = retention_of(state, made)
    assert isinstance(found, RetainedAbove)
    assert found.line == pytest.approx(80 + 2 / (0.51 / 1.3))


def test_an_agency_looks_at_what_its_contract_lets_depend_on_a_score() -> None:
    """Certain renewal, no fine, nothing tied: mission alone, and no threat."""
    state = town("budget.amount=0", 'rules.mode="line"', "payment.tied_to_score=false", "payment.rectification=0")
    made = running(state, YARD, BIRCH)
    settle_effort(state.agency_view, made)
    assert (made.book.choices.effort, made.book.choices.threat, made.book.choices.diverted) == (4.0, 0.0, 0.15)
    assert (made.book.choices.effort_cost, made.book.choices.alternatives) == (0.0, 2)


def test_a_breach_suffered_costs_effort() -> None:
    state = town(
        "budget.amount=0", 'rules.mode="line"', "payment.tied_to_score=false", "payment.rectification=0",
        "rules.breach.effort_loss=1.5",
    )  # fmt: skip
    state.agencies[BIRCH].experience.breaches = 2
    made = running(state, YARD, BIRCH)
    settle_effort(state.agency_view, made)
    assert made.book.choices.effort == pytest.approx(1.0)
    state.agencies[BIRCH].experience.breaches = 9
    settle_effort(state.agency_view, made)
    assert made.book.choices.effort == 0.0


def test_with_nobody_to_switch_to_there_is_no_threat() -> None:
    state = town("budget.amount=0")
    made = running(state, YARD, BIRCH)
    settle_effort(state.agency_view, made)
    assert made.book.choices.threat > 0
    for other in (ASH, CEDAR):
        state.agencies[other].status = "closed"
    settle_effort(state.agency_view, made)
    assert (made.book.choices.threat, made.book.choices.alternatives) == (0.0, 0)


def test_effort_is_paid_for_by_the_agency_and_borne_by_its_workers() -> None:
    """.02 of a price of 400,000 a year: a quarter of 8,000 is paid, the rest is 6,000 of 320,000 in wages."""
    state = town("budget.amount=0", "agencies.effort_paid=0.25")
    made = running(state, YARD, CEDAR)
    made.book.choices.effort_cost = 0.02
    made.workforce.plan = made.workforce.plan.__class__(1.0, 4.0, 1.0)
    state.env.run(until=state.now + 365)
    made.workforce.paid_until = state.now - 365
    before = balance(state, "effort")
    pay(state.contract_desk, made)
    assert balance(state, "effort") - before == 2_000 * YUAN
    assert unpaid_share(state.contract_desk, made) == pytest.approx(
        6_000 / 320_000 * 4 / 4, rel=0.06
    )  # wages follow their index


def test_effort_in_a_short_contract_year_costs_what_its_days_cost() -> None:
    """Half a year at 200,000 is 400,000 a year: of .02 of it a quarter is 2,000 a year, 1,000 in half a year."""
    state = town("budget.amount=0", "agencies.effort_paid=0.25")
    made = running(state, YARD, CEDAR)
    made.book.choices.effort_cost = 0.02
    made.book.pace, made.book.price = 0.5, made.book.price // 2
    assert made.book.yearly_price == 400_000 * YUAN
    state.env.run(until=state.now + 365 / 2)
    made.workforce.paid_until = state.now - 365 / 2
    before = balance(state, "effort")
    pay(state.contract_desk, made)
    assert balance(state, "effort") - before == 1_000 * YUAN


def test_an_idea_for_the_project_counts_like_capability() -> None:
    """Six points of an idea are six points of expected quality: the same effort as of an abler agency."""
    efforts = []
    for idea, capability in ((0.0, 0.0), (6.0, 0.0), (0.0, 6.0)):
        state = town("budget.amount=0")
        made = running(state, YARD, BIRCH)
        made.terms = replace(made.terms, idea=idea)
        state.agencies[BIRCH].experience.skill += capability
        settle_effort(state.agency_view, made)
        efforts.append(made.book.choices.effort)
    assert efforts[1] == pytest.approx(efforts[2])
    assert efforts[1] != pytest.approx(efforts[0])


def test_how_much_of_the_last_tranche_a_score_earns() -> None:
    shares = {name: [REDUCTIONS[name]().share(s, LINES) for s in (69.9, 70.0, 75.0, 80.0)] for name in REDUCTIONS}
    assert shares == {
        "all_or_nothing": [0.0, 0.0, 0.0, 1.0],
        "proportional": [0.0, 0.0, 0.5, 1.0],
        "graded": [0.0, 0.5, 0.5, 1.0],
    }
    same = Lines(80.0, 80.0, 90.0)
    assert [REDUCTIONS["proportional"]().share(s, same) for s in (79.9, 80.0)] == [0.0, 1.0]


@pytest.mark.parametrize("name", list(REDUCTIONS))
def test_the_mean_of_what_a_score_earns(name: str) -> None:
    """Against 200,000 scores at even steps of probability."""
    scores = 77.0 + 5 * ndtri((np.arange(200_000) + 0.5) / 200_000)
    mean = np.mean([REDUCTIONS[name]().share(s, LINES) for s in scores[::20]])
    assert REDUCTIONS[name]().expected(np.array([77.0]), 5.0, LINES)[0] == pytest.approx(mean, abs=2e-4)
    sure = REDUCTIONS[name]().expected(np.array([75.0]), 0.0, LINES)[0]
    assert sure == REDUCTIONS[name]().share(75.0, LINES)
