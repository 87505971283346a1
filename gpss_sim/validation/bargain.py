"""The bargaining weight that negotiated prices imply, where tenders on the same market say what the service costs.

Under Nash bargaining the price is the agency's cost and a share of what is left below the ceiling (T5). Negotiated
contracts of Japanese ministries with nonprofits (evidence 2F) give the mean price over the estimate; tenders of the
same ministries with two to five bidders give, by theory (T1, uniform costs that end at the estimate), the spread of
costs and with it the mean cost. What is left is the weight::

    price = cost + weight · (1 − cost),   cost = 1 − spread / 2   ⇒   weight = 1 − (1 − price) / (spread / 2)

Contracts above the estimate were left out of the data, so the weight is rather too low than too high; half of the
negotiated contracts stand at the estimate itself, where the weight is 1.

References
----------
evidence 2F, T1, T5.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from statistics import fmean

from gpss_sim.validation.curve import RIVALLED, Observed, observed
from gpss_sim.validation.facts import FOLDER


def negotiated() -> Observed:
    """Negotiated contracts of the evidence; their number of bidders is none."""
    with (FOLDER / "prices.csv").open(encoding="utf-8", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["mode"] == "negotiated")
    return Observed(0, int(row["contracts"]), float(row["mean"]), float(row["sd"]))


def implied_spread(row: Observed) -> float:
    """Spread of uniform costs below the ceiling under which tenders have this mean price [share of ceiling].

    >>> round(implied_spread(Observed(3, 100, 0.9, 0.1)), 6)
    0.2
    """
    return (1 - row.mean) * (row.bidders + 1) / (row.bidders - 1)


def implied_weight(price: float, spread: float) -> float:
    """Bargaining weight of the agency at a mean negotiated price [share of ceiling] and a spread of costs.

    >>> implied_weight(1.0, 0.45), round(implied_weight(0.95, 0.2), 6)
    (1.0, 0.5)
    """
    return 1 - (1 - price) / (spread / 2)


def weight() -> tuple[float, float, float]:
    """The weight at the mean of the implied spreads; at the least spread and a price two errors lower; at most.

    At most is the weight at the median contract, which stands at the estimate.
    """
    rows: Sequence[Observed] = [row for row in observed() if row.bidders in RIVALLED]
    spreads, price = [implied_spread(row) for row in rows], negotiated()
    least = implied_weight(price.mean - 2 * price.sd / math.sqrt(price.contracts), min(spreads))
    return implied_weight(price.mean, fmean(spreads)), least, 1.0
