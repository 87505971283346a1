"""One plain sentence a comparison, in English and Chinese, that says no more than was found.

A verdict is about the model under the parameters stated: which side is better follows from the
metric, "no difference shown" is said where the interval holds zero, and "depends" where worlds disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from gpss_sim.i18n import Language, human, inside, text
from gpss_sim.i18n.filling import fill
from gpss_sim.study.findings import Finding, Findings
from gpss_sim.study.model import Measure, Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.thresholds import Block, thresholds
from gpss_sim.study.verdicts import Verdict, overall, verdict

LISTED = 8
"""Most worlds that a sentence names; of more, as of the rows of a sample, it counts them."""


class Sentence(NamedTuple):
    """A sentence and what it is about."""

    metric: str
    policy: str
    baseline: str
    verdict: Verdict
    text: str


def sentences(
    plan: StudyPlan,
    metrics: Measures,
    findings: Findings,
    lang: Language = "en",
    outcomes: Sequence[str] | None = None,
    *,
    name: Callable[[str], str] = str,
    unit: Callable[[str], str] = str,
) -> list[Sentence]:
    """One sentence for each metric and pair of policies, over all worlds; metric by metric.

    Parameters
    ----------
    plan : Plan
        Design of the study.
    metrics : Measures
        Titles and directions.
    findings : Findings
        What was found.
    lang : {"en", "zh"}
        Language of the sentences.
    outcomes : sequence of str, optional
        Metrics to speak of, in that order; all outcomes if left out.
    name, unit : callable
        How policies and units are called; as files write them if left out.
    """
    points = {point.name: point for point in plan.points}
    groups: dict[tuple[str, str, str], list[tuple[str, Finding]]] = {}
    order = {metric: place for place, metric in enumerate(plan.outcomes if outcomes is None else outcomes)}
    chosen = (finding for finding in findings.findings if finding.metric in order)
    for finding in sorted(chosen, key=lambda finding: order[finding.metric]):
        point, other = points[finding.point], points[finding.baseline]
        key = (finding.metric, point.policy, other.policy)
        groups.setdefault(key, []).append((point.world, finding))
    return [
        Sentence(metric, policy, baseline, *_told(metrics[metric], (name(policy), name(baseline)), found, lang, unit))
        for (metric, policy, baseline), found in groups.items()
    ]


def _told(
    metric: Measure,
    names: tuple[str, str],
    found: list[tuple[str, Finding]],
    lang: Language,
    unit: Callable[[str], str],
) -> tuple[Verdict, str]:
    verdicts = [verdict(finding, metric.better) for _, finding in found]
    shown = overall(verdicts)
    title = metric.title_zh if lang == "zh" else inside(metric.title_en)
    text = fill(
        _text("same worlds" if shown == Verdict.SAME and len(found) > 1 else shown.value, lang),
        worlds=len(found),
        a=names[0],
        b=names[1],
        metric=title,
        unit=unit(metric.unit),
        n=found[0][1].difference.estimate.n,
        value=human(found[0][1].value.mean),
        parts=by_world([(world, told) for (world, _), told in zip(found, verdicts, strict=True)], lang),
    )
    if shown not in (Verdict.SAME, Verdict.UNKNOWN, Verdict.DEPENDS):
        text += _numbers(found, lang, unit(metric.unit))
    return shown, text


def by_world(found: Sequence[tuple[str, Verdict]], lang: Language, *, counted: bool = False) -> str:
    """Verdicts with the worlds in which they hold, or with how many they are: of many worlds, and where asked.

    >>> by_world([("load=1", Verdict.BETTER), ("load=2", Verdict.NOT_SHOWN), ("load=3", Verdict.BETTER)], "en")
    'better where load is at most 1; no difference shown where load is 2; better where load is at least 3'
    >>> by_world([("x=1", Verdict.BETTER), ("x=2", Verdict.WORSE), ("x=3", Verdict.WORSE)], "zh")
    'x 不大于 1 时更优；x 不小于 2 时更劣'
    >>> by_world([("1", Verdict.BETTER)] * 9 + [("2", Verdict.WORSE)], "en")
    'better in 9 of 10 rows; worse in 1 of 10 rows'
    """
    if not counted and (blocks := thresholds(found)) is not None:
        return _text("or", lang).join(_block(block, blocks, lang) for block in blocks)
    kinds = dict.fromkeys(kind for _, kind in found)
    worlds = {kind: [world for world, shown in found if shown == kind] for kind in kinds}
    pattern = "in worlds" if counted or len(found) > LISTED else "in world"
    told = (
        _text(pattern, lang).format(
            verdict=_shown(kind, lang),
            worlds=_text("and", lang).join(worlds[kind]),
            count=len(worlds[kind]),
            all=len(found),
        )
        for kind in kinds
    )
    return _text("or", lang).join(told)


def _block(block: Block, blocks: Sequence[Block], lang: Language) -> str:
    """One block: up to its last value, from its first on, between the two."""
    key = "between" if len(block.values) > 1 else "at"
    if len(blocks) > 1 and block is blocks[0]:
        key = "below"
    elif len(blocks) > 1 and block is blocks[-1]:
        key = "above"
    ends = {"first": block.values[0], "last": block.values[-1]}
    return _text(key, lang).format(verdict=_shown(Verdict(block.verdict), lang), path=block.path, **ends)


def _numbers(found: list[tuple[str, Finding]], lang: Language, unit: str) -> str:
    first = found[0][1]
    estimates = [finding.difference.estimate for _, finding in found]
    low, high = min(each.low for each in estimates), max(each.high for each in estimates)
    pattern = "numbers" if len(found) == 1 else "every world"
    return _text(pattern, lang).format(
        value=human(first.value.mean),
        reference=human(first.reference.mean),
        difference=human(estimates[0].mean, sign=True),
        low=human(low, sign=True),
        high=human(high, sign=True),
        unit=unit,
        n=len(found),
    )


def _text(key: str, lang: Language) -> str:
    return text("report", f"sentence.{key}", lang)


def _shown(kind: Verdict, lang: Language) -> str:
    return text("report", f"shown.{kind.value}", lang)
