"""Who offers what: each candidate weighs cost, chance and cash, and asks its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency, wage_of
from gpss_sim.market.agencies.beliefs import public_costs
from gpss_sim.market.agencies.payoffs import PayoffTerms, payoff_terms
from gpss_sim.market.agencies.view import AgencyView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies import BIDDING, PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.equilibrium import solve
from gpss_sim.market.policies.payoff import Payoff
from gpss_sim.market.policies.prices import Prospect
from gpss_sim.market.rulebook.procedure_costs import offer_cost
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class BidderView:
    """A candidate's own bidder of a contest.

    ``payoff`` and the prices that follow from it are shares of the ceiling that it expects; ``expected_ceiling`` is
    that over the ceiling, 1 where it is published.
    """

    agency: Agency
    payoff: Payoff
    omega: float
    bid_cost: float
    quality: float
    advantage: float
    idea: float
    partners: tuple[int, ...] = ()
    expected_ceiling: float = 1.0

    @property
    def parties(self) -> tuple[int, ...]:
        """Everybody who offers with it, the leader first."""
        return (self.agency.id, *self.partners)

    @property
    def cost(self) -> float:
        """Its own expected cost of a year [share of ceiling]."""
        return self.payoff.cost * self.expected_ceiling


@dataclass(frozen=True, slots=True)
class Notice:
    """What is known of a purchase to everybody who considers it, worked out once for all of them.

    ``bid_cost`` is that of an offer before an agency's own luck [share of ceiling]; ``expected`` is the ceiling that is
    expected over the ceiling, 1 where it is published.
    """

    view: AgencyView
    project: CityProject
    year: int
    by_agency: bool
    expected: float
    costs: CostDistribution
    ceiling: int
    bid_cost: float
    worth: PayoffTerms

    def offered(self, agency: Agency, idea: float) -> float:
        """Quality an offer shows, the record as far as it counts [points]."""
        award, directory = self.project.bought.award, self.view.directory
        promise = _claim(self, agency, directory.promise_of(agency.id) + idea)
        return award.record_weight * directory.record_of(agency.id) + (1 - award.record_weight) * promise


def notice_of(view: AgencyView, project: CityProject, method: Method) -> Notice:
    """What is published of a project that is let by a method now."""
    scenario, year = view.scenario, view.year
    factor, ceiling = project.estimate.factor(project.form, year), project.ceiling(scenario, year)
    # A secret ceiling is expected to be without error.
    expected = 1 / factor if project.bought.award.secret_estimate else 1.0
    return Notice(
        view=view,
        project=project,
        year=year,
        by_agency=project.form.staffing == "by_agency",
        expected=expected,
        costs=public_costs(scenario, project.form, year, factor * expected),
        ceiling=ceiling,
        bid_cost=offer_cost(scenario, method, ceiling),
        worth=payoff_terms(scenario, project.bought),
    )


def consider(notice: Notice, agency: Agency) -> BidderView:
    """What an agency knows of itself: cost, cost of offering [share of ceiling], quality, advantage [points]."""
    view, project, year, profile = notice.view, notice.project, notice.year, agency.profile
    scenario, luck, place = view.scenario, view.luck, project.index
    omega, theta = 0.0, 1.0
    if notice.by_agency:
        omega = scenario.agencies.omega_mean + scenario.agencies.omega * luck.cost_draw(profile.key, place, year)
        theta = agency.theta
    cost = notice.costs.of(theta, omega, wage_of(scenario, project.form, profile, year))
    spread = project.mode.proposal_sd
    idea = spread * luck.idea(profile.key, place, year) if spread else 0.0
    quality = notice.offered(agency, idea)
    return BidderView(
        agency=agency,
        payoff=notice.worth.of(profile.motives, agency.capability + idea, cost),
        omega=omega,
        bid_cost=notice.bid_cost * luck.bid_cost(profile.key, place, year, scenario.market.bid_cost_sd),
        quality=quality,
        advantage=view.beliefs.advantage(
            project.bought.award, quality, incumbent=agency.id in project.letting.incumbents
        ),
        idea=idea,
        expected_ceiling=notice.expected,
    )


def _claim(notice: Notice, agency: Agency, truth: float) -> float:
    """Quality a written offer shows, as far as raters believe it [points]: discounted by the record (equation 8.2)."""
    award, key, luck = notice.project.bought.award, agency.profile.key, notice.view.luck
    if award.claim_noise or award.claim_inflation:
        truth += award.claim_inflation * luck.boldness(key)
        truth += award.claim_noise * luck.claim_noise(key, notice.project.index, notice.year)
    if award.claim_trust == 1 or agency.record is None:
        return truth
    return agency.record + award.claim_trust * (truth - agency.record) if truth > agency.record else truth


def make_offer(notice: Notice, bidder: BidderView, contest: Contest, attempt: int, noise: float) -> Offer | None:
    """The offer of one candidate, or None if it does not pay or cash does not allow it.

    Parameters
    ----------
    noise : float [points]
        Spread of the raters' error on its quality.
    """
    project, award = notice.project, notice.project.bought.award
    if not _cash_allows(notice, bidder):
        return None
    price = PRICES[project.mode.price]().offer(_prospect(notice.view.scenario, project, bidder, contest))
    if price is None:
        return None
    error = notice.view.luck.offer_noise(bidder.agency.profile.key, project.index, notice.year, attempt)
    bonus = award.incumbency if bidder.agency.id in project.letting.incumbents else 0.0
    price *= bidder.expected_ceiling
    return Offer(bidder.agency.id, price, bidder.quality + noise * error, bonus, len(bidder.agency.contracts))


def _prospect(scenario: Scenario, project: CityProject, bidder: BidderView, contest: Contest) -> Prospect:
    rule = BIDDING[scenario.rules.award.bidding]()

    def chance(price: float) -> float:
        return float(solve(contest).win(np.array([price]), bidder.advantage)[0])

    def ask(payoff: Payoff) -> float | None:
        return rule.ask(payoff, bidder.advantage, contest)

    return Prospect(
        payoff=bidder.payoff,
        bid_cost=bidder.bid_cost,
        fixed=project.form.fixed_price,
        alpha=scenario.rules.negotiation.alpha,
        bargaining=scenario.rules.negotiation.rule,
        public_costs=contest.costs.quantiles(),
        cut=project.mode.cut,
        chance=chance,
        ask=ask,
        decides=SELLERS[project.mode.seller].decides,
    )


def credit_line(scenario: Scenario, agency: Agency, year: int) -> int:
    """Credit [fen]: months of the payroll of its contracts, half for agencies under ten workers."""
    months = scenario.agencies.credit_months * (0.5 if agency.profile.abilities.scale < 10 else 1.0)
    return round(months * agency.posts * monthly_wage(scenario, year))


def monthly_wage(scenario: Scenario, year: int) -> float:
    """Reference pay of one worker a month in a fiscal year [fen]."""
    delivery = scenario.delivery
    growth = (1 + scenario.budget.wage_growth) ** year
    return money.to_fen(delivery.post_price) * delivery.wage_share * growth / fiscal.MONTHS


def _cash_allows(notice: Notice, bidder: BidderView) -> bool:
    """Cash and credit cover the offer and the first months of the project; the buyer advances them to its own."""
    if not SELLERS[notice.project.mode.seller].decides:
        return True
    scenario = notice.view.scenario
    months = scenario.market.working_capital
    need = notice.ceiling * (bidder.bid_cost + bidder.cost * months / fiscal.MONTHS)
    cash = notice.view.ledger.balances[bidder.agency.account]
    return cash + credit_line(scenario, bidder.agency, notice.year) >= need
