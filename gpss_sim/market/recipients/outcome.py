"""What service does for a recipient: the probability of improving (equation 4.2)."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from scipy.special import expit, logit

from gpss_sim import fiscal
from gpss_sim.scenario.service import Delivery
from gpss_sim.streams import Floats

Number = TypeVar("Number", float, Floats)
"""One number or a column of them."""

USUAL_QUALITY = 80.0
"""Quality at which the probability of improving is quoted [points]."""
USUAL_CHANGES = 0.09
"""Worker changes over a case at which it is quoted: 18 % a year over half a year."""


def success_odds(delivery: Delivery, quality: Number, changes: Number) -> Number:
    """Log odds of improving.

    Parameters
    ----------
    delivery : Delivery
        Parameters of the scenario.
    quality : float or array [points]
        Quality of the service met.
    changes : float or array
        Changes of worker that the case is expected to meet, breaks of continuity included.
    """
    odds = logit(delivery.success) + delivery.success_quality * (quality - USUAL_QUALITY)
    return odds - delivery.success_change * (changes - USUAL_CHANGES)


def quality_at(delivery: Delivery, odds: float) -> float:
    """Quality that gives some log odds where changes of worker are as usual [points]."""
    return float(USUAL_QUALITY + (odds - logit(delivery.success)) / delivery.success_quality)


def success_of(delivery: Delivery, quality: Floats, turnover: Floats, days: Floats, breaks: Floats) -> Floats:
    """Probability of improving of completed cases.

    Parameters
    ----------
    quality : array [points]
        Quality that each met.
    turnover : array [1/year]
        Turnover of the staff that served it.
    days : array [day]
        Service that it took.
    breaks : array
        Times that its service went to another contract.
    """
    changes = turnover * days / fiscal.YEAR + breaks
    return np.asarray(expit(success_odds(delivery, quality, changes)))
