"""What is publicly believed about tenders: who takes part, and how good rivals are.

Beliefs start at the equilibrium of high participation, if there is one, and follow what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log
from statistics import fmean, stdev

import numpy as np

from gpss_sim.market.agencies.payoffs import public_payoff
from gpss_sim.market.contracts.guideline import ceiling_level, kept_ready, running_share
from gpss_sim.market.policies import AWARDS
from gpss_sim.market.policies.contest import RIVALS_AT_MOST, Contest
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.participation import offering
from gpss_sim.market.rulebook.procedure_costs import offer_cost, usual_ceiling
from gpss_sim.scenario.award import Award
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario

_COARSE = (0, 1, 2, 3, 4, 6, 8, 11, 15, RIVALS_AT_MOST)
_STEP, _FINE_STEP = 0.1, 0.002
"""Steps in which the belief about participation is heard: coarse where qualities differ, fine on price alone."""
_ESTIMATE_STEP = 0.05
"""Step of the logarithm of a ceiling in which contests are told apart."""
_RATIO, _LEAST_RIVALS = 1.15, 0.05
"""Ratio in which usual numbers of rivals are told apart."""


@dataclass(slots=True)
class Beliefs:
    """Public beliefs, by procurement method and funding form.

    Parameters
    ----------
    scenario : Scenario
        Rules and types.
    quality, spread : float [points]
        Mean and standard deviation of the quality that rivals' offers are expected to show.
    met : dict of Contest
        Contests met until now, in order.
    """

    scenario: Scenario
    quality: float
    spread: float
    participation: dict[tuple[str, str], float] = field(default_factory=dict)
    usual_rivals: dict[tuple[str, str], float] = field(default_factory=dict)
    met: dict[Contest, None] = field(default_factory=dict)

    def contest(
        self, name: str, bought: Purchase, method: Method, rivals: int, raters: int, year: int, estimate: float = 1.0
    ) -> Contest:
        """The contest among `rivals` eligible agencies as everybody sees it.

        Parameters
        ----------
        name : str
            Name of the method.
        estimate : float
            Published ceiling over what it would be without an error of estimation.
        """
        key = (name, bought.form_name)
        usual = self.usual_rivals.setdefault(key, float(rivals))
        if key not in self.participation:
            self.participation[key] = self._high_participation(bought, method, rivals, raters, year)
        exact, belief = self._is_exact(bought, raters), self.participation[key]
        if exact or belief in (0.0, 1.0):
            belief = round(belief / _FINE_STEP) * _FINE_STEP
        else:
            belief = max(_STEP, round(belief / _STEP) * _STEP)
        if bought.award.rivals_known:
            number = rivals if exact else _coarse(rivals)
        else:
            number, belief = RIVALS_AT_MOST, _rounded(belief * usual) / RIVALS_AT_MOST
        estimate = 1.0 if bought.award.secret_estimate else exp(round(log(estimate) / _ESTIMATE_STEP) * _ESTIMATE_STEP)
        contest = _kept(self._contest(bought, method, number, belief, raters, year, estimate))
        self.met.setdefault(contest)
        return contest

    def _is_exact(self, bought: Purchase, raters: int) -> bool:
        """Whether rivals are heard one by one: in a contest on price alone, and by lot; others are heard in steps."""
        award = bought.award
        if award.price_weight == 1 or not AWARDS[award.rule].quality_decides:
            return True
        return round(self.spread) == 0 and offer_noise(self.scenario, bought, raters) == 0

    def advantage(self, award: Award, quality: float, incumbent: bool) -> float:
        """What an offer of some quality [points] has over the usual one in the score [score points]."""
        if not AWARDS[award.rule].quality_decides:
            return 0.0
        return (1 - award.price_weight) * (quality - self.quality) + (award.incumbency if incumbent else 0.0)

    def observe(self, name: str, bought: Purchase, eligible: int, able: float, qualities: Sequence[float]) -> None:
        """Learn from an opened procedure (equation 8.6).

        Parameters
        ----------
        eligible : int
            Agencies that could take part.
        able : float
            Share of costs under which an offer is possible at the ceiling.
        qualities : sequence of float [points]
            Quality of the offers made.
        """
        pace, key = self.scenario.market.learning, (name, bought.form_name)
        if key in self.participation and eligible and able:
            share = min(len(qualities) / (eligible * able), 1.0)
            self.participation[key] += pace * (share - self.participation[key])
        if key in self.usual_rivals:
            self.usual_rivals[key] += pace * (max(eligible - 1, 0) - self.usual_rivals[key])
        if qualities:
            self.quality += pace * (fmean(qualities) - self.quality)
        if len(qualities) > 1:
            self.spread += pace * (stdev(qualities) - self.spread)

    def _contest(
        self,
        bought: Purchase,
        method: Method,
        rivals: int,
        participation: float,
        raters: int,
        year: int,
        estimate: float = 1.0,
    ) -> Contest:
        award = bought.award
        rule = AWARDS[award.rule]
        competes = rule.price_decides and not bought.form.fixed_price
        return Contest(
            rivals=rivals,
            participation=participation,
            minimum=method.min_bidders,
            admits=bought.mode.admits,
            price_weight=award.price_weight,
            quality_sd=round(self.spread) if award.price_weight < 1 else 0.0,
            noise_sd=offer_noise(self.scenario, bought, raters),
            price_decides=competes,
            quality_decides=rule.quality_decides,
            costs=public_costs(self.scenario, bought.form, year, estimate),
            payoff=public_payoff(self.scenario, bought),
        )

    def _high_participation(self, bought: Purchase, method: Method, rivals: int, raters: int, year: int) -> float:
        """The largest share that would offer if everybody expected that share: high participation, if any (T4)."""
        bid_cost = offer_cost(self.scenario, method, usual_ceiling(self.scenario, bought.form))
        exact = self._is_exact(bought, raters)
        for step in range(round(1 / _STEP), 0, -1):
            share = step * _STEP
            contest = self._contest(bought, method, rivals if exact else _coarse(rivals), share, raters, year)
            offered = offering(contest, bid_cost)
            if offered >= share - _STEP / 2:
                return offered if exact else share
        return 0.0


def public_costs(scenario: Scenario, form: Form, year: int, estimate: float = 1.0) -> CostDistribution:
    """Distribution of costs everybody knows, for a funding form, under a ceiling with an error of estimation."""
    own, delivery = scenario.agencies, scenario.delivery
    by_agency = form.staffing == "by_agency"
    return CostDistribution(
        theta_low=own.theta_low if by_agency else 1.0,
        theta_high=own.theta_high if by_agency else 1.0,
        omega_mean=own.omega_mean if by_agency else 0.0,
        omega=own.omega if by_agency else 0.0,
        wage_share=delivery.wage_share * kept_ready(scenario, form),
        overhead_share=running_share(scenario, form),
        ceiling=ceiling_level(scenario, form, year) * estimate,
        pooled=scenario.rules.consortium.members,
        synergy=scenario.rules.consortium.synergy,
        exponent=own.cost_exponent if by_agency else 1.0,
    )


def offer_noise(scenario: Scenario, bought: Purchase, raters: int) -> float:
    """Spread of the raters' error on the quality points of one offer [points]; the record carries none."""
    noise = scenario.assessment.rater_noise if bought.rater_noise is None else bought.rater_noise
    return float((1 - bought.award.record_weight) * noise / np.sqrt(raters))


def _coarse(rivals: int) -> int:
    """Number of rivals for which a table is kept: bidders distinguish few from few, not many from many."""
    return min(_COARSE, key=lambda number: (abs(number - rivals), number))


@lru_cache(maxsize=4096)
def _kept(contest: Contest) -> Contest:
    """The first contest equal to this one: what was computed of it is not computed again."""
    return contest


def _rounded(rivals: float) -> float:
    """A usual number of rivals for which a table is kept."""
    return float(_RATIO ** round(log(rivals) / log(_RATIO))) if rivals > _LEAST_RIVALS else 0.0
