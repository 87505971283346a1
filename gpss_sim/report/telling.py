"""Which sentences of a study say most."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.report.sentences import Sentence
from gpss_sim.study.verdicts import Verdict


def telling(told: Sequence[Sentence], primary: Sequence[str], most: int) -> list[Sentence]:
    """The sentences that say most: what depends or differs before what is not shown, primary outcomes first.

    Parameters
    ----------
    told : sequence of Sentence
        In the order in which they stand.
    primary : sequence of str
        Outcomes that come first.
    most : int
        How many to keep.
    """
    silent = (Verdict.NOT_SHOWN, Verdict.UNKNOWN, Verdict.SAME)
    order = sorted(told, key=lambda each: (each.verdict in silent, each.metric not in primary))
    kept = order[:most]
    return [each for each in told if each in kept]
