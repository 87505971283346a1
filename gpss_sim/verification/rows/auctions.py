"""Rows of T1, T2, T4, T5: prices by number of bidders, entry at a cost, bargaining. Prices in shares of the ceiling."""

from __future__ import annotations

from gpss_sim.verification.row import ONCE, Reading, Size, TheoryCase, TheoryRow, metric
from gpss_sim.verification.theory import auction, bargaining
from gpss_sim.verification.theory.entry import EntryEquilibrium

LOW, HIGH, RESERVE = 0.8, 1.0, 0.95
PRICES = Size(8, 30)
"""Where only a mean price is asked for, which is fine after a few runs."""
SPREADS = Size(8, 60)
"""Where the variance of prices is."""
SHARES = Size(8, 460)
"""Where a share of 200 tenders is: three in four."""
RESERVE_SIZES = {1: SHARES, 2: Size(8, 120)}
AGENCIES, REACH = 60, 0.05
EDGE = 0.01
"""How far bid costs stand below and above the critical one, as a share of it."""
GRID = 2e-4
"""Step of the grid on which a buyer looks for its best offer."""


def _variance(exact: float) -> TheoryRow:
    return TheoryRow("price_variance", exact, "price_ratio_sd²", lambda reading: reading("price_ratio_sd") ** 2)


def _open(n: int) -> TheoryCase:
    rows = (
        metric("price_ratio", auction.expected_price(LOW, HIGH, n)),
        _variance(auction.price_variance(LOW, HIGH, n)),
    )
    return TheoryCase(f"T1.bidders_{n}", "verification/auction", rows, SPREADS, (f"agencies.number={n}",))


def _power(n: int, exponent: float) -> TheoryCase:
    rows = (metric("price_ratio", auction.power_price(LOW, HIGH, n, exponent)),)
    settings = (f"agencies.number={n}", f"agencies.cost_exponent={exponent}")
    name = f"{exponent:g}".replace(".", "_")
    return TheoryCase(f"T1.power_{name}_bidders_{n}", "verification/auction", rows, PRICES, settings)


def _reserve(n: int) -> TheoryCase:
    price = auction.reserve_price(LOW, HIGH, RESERVE, n) / RESERVE
    rows = [metric("price_ratio", price, grain=1e-6)]
    if n < 5:  # of five bidders one in a thousand tenders finds nobody: hardly ever seen
        rows.insert(0, metric("awarded_share", auction.awarded(LOW, HIGH, RESERVE, n)))
    return TheoryCase(
        f"T1.reserve_{n}",
        "verification/auction_reserve",
        tuple(rows),
        RESERVE_SIZES.get(n, PRICES),
        (f"agencies.number={n}",),
    )


def _above_all_costs(n: int, value: float) -> TheoryCase:
    price = auction.expected_price(LOW, HIGH, n) / value
    gain = TheoryRow("gain", 1 - price, "1 − price_ratio", lambda reading: 1 - reading("price_ratio"))
    return TheoryCase(
        "T5.auction_of_two",
        "verification/auction",
        (gain,),
        PRICES,
        (f"agencies.number={n}", f"rules.ceiling={value}"),
    )


def _types() -> list[TheoryCase]:
    flat = auction.uniform_sum_above(LOW, 0.2, 1e-6)
    humped = auction.uniform_sum_above(LOW, 0.15, 0.05)
    settings = ("agencies.theta_high=0.95", "agencies.omega_mean=0.025", "agencies.omega=0.025")
    return [
        TheoryCase(
            f"T1.{name}",
            "verification/auction_types",
            (
                metric("price_ratio", auction.price_among_a_random_number(above, LOW, HIGH, AGENCIES, REACH)),
                metric("bidders", AGENCIES * REACH),
                metric("awarded_share", 1 - (1 - REACH) ** AGENCIES),
            ),
            Size(8, 430),
            given,
        )
        for name, above, given in (("own_costs", flat, ()), ("own_and_project_costs", humped, settings))
    ]


def _entry(name: str, agencies: int, bid_cost: float, minimum: int, runs: int) -> TheoryCase:
    theory = EntryEquilibrium(LOW, HIGH, agencies, bid_cost, minimum)
    settings = (
        f"agencies.number={agencies}",
        f"rules.methods.sealed_bids.bid_cost={bid_cost}",
        f"rules.methods.sealed_bids.min_bidders={minimum}",
    )
    rows = (
        metric("bidders", theory.bidders),
        metric("failed_share", theory.failed),
        metric("price_ratio", theory.price),
    )
    return TheoryCase(f"T4.{name}", "verification/entry", rows, Size(6, runs), settings)


def _near_critical(side: int) -> TheoryCase:
    """A market of three required bids stands or falls by whether an offer costs less than a marginal entrant can earn.

    Beliefs learn slowly here: the luck of a few openings would topple a market that is near its edge.
    """
    cost = round(EntryEquilibrium(LOW, HIGH, 8, 0, 3).critical_cost * (1 + side * EDGE), 6)
    exact = float(EntryEquilibrium(LOW, HIGH, 8, cost, 3).share > 0)
    row = TheoryRow("stands", exact, "1 if failed_share < 1, else 0", _stands, margin=EDGE)
    settings = (
        f"rules.methods.sealed_bids.bid_cost={cost!r}",
        "rules.methods.sealed_bids.min_bidders=3",
        "market.learning=0.005",
    )
    return TheoryCase(
        f"T4.{'above' if side > 0 else 'below'}_the_critical_cost", "verification/entry", (row,), ONCE, settings
    )


def _stands(reading: Reading) -> float:
    return float(reading("failed_share") < 1)


def _nash(name: str, weight: float) -> TheoryCase:
    price = bargaining.nash_price(LOW, HIGH, HIGH, weight)
    rows = [metric("price_ratio", price, grain=1e-6)]
    if weight < 1:
        rows.append(_variance(bargaining.nash_variance(LOW, HIGH, weight)))
    size = SPREADS if weight < 1 else ONCE
    return TheoryCase(
        f"T5.nash_{name}", "verification/bargaining", tuple(rows), size, (f"rules.negotiation.alpha={weight}",)
    )


def _take_it_or_leave_it(value: float, size: Size) -> TheoryCase:
    rows = (
        metric("price_ratio", bargaining.best_offer(LOW, value) / value, grain=GRID),
        metric("awarded_share", bargaining.accepted(LOW, HIGH, value)),
    )
    settings = ("rules.negotiation.rule=tioli", f"rules.ceiling={value}")
    return TheoryCase(f"T5.take_it_or_leave_it_{round(100 * value)}", "verification/bargaining", rows, size, settings)


CASES = (
    *(_open(n) for n in (2, 3, 4, 5, 6, 8)),
    *(_power(n, exponent) for n, exponent in ((2, 2.0), (3, 2.0), (4, 0.5), (5, 3.0))),
    *(_reserve(n) for n in (1, 2, 3, 5)),
    *_types(),
    _entry("entry", 8, 0.01, 1, 46),
    _entry("entry_of_five", 5, 0.005, 2, 40),
    _entry("three_bidders_needed", 8, 0.005, 3, 70),
    _near_critical(-1),
    _near_critical(1),
    _nash("near_cost", 0.05),
    _nash("half", 0.5),
    _nash("captured", 1.0),
    _take_it_or_leave_it(1.0, Size(8, 200)),
    _take_it_or_leave_it(1.1, SHARES),
    _above_all_costs(2, 1.1),
)
