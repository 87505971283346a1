"""What every registered policy of a kind must keep; whoever registers a new one is greeted here."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gpss_sim.market.policies import (
    ADMIN_RULES,
    AWARDS,
    BIDDING,
    CHOICES,
    ENTRIES,
    MISSING_RECORDS,
    PRICES,
    REDUCTIONS,
    RENEWALS,
    SCHEDULES,
    SELLERS,
)
from gpss_sim.market.policies.awards import Offer, winners
from gpss_sim.market.policies.choices import Option, Taste
from gpss_sim.market.policies.contest import Contest, PublicPayoff
from gpss_sim.market.policies.costs import CostDistribution
from gpss_sim.market.policies.dimensions import DIMENSIONS, FULL, Report
from gpss_sim.market.policies.entries import FASTEST
from gpss_sim.market.policies.payoff import Stakes
from gpss_sim.market.policies.prices import Prospect
from gpss_sim.market.policies.reductions import Lines
from gpss_sim.market.policies.renewals import Standing
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.registry import Registry
from gpss_sim.scenario.catalogue import ANY
from gpss_sim.scenario.registries import REGISTRIES
from gpss_sim.simulate import run
from tests.city import load
from tests.pool import Pool

COSTS = CostDistribution(0.75, 1.0, 0.0, 0.03, 0.80, 0.12, ceiling=1.0)
LINES = Lines(70, 80, 90)
STAKES = Stakes(LINES, noise=4.0, effort_cost=0.002, effort_max=20.0)
CONTEST = Contest(
    rivals=4,
    participation=0.8,
    minimum=3,
    price_weight=0.15,
    quality_sd=4,
    noise_sd=2,
    costs=COSTS,
    payoff=PublicPayoff(STAKES, 78.0, continuation=0.6, survival=0.05),
)


def prospect(cost: float, win: float) -> Prospect:
    """An agency of some cost whose chance does not depend on its price."""
    return Prospect(
        payoff=CONTEST.payoff.of(cost),
        bid_cost=0.015,
        fixed=False,
        alpha=0.5,
        bargaining="nash",
        public_costs=COSTS.quantiles(),
        cut=0.2,
        chance=lambda price: win,
        ask=lambda own: max(own.cost, 0.9) if own.cost <= 1 else None,
    )


def sellers(rule: Any) -> None:
    """Each is asked once; no more than the method invites; asking twice asks the same."""
    for invited in (None, 1, 3, 6):
        asked = list(rule().candidates(0, invited, Pool()))
        assert len(set(asked)) == len(asked)
        assert set(asked) <= set(range(6))
        assert invited is None or len(asked) <= invited
        assert asked == list(rule().candidates(0, invited, Pool()))


def prices(rule: Any) -> None:
    """A price lies above 0 and at the ceiling at most; who can never win does not offer, unless payroll is settled."""
    for cost, win in product((0.5, 0.8, 0.99), (0.2, 1.0)):
        price = rule().offer(prospect(cost, win))
        assert price is None or 0 < price <= 1
    assert rule.settles_payroll or rule().offer(prospect(0.8, 0.0)) is None


def renewals(rule: Any) -> None:
    """A pass never costs the next year that a failure keeps; where nothing can cost it, no line is drawn."""
    standings = [Standing(70, alternative, passed, 4) for alternative in (None, 60, 90) for passed in (False, True)]
    kept = [rule().continues(standing) for standing in standings]
    assert all(passed >= failed for failed, passed in zip(kept[::2], kept[1::2], strict=True))
    line = rule().lost_below(76, 80)
    assert (line is None) == (all(kept) and not rule.reopens)


def awards(rule: Any) -> None:
    """One score an offer; the order in which offers lie on the table decides nothing."""
    weight = 0.15 if rule.price_weight is None else rule.price_weight
    offers = [Offer(0, 0.9, 80, 0), Offer(1, 0.9, 85, 2), Offer(2, 0.8, 70, 0), Offer(3, 0.95, 90, 0)]
    lots = [0.3, 0.9, 0.1, 0.5]
    best = set()
    for order in permutations(range(4)):
        scores = rule().scores([offers[k] for k in order], weight, [lots[k] for k in order])
        assert len(scores) == 4
        best.add(winners([offers[k] for k in order], scores, 1)[0].agency)
    assert len(best) == 1


def bids(rule: Any) -> None:
    """From cost to the ceiling; whoever cannot deliver at the ceiling does not offer."""
    asked = [rule().ask(CONTEST.payoff.of(cost), 0.0, CONTEST) for cost in (0.72, 0.85, 0.92)]
    assert all(cost <= price <= 1 for cost, price in zip((0.72, 0.85, 0.92), asked, strict=True))
    assert rule().ask(CONTEST.payoff.of(1.01), 0.0, CONTEST) is None


def entries(rule: Any) -> None:
    """Founding is neither negative nor faster than the newcomers who stand ready."""
    for newcomers, everybody in product((0.0, 0.3, 1.0), (0.0, 0.1, 1.0)):
        assert 0 <= rule().pace(newcomers, everybody) <= FASTEST


def missing_records(rule: Any) -> None:
    """Points of a hundred, whatever the city looks like."""
    for mean, line, promise in product((60, 95), (60, 85), (50, 99)):
        assert 0 <= rule().stands(mean, line, promise) <= FULL


def administration(rule: Any) -> None:
    """A share of working time within the larger of what is usual and what is possible."""
    for favour, slope in product((0.0, 0.1, 5.0), (0.0, 0.1, 5.0)):
        assert 0 <= rule().diverted(0.15, 0.45, favour, slope) <= 0.45


def choices(rule: Any) -> None:
    """Any luck picks one of the options; a point of quality never drives people away."""
    seen = [Option(3, 80, True), Option(1, 70, False), Option(2, 95, False)]
    for luck in (0.0, 0.5, float(np.nextafter(1, 0))):
        assert rule().pick(seen, Taste(0.3, 1), luck) in range(3)
    assert all(rule().pull(n, Taste(0.3, 1)) >= 0 for n in range(1, 6))


def schedules(rule: Any) -> None:
    """All of the price within the year, in the order in which it falls due."""
    tranches = rule(((0.0, 0.4), (6.0, 0.4), (12.0, 0.2)))
    months = [month for month, _ in tranches]
    assert months == sorted(months)
    assert 0 <= months[0] <= months[-1] <= 12
    assert sum(share for _, share in tranches) == pytest.approx(1)


def reductions(rule: Any) -> None:
    """From nothing to everything, never less for a better score; without noise the mean is the rule itself."""
    scores = np.linspace(50, 100, 101)
    shares = [rule().share(float(score), LINES) for score in scores]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert rule().expected(scores, 0.0, LINES) == pytest.approx(shares)


def dimensions(rule: Any) -> None:
    """Points of a hundred; a point of quality gains what the rule says it gains."""
    reports = [Report(quality=q, effect=q, volume=v, staffed=s) for q, v, s in product((0, 80, 100), (0, 1.4), (0, 1))]
    assert all(0 <= rule().value(report) <= FULL for report in reports)
    low, high = (rule().value(Report(quality=q, effect=q, volume=0.9, staffed=0.9)) for q in (80, 81))
    assert high - low == pytest.approx(rule.slope)


CONTRACTS: dict[Registry[Any], Callable[[Any], None]] = {
    SELLERS: sellers,
    PRICES: prices,
    RENEWALS: renewals,
    AWARDS: awards,
    BIDDING: bids,
    ENTRIES: entries,
    MISSING_RECORDS: missing_records,
    ADMIN_RULES: administration,
    CHOICES: choices,
    SCHEDULES: schedules,
    REDUCTIONS: reductions,
    DIMENSIONS: dimensions,
}
REGISTERED = [(registry, name) for registry in CONTRACTS for name in registry]


def test_every_kind_of_policy_of_the_market_has_a_contract() -> None:
    """The selection of projects belongs to the budget decision, which has tests of its own."""
    named = {path: registry for path, registry in REGISTRIES.items() if registry not in CONTRACTS}
    assert list(named) == ["rules.selection"]


@pytest.mark.parametrize(("registry", "name"), REGISTERED, ids=[f"{r.kind} {n}" for r, n in REGISTERED])
def test_it_keeps_the_contract_of_its_kind(registry: Registry[Any], name: str) -> None:
    CONTRACTS[registry](registry[name])


SPECIAL = {
    "lowest_price": ("rules.award.price_weight=1",),
    "named": ('agencies.listed=[{id="named", district="east"}]',),
}
"""What some policies need beside their name."""
ALL = [(path.replace(ANY, "competitive"), name) for path, registry in REGISTRIES.items() for name in registry]
ALL += [("assessment.dimensions", name) for name in DIMENSIONS]


@pytest.mark.parametrize(("path", "name"), ALL)
def test_a_city_lives_a_year_with_it(path: str, name: str, tmp_path: Path) -> None:
    """Money is accounted for, and what was bought was served."""
    setting = f"{path}={{{name} = 1}}" if path == "assessment.dimensions" else f"{path}={name}"
    found = evaluate(run(load(tmp_path, "calendar.years=1", setting, *SPECIAL.get(name, ())), seed=7))
    values = {row.metric: row.value for row in found if row.year == "1"}
    assert values["unaccounted"] == 0
    assert values["served"] > 0
