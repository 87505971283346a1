"""One plain sentence a comparison, in English and Chinese, that says no more than was found.

A verdict is about the model under the parameters stated: which side is better follows from the
metric, "no difference shown" is said where the interval holds zero, and "depends" where worlds disagree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

from gpss_sim.i18n.filling import fill
from gpss_sim.study.findings import Finding, Findings
from gpss_sim.study.model import Measure, Measures
from gpss_sim.study.plan import Plan
from gpss_sim.study.thresholds import Block, thresholds

Language = Literal["en", "zh"]

LISTED = 8
"""Most worlds that a sentence names; of more, as of the rows of a sample, it counts them."""
SMALL = 1e-4
"""Below it numbers are written with an exponent."""


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


class Sentence(NamedTuple):
    """A sentence and what it is about."""

    metric: str
    policy: str
    baseline: str
    verdict: Verdict
    text: str


WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "better": "{a} does better than {b} on {metric}",
        "worse": "{a} does worse than {b} on {metric}",
        "more": "{a} has more than {b} on {metric}",
        "less": "{a} has less than {b} on {metric}",
        "same": "{a} and {b} are the same on {metric} in every one of {n} replications: {value} {unit}.",
        "same worlds": "{a} and {b} are the same on {metric} in every one of {n} replications of each of "
        "{worlds} worlds.",
        "not shown": "No difference shown between {a} and {b} on {metric}",
        "unknown": "{a} and {b} cannot be compared on {metric}: fewer than two replications give both a value.",
        "depends": "Whether {a} or {b} does better on {metric} depends: {parts}.",
        "numbers": ": {value} against {reference}, {difference} ({low} to {high}) {unit}.",
        "every world": " in each of {n} worlds: {low} to {high} {unit} over all of them.",
        "in world": "{verdict} where {worlds}",
        "below": "{verdict} where {path} is at most {last}",
        "above": "{verdict} where {path} is at least {first}",
        "between": "{verdict} where {path} is {first} to {last}",
        "at": "{verdict} where {path} is {first}",
        "in worlds": "{verdict} in {count} of {all} rows",
        "and": ", ",
        "or": "; ",
    },
    "zh": {
        "better": "在{metric}上，{a} 优于 {b}",
        "worse": "在{metric}上，{a} 劣于 {b}",
        "more": "在{metric}上，{a} 多于 {b}",
        "less": "在{metric}上，{a} 少于 {b}",
        "same": "在{metric}上，{a} 与 {b} 在全部 {n} 次重复中完全相同：{value} {unit}。",
        "same worlds": "在{metric}上，{a} 与 {b} 在 {worlds} 种情形各 {n} 次重复中完全相同。",
        "not shown": "在{metric}上，未显示 {a} 与 {b} 有差别",
        "unknown": "在{metric}上，{a} 与 {b} 无法比较：两者都有数值的重复不足两次。",
        "depends": "在{metric}上，{a} 与 {b} 孰优视条件而定：{parts}。",
        "numbers": "：{value} 对 {reference}，相差 {difference}（{low} 至 {high}）{unit}。",
        "every world": "，在全部 {n} 种情形下皆然：相差 {low} 至 {high} {unit}。",
        "in world": "{worlds} 时{verdict}",
        "below": "{path} 不大于 {last} 时{verdict}",
        "above": "{path} 不小于 {first} 时{verdict}",
        "between": "{path} 为 {first} 至 {last} 时{verdict}",
        "at": "{path} 为 {first} 时{verdict}",
        "in worlds": "{all} 行中 {count} 行{verdict}",
        "and": "、",
        "or": "；",
    },
}
VERDICTS: dict[Language, dict[Verdict, str]] = {
    "en": {verdict: verdict.value for verdict in Verdict} | {Verdict.NOT_SHOWN: "no difference shown"},
    "zh": {
        Verdict.BETTER: "更优",
        Verdict.WORSE: "更劣",
        Verdict.MORE: "更多",
        Verdict.LESS: "更少",
        Verdict.SAME: "相同",
        Verdict.NOT_SHOWN: "未显示差别",
        Verdict.UNKNOWN: "无法比较",
        Verdict.DEPENDS: "视条件而定",
    },
}


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


def sentences(
    plan: Plan,
    metrics: Measures,
    findings: Findings,
    language: Language = "en",
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
    language : {"en", "zh"}
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
        Sentence(
            metric, policy, baseline, *_told(metrics[metric], (name(policy), name(baseline)), found, language, unit)
        )
        for (metric, policy, baseline), found in groups.items()
    ]


def _told(
    metric: Measure,
    names: tuple[str, str],
    found: list[tuple[str, Finding]],
    language: Language,
    unit: Callable[[str], str],
) -> tuple[Verdict, str]:
    verdicts = [verdict(finding, metric.better) for _, finding in found]
    shown = overall(verdicts)
    title = metric.title_zh if language == "zh" else inside(metric.title_en)
    words = WORDS[language]
    text = fill(
        words["same worlds" if shown == Verdict.SAME and len(found) > 1 else shown],
        worlds=len(found),
        a=names[0],
        b=names[1],
        metric=title,
        unit=unit(metric.unit),
        n=found[0][1].difference.estimate.n,
        value=human(found[0][1].value.mean),
        parts=by_world([(world, told) for (world, _), told in zip(found, verdicts, strict=True)], language),
    )
    if shown not in (Verdict.SAME, Verdict.UNKNOWN, Verdict.DEPENDS):
        text += _numbers(found, language, unit(metric.unit))
    return shown, text


def overall(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of a comparison over all worlds: the one they share, else that it depends."""
    return verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS


