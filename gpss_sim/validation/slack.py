"""The slack of a department under which purchase saves what the evidence says it saves.

Contracting out of social work saves nothing on average, −5 to +20 % in all (evidence 2A). The mean price of tenders
and the mean cost that it implies (evidence 2F, T1) differ by what winners keep. If purchase is to save a share of what
direct provision costs, the department's cost is ``price / (1 − saving)``, and its staff exceeds the least by::

    slack = (price / (1 − saving) − cost) / (cost − overhead)

References
----------
evidence 2A (saving v direct provision), 2F, T1.
"""

from __future__ import annotations

import csv
from statistics import fmean

from gpss_sim.validation.bargain import implied_spread
from gpss_sim.validation.curve import RIVALLED, observed
from gpss_sim.validation.facts import FOLDER


def tender_price() -> float:
    """Mean price of tendered contracts, whatever the number of bidders [share of estimate]."""
    with (FOLDER / "prices.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["mode"] == "competitive"]
    contracts = sum(int(row["contracts"]) for row in rows)
    return sum(int(row["contracts"]) * float(row["mean"]) for row in rows) / contracts


def mean_cost() -> float:
    """Mean cost that tenders of two to five bidders imply [share of estimate]."""
    return 1 - fmean(implied_spread(row) for row in observed() if row.bidders in RIVALLED) / 2


def implied_slack(saving: float, overhead: float) -> float:
    """Staff of a department above the least needed, as a share of it.

    Parameters
    ----------
    saving : float [share of the cost of direct provision]
        What purchase saves.
    overhead : float [share of estimate]
        What is no staff cost.
    """
    return (tender_price() / (1 - saving) - mean_cost()) / (mean_cost() - overhead)
