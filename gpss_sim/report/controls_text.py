"""What control variates did to the numbers of a study, and what they gained, in sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median, variance

from gpss_sim.i18n import human
from gpss_sim.report.words import Words
from gpss_sim.study.control import FEWEST
from gpss_sim.study.findings import Findings, columns_of, steadied
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan

Columns = Mapping[tuple[str, str], Sequence[float]]


def controls_sentences(plan: StudyPlan, metrics: Measures, findings: Findings, words: Words) -> Iterator[str]:
    """A sentence for each primary outcome; none without control variates."""
    outcomes = plan.experiment.outcomes
    if not outcomes.controls:
        return
    controls = words("plain.and").join(words.title(metrics[name]) for name in outcomes.controls)
    if findings.replications < FEWEST:
        yield words("controls.few", controls=controls, fewest=FEWEST)
        return
    for name in outcomes.primary:
        if name in outcomes.controls:
            continue
        means, differences = variances_left(plan, findings, name)
        facts = {"name": words.title(metrics[name]), "controls": controls, "means": _share(means)}
        if math.isnan(differences):
            yield words("controls.means", **facts)
        else:
            yield words("controls.both", **facts, differences=_share(differences))


def variances_left(plan: StudyPlan, findings: Findings, name: str) -> tuple[float, float]:
    """Shares of the variances of means and of differences that are left, medians of all; not a number of none."""
    before = columns_of(plan, findings.values, [name], findings.replications)
    after = steadied(plan, findings.values, before, findings.replications)
    means = [_left(before[key], after[key]) for key in before]
    pairs = [((contrast.point, name), (contrast.baseline, name)) for contrast in plan.contrasts]
    differences = [_left(_minus(before, *pair), _minus(after, *pair)) for pair in pairs]
    return _middle(means), _middle(differences)


def _minus(columns: Columns, one: tuple[str, str], other: tuple[str, str]) -> list[float]:
    return [a - b for a, b in zip(columns[one], columns[other], strict=True)]


def _left(before: Sequence[float], after: Sequence[float]) -> float:
    """Variance after over variance before; not a number where nothing varies."""
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if not math.isnan(a + b)]
    whole = variance(a for a, _ in pairs) if len(pairs) > 1 else 0.0
    return variance(b for _, b in pairs) / whole if whole > 0 else math.nan


def _middle(shares: Sequence[float]) -> float:
    known = [share for share in shares if not math.isnan(share)]
    return median(known) if known else math.nan


def _share(share: float) -> str:
    return "–" if math.isnan(share) else f"{human(100 * share)}%"