def by_world(found: Sequence[tuple[str, Verdict]], language: Language, *, counted: bool = False) -> str:
    """Verdicts with the worlds in which they hold, or with how many they are: of many worlds, and where asked.

    >>> by_world([("load=1", Verdict.BETTER), ("load=2", Verdict.NOT_SHOWN), ("load=3", Verdict.BETTER)], "en")
    'better where load is at most 1; no difference shown where load is 2; better where load is at least 3'
    >>> by_world([("x=1", Verdict.BETTER), ("x=2", Verdict.WORSE), ("x=3", Verdict.WORSE)], "zh")
    'x 不大于 1 时更优；x 不小于 2 时更劣'
    >>> by_world([("1", Verdict.BETTER)] * 9 + [("2", Verdict.WORSE)], "en")
    'better in 9 of 10 rows; worse in 1 of 10 rows'
    """
    if not counted and (blocks := thresholds(found)) is not None:
        return WORDS[language]["or"].join(_block(block, blocks, language) for block in blocks)
    words, kinds = WORDS[language], dict.fromkeys(kind for _, kind in found)
    worlds = {kind: [world for world, shown in found if shown == kind] for kind in kinds}
    pattern = "in worlds" if counted or len(found) > LISTED else "in world"
    told = (
        words[pattern].format(
            verdict=VERDICTS[language][kind],
            worlds=words["and"].join(worlds[kind]),
            count=len(worlds[kind]),
            all=len(found),
        )
        for kind in kinds
    )
    return words["or"].join(told)


def _block(block: Block, blocks: Sequence[Block], language: Language) -> str:
    """One block: up to its last value, from its first on, between the two."""
    key = "between" if len(block.values) > 1 else "at"
    if len(blocks) > 1 and block is blocks[0]:
        key = "below"
    elif len(blocks) > 1 and block is blocks[-1]:
        key = "above"
    ends = {"first": block.values[0], "last": block.values[-1]}
    return WORDS[language][key].format(verdict=VERDICTS[language][Verdict(block.verdict)], path=block.path, **ends)


def inside(title: str) -> str:
    """A title as it reads inside a sentence.

    >>> inside("Wait of urgent recipients"), inside("HHI of contracts")
    ('wait of urgent recipients', 'HHI of contracts')
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _numbers(found: list[tuple[str, Finding]], language: Language, unit: str) -> str:
    first = found[0][1]
    estimates = [finding.difference.estimate for _, finding in found]
    low, high = min(each.low for each in estimates), max(each.high for each in estimates)
    pattern = "numbers" if len(found) == 1 else "every world"
    return WORDS[language][pattern].format(
        value=human(first.value.mean),
        reference=human(first.reference.mean),
        difference=human(estimates[0].mean, sign=True),
        low=human(low, sign=True),
        high=human(high, sign=True),
        unit=unit,
        n=len(found),
    )


def human(value: float, *, sign: bool = False) -> str:
    """Three significant digits, as people read numbers; a dash for what is not a number.

    >>> human(12345.6), human(0.01234), human(-1.5, sign=True), human(float("nan")), human(1.5e-9)
    ('12,346', '0.0123', '−1.50', '–', '1.5e−09')
    """
    if math.isnan(value):
        return "–"
    plus = "+" if sign else ""
    if 0 < abs(value) < SMALL:
        return f"{value:{plus}.2g}".replace("-", "−")
    digits = 2 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:{plus},.{digits}f}".replace("-", "−")


def correlated(value: float) -> str:
    """A correlation to two decimals; a dash for what is not a number.

    >>> correlated(-0.2519), correlated(float("nan"))
    ('−0.25', '–')
    """
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def family(findings: Findings) -> int:
    """Intervals of primary differences that hold at once; 0 where none is known, as of one replication."""
    known = any(finding.difference.estimate.n > 1 for finding in findings.findings)
    return findings.findings[0].difference.family_size if known else 0
