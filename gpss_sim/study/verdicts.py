"""What a comparison shows: which side is better, that no difference is shown, or that worlds disagree."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from gpss_sim.study.findings import Finding, Findings


class Verdict(StrEnum):
    """What a comparison shows."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    LESS = "less"
    SAME = "same"
    NOT_SHOWN = "not shown"
    UNKNOWN = "unknown"
    DEPENDS = "depends"


def verdict(finding: Finding, better: str) -> Verdict:
    """What one comparison shows.

    Parameters
    ----------
    finding : Finding
        The comparison.
    better : {"more", "less", ""}
        Which direction of the metric is better, if one is.
    """
    found = finding.difference.estimate
    if found.n < 2:
        return Verdict.UNKNOWN
    if found.low == found.high == 0:
        return Verdict.SAME
    if found.low <= 0 <= found.high:
        return Verdict.NOT_SHOWN
    more = found.mean > 0
    if not better:
        return Verdict.MORE if more else Verdict.LESS
    return Verdict.BETTER if more == (better == "more") else Verdict.WORSE


def overall(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of a comparison over all worlds: the one they share, else that it depends."""
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS


def family(findings: Findings) -> int:
    """Intervals of primary differences that hold at once; 0 where none is known, as of one replication."""
    known = any(finding.difference.estimate.n > 1 for finding in findings.findings)
    return findings.findings[0].difference.family_size if known else 0
