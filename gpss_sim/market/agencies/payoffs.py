"""What a contract is worth to an agency, before the award and at the start of each year."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from gpss_sim.market.agencies.agency import Motives
from gpss_sim.market.policies import PRICES, RENEWALS
from gpss_sim.market.policies.contest import PublicPayoff
from gpss_sim.market.policies.payoff import Payoff, Stakes
from gpss_sim.market.policies.retention import RetainedAbove, Retention
from gpss_sim.market.rulebook.held_back import held_back_share
from gpss_sim.market.rulebook.panel import lines_of, measured, spread_of_score
from gpss_sim.scenario.award import Award
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.scenario.rulebook import Mode
from gpss_sim.scenario.schema import Scenario


def stakes_of(
    scenario: Scenario,
    bought: Purchase,
    mission: float,
    effort_cost: float,
    retention: Retention | None,
    draw: float = 0.0,
) -> Stakes:
    """What a score decides on what is bought in some way, for an agency of some mission and cost of effort.

    Parameters
    ----------
    mission : float [1/point]
    effort_cost : float [1/point²]
    retention : Retention or None
        How a score decides on the next term; None: no score costs it.
    draw : float [1/point]
        Worth of the cases that a point draws, where cases are paid.
    """
    payment, rules, mode, form = scenario.payment, scenario.assessment, bought.mode, bought.form
    payroll = PRICES[mode.price].settles_payroll
    return Stakes(
        lines=lines_of(scenario),
        noise=spread_of_score(scenario, mode, bought.rater_noise),
        effort_cost=effort_cost,
        effort_max=rules.effort_max,
        mission=mission,
        draw=draw,
        held_back=held_back_share(scenario, mode, form),
        reduction=payment.reduction,
        fine=0.0 if payroll else payment.rectification,
        reward=rules.reward,
        measured=measured(scenario, form),
        retention=retention,
    )


def expected_retention(scenario: Scenario, mode: Mode) -> Retention | None:
    """How a score is expected to decide on the next term before the incumbent's rivals are known: by the pass line."""
    line = scenario.assessment.pass_line
    lost_below = RENEWALS[mode.renewal]().lost_below(line, line)
    return None if lost_below is None else RetainedAbove(lost_below)


def continuation(scenario: Scenario) -> float:
    """Worth of a later term per unit of margin."""
    return scenario.market.discount * scenario.market.renewal_belief


def waiting(scenario: Scenario, mode: Mode) -> float:
    """Cost of the expected wait for tranches that arrive late [share of price]; none where the payroll is settled."""
    payment = scenario.payment
    if PRICES[mode.price].settles_payroll:
        return 0.0
    months = payment.late_probability * payment.late_median * exp(0.5 * payment.late_sd**2)
    return scenario.market.capital_cost * months


def public_payoff(scenario: Scenario, bought: Purchase) -> PublicPayoff:
    """What everybody believes a contract bought in some way is worth to the usual agency."""
    own, mode = scenario.agencies, bought.mode
    return PublicPayoff(
        stakes=stakes_of(scenario, bought, own.mission, own.effort_cost, expected_retention(scenario, mode)),
        quality=scenario.delivery.quality_base,
        reliability=offer_reliability(scenario, bought.award),
        continuation=continuation(scenario),
        survival=scenario.market.survival_value,
        waiting=waiting(scenario, mode),
        secrecy=secrecy(scenario, bought.award),
    )


def secrecy(scenario: Scenario, award: Award) -> float:
    """Standard deviation of the logarithm of the ceiling, as far as bidders do not know it."""
    return scenario.rules.estimate_error if award.secret_estimate else 0.0


def offer_reliability(scenario: Scenario, award: Award) -> float:
    """How much of a difference in offered quality is a difference in capability, by Bayes' rule."""
    truth = scenario.agencies.capability_sd**2
    error = ((1 - award.record_weight) * award.claim_trust) ** 2 * (award.claim_noise**2 + award.claim_inflation**2)
    return truth / (truth + error) if truth else 1.0


@dataclass(frozen=True, slots=True)
class PayoffTerms:
    """What a contract bought in some way is worth, as far as it is the same for every agency.

    Parameters
    ----------
    stakes : Stakes
        What a score decides, for an agency without mission.
    quality : float [points]
        Expected quality without effort of an agency of no shift in capability.
    continuation, survival, waiting, secrecy : float
        As in :class:`~gpss_sim.market.policies.payoff.Payoff`.
    """

    stakes: Stakes
    quality: float
    continuation: float
    survival: float
    waiting: float
    secrecy: float

    def of(self, motives: Motives, capability: float, cost: float) -> Payoff:
        """What the contract is worth to one agency.

        Parameters
        ----------
        motives : Motives
            What quality is worth to the agency, and what effort costs it.
        capability : float [points]
            Shift of the quality index it would deliver, its idea for the project included.
        cost : float [share of ceiling]
            Its expected cost of a year.
        """
        usual = self.stakes
        stakes = Stakes(  # written out, as `replace` takes three times as long
            usual.lines,
            usual.noise,
            motives.effort_cost,
            usual.effort_max,
            motives.mission,
            usual.draw,
            usual.held_back,
            usual.reduction,
            usual.fine,
            usual.reward,
            usual.measured,
            usual.retention,
        )
        quality = self.quality + capability
        return Payoff(cost, quality, stakes, self.continuation, self.survival, self.waiting, self.secrecy)


def payoff_terms(scenario: Scenario, bought: Purchase) -> PayoffTerms:
    """What is the same for every agency in the worth of a contract bought in some way."""
    mode, own = bought.mode, scenario.agencies
    return PayoffTerms(
        stakes=stakes_of(scenario, bought, 0.0, own.effort_cost, expected_retention(scenario, mode)),
        quality=scenario.delivery.quality_base,
        continuation=continuation(scenario),
        survival=scenario.market.survival_value,
        waiting=waiting(scenario, mode),
        secrecy=secrecy(scenario, bought.award),
    )


def payoff_of(scenario: Scenario, bought: Purchase, motives: Motives, capability: float, cost: float) -> Payoff:
    """What a contract is worth to one agency; see :meth:`PayoffTerms.of`."""
    return payoff_terms(scenario, bought).of(motives, capability, cost)
