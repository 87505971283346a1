"""The findings of a study as tables and sentences for the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import click

from gpss_sim.cli import show

if TYPE_CHECKING:
    from gpss_sim.study import Findings, Plan
    from gpss_sim.study.compare import Estimate
    from gpss_sim.study.findings import Finding
    from gpss_sim.study.model import Measures
    from gpss_sim.study.sentences import Sentence

Language = Literal["en", "zh"]

TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "columns": "design point|mean|{level} interval|minus {baseline}|simultaneous interval|correlation|n",
        "primary": "primary outcome",
        "secondary": "secondary outcome",
        "more": "more is better",
        "less": "less is better",
        "": "neither direction is better",
        "rest": "No difference shown in {rest} other comparisons of secondary outcomes; comparisons.csv lists them.",
        "window": "Fiscal years {window}, {n} replications, seed {seed}.",
        "family": "The differences of the primary outcomes from {baseline}, {family} in all, lie in their intervals "
        "at once with {level} confidence.",
        "caveat": "A verdict is about this model under the parameters of the scenario; it is no forecast.",
    },
    "zh": {
        "columns": "设计点|均值|{level} 区间|减 {baseline}|联合置信区间|相关系数|次数",
        "primary": "主要结果",
        "secondary": "次要结果",
        "more": "越大越好",
        "less": "越小越好",
        "": "无优劣方向",
        "rest": "次要结果的其余 {rest} 项比较未显示差别，见 comparisons.csv。",
        "window": "财政年度 {window}，{n} 次重复，随机种子 {seed}。",
        "family": "主要结果与 {baseline} 的 {family} 个差值以 {level} 的置信度同时落在各自区间内。",
        "caveat": "结论只对本模型在该情景参数下成立，不是预测。",
    },
}


def print_findings(plan: Plan, metrics: Measures, findings: Findings, language: Language) -> None:
    """Print primary and secondary outcomes of every design point, then a sentence for every comparison."""
    from gpss_sim.study.sentences import sentences

    outcomes = plan.experiment.outcomes
    texts, study = TEXTS[language], plan.experiment.study
    click.echo((study.title_zh if language == "zh" else study.title) or study.name)
    click.echo(texts["window"].format(window=plan.window, n=findings.replications, seed=plan.seed))
    for kind, names in (("primary", outcomes.primary), ("secondary", outcomes.secondary)):
        for name in names:
            click.echo()
            _print_outcome(plan, metrics, findings, name, kind, language)
    click.echo()
    for sentence in sentences(plan, metrics, findings, language, outcomes.primary):
        click.echo(sentence.text)
    click.echo()
    for line in _told_shortly(sentences(plan, metrics, findings, language, outcomes.secondary), texts):
        click.echo(line)
    click.echo()
    for line in _small_print(plan, findings, texts):
        click.echo(line)


def _told_shortly(told: list[Sentence], texts: dict[str, str]) -> Iterator[str]:
    """Sentences that show something; the others are counted."""
    from gpss_sim.study.sentences import Verdict

    silent = (Verdict.NOT_SHOWN, Verdict.UNKNOWN)
    yield from (sentence.text for sentence in told if sentence.verdict not in silent)
    rest = sum(sentence.verdict in silent for sentence in told)
    if rest:
        yield texts["rest"].format(rest=rest)


def _print_outcome(plan: Plan, metrics: Measures, findings: Findings, name: str, kind: str, language: Language) -> None:
    metric, texts = metrics[name], TEXTS[language]
    title = metric.title_zh if language == "zh" else metric.title_en
    level = f"{plan.experiment.outcomes.level:.0%}"
    columns = texts["columns"].format(level=level, baseline=_baseline(plan)).split("|")
    heading = f"{title} [{metric.unit}] ({texts[kind]}; {texts[metric.better]})"
    show.table(columns, _rows(plan, findings, name), heading)


def _rows(plan: Plan, findings: Findings, name: str) -> Iterator[list[str]]:
    from gpss_sim.study.sentences import human

    against = {contrast.point: contrast.baseline for contrast in plan.contrasts[: _against_baseline(plan)]}
    compared = {
        finding.point: finding
        for finding in findings.findings
        if finding.metric == name and against.get(finding.point) == finding.baseline
    }
    for point in plan.points:
        found = findings.estimates[point.name, name]
        yield [point.name, human(found.mean), _span(found), *_difference(compared.get(point.name)), str(found.n)]


def _difference(finding: Finding | None) -> list[str]:
    from gpss_sim.study.sentences import human

    if finding is None:
        return ["", "", ""]
    found = finding.difference
    return [human(found.estimate.mean, sign=True), _span(found.estimate, sign=True), human(found.correlation)]


def _span(found: Estimate, *, sign: bool = False) -> str:
    from gpss_sim.study.sentences import human

    return f"{human(found.low, sign=sign)} … {human(found.high, sign=sign)}"


def _baseline(plan: Plan) -> str:
    return plan.experiment.design.baseline or plan.points[0].policy


def _against_baseline(plan: Plan) -> int:
    """How many of the contrasts, which come first, are with the baseline."""
    worlds = len({point.world for point in plan.points})
    return len(plan.contrasts) - worlds * len(plan.experiment.design.pairs)


def _small_print(plan: Plan, findings: Findings, texts: dict[str, str]) -> Iterator[str]:
    sizes = [finding.difference.family_size for finding in findings.findings[:1]]
    level = f"{plan.experiment.outcomes.level:.0%}"
    for family in sizes:
        yield texts["family"].format(family=family, baseline=_baseline(plan), level=level)
    yield texts["caveat"]
