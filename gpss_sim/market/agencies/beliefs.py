"""What is publicly believed about tenders: who takes part, and how good rivals are.

Beliefs start at the equilibrium of high participation, if there is one, and follow what is seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, hypot, log, sqrt
from statistics import fmean, stdev

import numpy as np

from gpss_sim.market.agencies.payoffs import public_payoff
from gpss_sim.market.contracts.guideline import ceiling_level, kept_ready, running_share
from gpss_sim.market.policies import AWARDS
from gpss_sim.market.policies.contest import Contest
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.participation import offering
from gpss_sim.market.rulebook.procedure_costs import offer_cost, usual_ceiling
from gpss_sim.scenario.award import Award
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.purchase import Purchase
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario

_STEP, _FINE_STEP = 0.05, 0.002
"""Steps in which the belief about participation is heard: where qualities differ, and on price alone."""
_FINE_START_STEP, _ROUNDING = 0.02, 1e-9
"""Step in which the participation to begin with is looked for on price alone, and what rounding may take from it."""
_ESTIMATE_STEP, _FINE_ESTIMATE_STEP, _BLURRED_STEP = 0.05, 0.005, 0.1
"""Step of the logarithm of a ceiling in which contests are told apart: at most, on price alone, and times the root of
the spread of quality in prices. What a wrong ceiling costs grows with its square over that spread."""
_SPREAD_STEP = 0.5
"""Step in which spreads of quality are told apart [points]."""
_ONE_BY_ONE, _LEAST_RIVALS = 24, 0.05
"""Number up to which rivals are told apart one by one, and below which a usual number counts as none."""
_RATIO, _FINE_RATIO = 1.05, 1.002
"""Ratios in which more rivals, and usual numbers, are told apart: where qualities differ, and on price alone."""


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
        exact = self._is_exact(bought, raters)
        number, belief = self._heard_rivals(bought, exact, rivals, self.participation[key], usual)
        if bought.award.secret_estimate:
            estimate = 1.0
        else:
            step = _FINE_ESTIMATE_STEP if exact else self._estimate_step(bought, raters)
            estimate = exp(round(log(estimate) / step) * step)
        contest = _kept(self._contest(bought, method, number, belief, raters, year, estimate))
        self.met.setdefault(contest)
        return contest

    def _is_exact(self, bought: Purchase, raters: int) -> bool:
        """Whether rivals are heard one by one: in a contest on price alone, and by lot; others are heard in steps."""
        award = bought.award
        if award.price_weight == 1 or not AWARDS[award.rule].quality_decides:
            return True
        return self._heard_spread() == 0 and offer_noise(self.scenario, bought, raters) == 0

    @staticmethod
    def _heard_rivals(bought: Purchase, exact: bool, rivals: int, share: float, usual: float) -> tuple[int, float]:
        """Number of rivals and their participation as they are heard."""
        if not bought.award.rivals_known:
            number = max(_ONE_BY_ONE, _told_apart(round(usual)))
            return number, min(_rounded(share * usual, _FINE_RATIO if exact else _RATIO) / number, 1.0)
        if exact or share in (0.0, 1.0):
            share = round(share / _FINE_STEP) * _FINE_STEP
        else:
            share = max(_STEP, round(share / _STEP) * _STEP)
        return rivals if exact else _told_apart(rivals), share

    def _estimate_step(self, bought: Purchase, raters: int) -> float:
        """Step of the logarithm of a published ceiling: the finer the less quality blurs what prices decide."""
        weight = bought.award.price_weight
        if weight == 0 or not self._competes(bought):
            return _ESTIMATE_STEP
        spread = (1 - weight) * hypot(self._heard_spread(), offer_noise(self.scenario, bought, raters))
        return min(_ESTIMATE_STEP, _BLURRED_STEP * sqrt(spread / (100 * weight)))

    def _heard_spread(self) -> float:
        return round(self.spread / _SPREAD_STEP) * _SPREAD_STEP

    @staticmethod
    def _competes(bought: Purchase) -> bool:
        """Whether a lower price can win."""
        return AWARDS[bought.award.rule].price_decides and not bought.form.fixed_price

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
        return Contest(
            rivals=rivals,
            participation=participation,
            minimum=method.min_bidders,
            admits=bought.mode.admits,
            price_weight=award.price_weight,
            quality_sd=self._heard_spread() if award.price_weight < 1 else 0.0,
            noise_sd=offer_noise(self.scenario, bought, raters),
            price_decides=self._competes(bought),
            quality_decides=AWARDS[award.rule].quality_decides,
            costs=public_costs(self.scenario, bought.form, year, estimate),
            payoff=public_payoff(self.scenario, bought),
        )

    def _high_participation(self, bought: Purchase, method: Method, rivals: int, raters: int, year: int) -> float:
        """The largest share that would offer if everybody expected that share: high participation, if any (T4).

        On price alone as many as expected have to; where qualities differ, as many but for half a step.
        """
        bid_cost = offer_cost(self.scenario, method, usual_ceiling(self.scenario, bought.form))
        exact = self._is_exact(bought, raters)
        number = rivals if exact else _told_apart(rivals)
        step, missing = (_FINE_START_STEP, _ROUNDING) if exact else (_STEP, _STEP / 2)
        for place in range(round(1 / step), 0, -1):
            share = place * step
            contest = self._contest(bought, method, number, share, raters, year)
            offered = offering(contest, bid_cost)
            if offered >= share - missing:
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


@lru_cache(maxsize=4096)
def _kept(contest: Contest) -> Contest:
    """The first contest equal to this one: what was computed of it is not computed again."""
    return contest


def _told_apart(rivals: int) -> int:
    """Number of rivals as it is heard: few one by one, many by how many times as many they are."""
    return rivals if rivals <= _ONE_BY_ONE else round(_ONE_BY_ONE * _rounded(rivals / _ONE_BY_ONE, _RATIO))


def _rounded(rivals: float, ratio: float) -> float:
    """The nearest step of a number of rivals, in steps of one ratio."""
    return float(ratio ** round(log(rivals) / log(ratio))) if rivals > _LEAST_RIVALS else 0.0
