"""Who offers what: each candidate weighs cost, chance and cash, and asks its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.agency import Agency, wage_of
from gpss_sim.market.agencies.beliefs import offer_noise, public_costs
from gpss_sim.market.agencies.payoffs import payoff_of
from gpss_sim.market.agencies.view import AgencyView
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies import BIDDING, PRICES, SELLERS
from gpss_sim.market.policies.awards import Offer
from gpss_sim.market.policies.contest import Contest
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


def consider(view: AgencyView, project: CityProject, agency: Agency, method: Method) -> BidderView:
    """What an agency knows of itself: cost, cost of offering [share of ceiling], quality, advantage [points]."""
    scenario, year, profile = view.scenario, view.year, agency.profile
    award = project.bought.award
    by_agency = project.form.staffing == "by_agency"
    draw = view.luck.cost_draw(profile.key, project.index, year) if by_agency else 0.0
    omega = scenario.agencies.omega_mean + scenario.agencies.omega * draw if by_agency else 0.0
    wage = wage_of(scenario, project.form, profile, year)
    estimate = project.estimate(year)
    expected = 1 / estimate if award.secret_estimate else 1.0  # a secret ceiling is expected to be without error
    costs = public_costs(scenario, project.form, year, estimate * expected)
    cost = costs.of(agency.theta if by_agency else 1.0, omega, wage)
    factor = view.luck.bid_cost(profile.key, project.index, year, scenario.market.bid_cost_sd)
    spread = project.mode.proposal_sd
    idea = spread * view.luck.idea(profile.key, project.index, year) if spread else 0.0
    promise = _claim(view, project, agency, view.directory.promise_of(agency.id) + idea)
    quality = award.record_weight * view.directory.record_of(agency.id) + (1 - award.record_weight) * promise
    return BidderView(
        agency=agency,
        payoff=payoff_of(scenario, project.bought, profile, agency.capability + idea, cost),
        omega=omega,
        bid_cost=offer_cost(scenario, method, project.ceiling(scenario, year)) * factor,
        quality=quality,
        advantage=view.beliefs.advantage(award, quality, incumbent=agency.id in project.incumbents),
        idea=idea,
        expected_ceiling=expected,
    )


def _claim(view: AgencyView, project: CityProject, agency: Agency, truth: float) -> float:
    """Quality a written offer shows, as far as raters believe it [points]: discounted by the record (equation 8.2)."""
    award, key = project.bought.award, agency.profile.key
    if award.claim_noise or award.claim_inflation:
        truth += award.claim_inflation * view.luck.boldness(key)
        truth += award.claim_noise * view.luck.claim_noise(key, project.index, view.year)
    if award.claim_trust == 1 or agency.record is None:
        return truth
    return agency.record + award.claim_trust * (truth - agency.record) if truth > agency.record else truth


def make_offer(
    view: AgencyView, project: CityProject, bidder: BidderView, contest: Contest, attempt: int, raters: int
) -> Offer | None:
    """The offer of one candidate, or None if it does not pay or cash does not allow it."""
    scenario, award = view.scenario, project.bought.award
    if not _cash_allows(view, project, bidder):
        return None
    price = PRICES[project.mode.price]().offer(_prospect(view.scenario, project, bidder, contest))
    if price is None:
        return None
    noise = offer_noise(scenario, project.bought, raters)
    error = view.luck.offer_noise(bidder.agency.profile.key, project.index, view.year, attempt)
    bonus = award.incumbency if bidder.agency.id in project.incumbents else 0.0
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
    months = scenario.agencies.credit_months * (0.5 if agency.profile.scale < 10 else 1.0)
    return round(months * agency.posts * monthly_wage(scenario, year))


def monthly_wage(scenario: Scenario, year: int) -> float:
    """Reference pay of one worker a month in a fiscal year [fen]."""
    delivery = scenario.delivery
    growth = (1 + scenario.budget.wage_growth) ** year
    return money.to_fen(delivery.post_price) * delivery.wage_share * growth / fiscal.MONTHS


def _cash_allows(view: AgencyView, project: CityProject, bidder: BidderView) -> bool:
    """Cash and credit cover the offer and the first months of the project; the buyer advances them to its own."""
    if not SELLERS[project.mode.seller].decides:
        return True
    ceiling = project.ceiling(view.scenario, view.year)
    months = view.scenario.market.working_capital
    need = ceiling * (bidder.bid_cost + bidder.cost * months / fiscal.MONTHS)
    return view.ledger.balances[bidder.agency.account] + credit_line(view.scenario, bidder.agency, view.year) >= need
