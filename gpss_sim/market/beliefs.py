"""What is publicly believed about tenders: who takes part, and how good rivals are.

Beliefs start at the equilibrium of high participation, if there is one, and follow what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev

import numpy as np

from gpss_sim.market.channels import Purchase
from gpss_sim.market.guideline import ceiling_level, kept_ready
from gpss_sim.market.policies.contest import RIVALS_AT_MOST, Contest
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.procedure_costs import offer_cost, usual_ceiling
from gpss_sim.scenario.award import Award
from gpss_sim.scenario.rulebook import Form, Method
from gpss_sim.scenario.schema import Scenario

_COARSE = (0, 1, 2, 3, 4, 6, 8, 11, 15, RIVALS_AT_MOST)
_STEP = 0.1


@dataclass(slots=True)
class Beliefs:
    """Public beliefs, by procurement method and funding form.

    Parameters
    ----------
    scenario : Scenario
        Rules and types.
    quality, spread : float [points]
        Mean and standard deviation of the quality that rivals' offers are expected to show.
    """

    scenario: Scenario
    quality: float
    spread: float
    participation: dict[tuple[str, str], float] = field(default_factory=dict)

    def contest(self, name: str, bought: Purchase, method: Method, rivals: int, raters: int, year: int) -> Contest:
        """The contest among `rivals` eligible agencies as everybody sees it."""
        key = (name, bought.form_name)
        if key not in self.participation:
            self.participation[key] = self._high_participation(bought, method, rivals, raters, year)
        exact = bought.award.price_weight == 1
        belief = self.participation[key]
        return self._contest(
            bought,
            method,
            rivals if exact else _coarse(rivals),
            belief if exact or belief in (0.0, 1.0) else max(_STEP, round(belief / _STEP) * _STEP),
            raters,
            year,
        )

    def observe(self, name: str, bought: Purchase, eligible: int, qualities: Sequence[float]) -> None:
        """Learn from an opened procedure: who took part among the eligible, and how good they were (equation 8.6)."""
        pace = self.scenario.market.learning
        key = (name, bought.form_name)
        if key in self.participation and eligible:
            self.participation[key] += pace * (len(qualities) / eligible - self.participation[key])
        if qualities:
            self.quality += pace * (fmean(qualities) - self.quality)
        if len(qualities) > 1:
            self.spread += pace * (stdev(qualities) - self.spread)

    def _contest(
        self, bought: Purchase, method: Method, rivals: int, participation: float, raters: int, year: int
    ) -> Contest:
        market, award = self.scenario.market, bought.award
        return Contest(
            rivals=rivals,
            participation=participation,
            minimum=method.min_bidders,
            price_weight=award.price_weight,
            quality_sd=round(self.spread) if award.price_weight < 1 else 0.0,
            noise_sd=offer_noise(award, self.scenario.assessment.rater_noise, raters),
            fixed=bought.form.fixed_price,
            costs=public_costs(self.scenario, bought.form, year),
            continuation=market.discount * market.renewal_belief,
            survival=market.survival_value,
        )

    def _high_participation(self, bought: Purchase, method: Method, rivals: int, raters: int, year: int) -> float:
        """The largest share that would offer if everybody expected that share: high participation, if any (T4)."""
        bid_cost = offer_cost(self.scenario, method, usual_ceiling(self.scenario, bought.form))
        exact = bought.award.price_weight == 1
        for step in range(round(1 / _STEP), 0, -1):
            share = step * _STEP
            contest = self._contest(bought, method, rivals if exact else _coarse(rivals), share, raters, year)
            offering = self._offering(contest, bid_cost)
            if offering >= share - _STEP / 2:
                return offering if exact else share
        return 0.0

    def _offering(self, contest: Contest, bid_cost: float) -> float:
        """Share of types for whom an offer is worth its cost."""
        costs = contest.costs.quantiles()[32::64]
        spread = (1 - contest.price_weight) * contest.quality_sd
        solution = contest.solve()
        offers = 0
        for advantage in spread * np.linspace(-1.5, 1.5, 5):
            for cost in costs:
                price = 1.0 if contest.fixed else solution.ask(float(cost), float(advantage))
                if price is not None and price <= 1.0:
                    worth = (price - cost) + contest.continuation * max(price - cost, 0) + contest.survival
                    offers += float(solution.win(np.array([price]), float(advantage))[0]) * worth > bid_cost
        return offers / (5 * len(costs))


def public_costs(scenario: Scenario, form: Form, year: int) -> CostDistribution:
    """Distribution of costs everybody knows, for a funding form."""
    own, delivery = scenario.agencies, scenario.delivery
    by_agency = form.staffing == "by_agency"
    return CostDistribution(
        theta_low=own.theta_low if by_agency else 1.0,
        theta_high=own.theta_high if by_agency else 1.0,
        omega_mean=own.omega_mean if by_agency else 0.0,
        omega=own.omega if by_agency else 0.0,
        wage_share=delivery.wage_share * kept_ready(scenario, form),
        overhead_share=delivery.running_share,
        ceiling=ceiling_level(scenario, form, year),
        pooled=scenario.rules.consortium.members,
        synergy=scenario.rules.consortium.synergy,
        exponent=own.cost_exponent if by_agency else 1.0,
    )


def offer_noise(award: Award, rater_noise: float, raters: int) -> float:
    """Spread of the raters' error on the quality points of one offer [points]; the record carries none."""
    return (1 - award.record_weight) * rater_noise / np.sqrt(raters)


def _coarse(rivals: int) -> int:
    """Number of rivals for which a table is kept: bidders distinguish few from few, not many from many."""
    return min(_COARSE, key=lambda number: (abs(number - rivals), number))
