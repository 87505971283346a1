"""How projects, contracts, agencies and proposals begin, and what is meant where nothing is said."""

from __future__ import annotations

from math import inf, isnan

import numpy as np

from gpss_sim.market.agencies.agency import POTENTIAL, Agency, Experience
from gpss_sim.market.agencies.offers import BidderView
from gpss_sim.market.contracts.contract import Contract
from gpss_sim.market.contracts.staffing import StaffPlan, Team, Workforce
from gpss_sim.market.library.proposal import Proposal
from gpss_sim.market.policies.choices import Option
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.payoff import Payoff, Stakes
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.procurement.opening import Opening
from gpss_sim.market.recipients.demand import Cell
from gpss_sim.market.record import NeedRow
from tests.market.town import BIRCH, YARD, contract, town

STAKES = Stakes(Lines(70.0, 80.0, 90.0), 4.0, 0.002, 20.0)


def test_a_project_begins_without_anybody_and_as_the_library_says() -> None:
    project = town("budget.amount=0").projects[YARD]
    letting, estimate, initiative = project.letting, project.estimate, project.initiative
    assert (letting.contracts, letting.awaited, letting.incumbents) == ([], [], ())
    assert (letting.in_procurement, project.is_pilot, project.withdrawn, letting.is_let) == (False,) * 4
    assert (letting.terms_let, estimate.approved, initiative.idea, initiative.asked) == (0, 1.0, 0.0, -1)
    assert (estimate.errors, estimate.factor(project.form, 1), letting.incumbent, project.part) == ((), 1.0, -1, 1)


def test_a_contract_begins_before_its_first_year() -> None:
    state = town("budget.amount=0")
    terms = contract(state).terms
    made = Contract(7, state.projects[YARD], BIRCH, terms, (0,), Workforce(StaffPlan(1.0, 1.0, 1.0), Team(1.0)))
    assert (made.name, made.parties, made.share, made.luck) == ("contract:7", (BIRCH,), 1, "yard")
    assert (made.slots, made.busy, made.cases.started, made.cases.completed, made.cases.redeemed) == (0,) * 5
    assert (made.term_year, made.ended, made.workforce.paid_until, made.workforce.turnover) == (0, False, 0.0, 0.18)
    assert (made.funds.commitments, made.funds.prepared, made.settles_payroll) == ([], None, False)
    assert (made.book.start, made.book.end) == (0.0, 365.0)


def test_an_agency_begins_unproven() -> None:
    made = Agency(0, town().agencies[BIRCH].profile)
    assert (made.status, made.record, made.barred_until, made.posts) == (POTENTIAL, None, 0.0, 0)
    assert (made.contracts, made.invoices, made.months_below, made.last_contract) == ([], [], 0, 0.0)
    assert made.experience == Experience(years=0, skill=0.0, breaches=0, ease=1.0, score=None, offended=-inf)
    profile = made.profile
    assert (profile.newcomer, profile.abilities.slack, profile.standing.recorded, profile.sort) == (
        False,
        0.0,
        False,
        "",
    )


def test_an_application_begins_outside_the_library() -> None:
    made = Proposal("yard/1", YARD, "department", -1, 100)
    assert (made.approved, made.urgency, made.entered, made.idea, made.history) == (0, 0, -1, 0.0, [])
    assert isnan(made.score)
    made.move(3.0, "applied")
    made.entered = 2
    assert (made.status, made.age(2), made.age(5)) == ("applied", 0, 3)


def test_what_is_not_said_of_a_need_is_nothing() -> None:
    row = NeedRow(1, YARD, 0, 1.0, 3, 2.0, "selected")
    assert (row.actual, row.ranked, row.cost) == (0.0, 0, 0)


def test_a_contest_is_an_ordinary_one_unless_more_is_said() -> None:
    payoff = Payoff(0.8, 78.0, STAKES)
    assert (payoff.continuation, payoff.survival, payoff.waiting, payoff.secrecy) == (0.0, 0.0, 0.0, 0.0)
    assert (STAKES.mission, STAKES.draw, STAKES.held_back, STAKES.fine, STAKES.reward) == (0.0,) * 5
    assert (STAKES.reduction, STAKES.measured, STAKES.retention) == ("all_or_nothing", (0.0, 1.0), None)
    costs = CostDistribution(0.8, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0)
    assert (costs.pooled, costs.synergy, costs.exponent, costs.of(0.9, 0.0)) == (1, 0.0, 1.0, 0.9)
    view = BidderView(town().agencies[BIRCH], payoff, 0.0, 0.01, 78.0, 0.0, 0.0)
    assert (view.partners, view.expected_ceiling, view.cost) == ((), 1.0, 0.8)
    assert Opening([], {}, [], 1.0).dummies == 0
    assert Option(1, 80.0, True).close == 0.0
    assert Cell(0, 0, "north/youth", 0.0, 0).extra == ()


def test_costs_of_one_kind_of_staff_have_no_spread() -> None:
    """Everybody needs the reference staff and nothing is drawn: one cost for all."""
    assert np.unique(CostDistribution(1.0, 1.0, 0.0, 0.0, 0.8, 0.12, 1.0).quantiles()).tolist() == [0.92]
