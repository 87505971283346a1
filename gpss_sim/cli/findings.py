"""The findings of a study as tables and sentences for the screen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import click

from gpss_sim.cli import show
from gpss_sim.i18n import Language, text
from gpss_sim.i18n.filling import fill

if TYPE_CHECKING:
    from gpss_sim.report.sentences import Sentence
    from gpss_sim.report.words import Words
    from gpss_sim.study import Findings, StudyPlan
    from gpss_sim.study.compare import Estimate
    from gpss_sim.study.findings import Finding
    from gpss_sim.study.model import Measures

TOLD = 3
"""Sentences on the last screen."""


def print_findings(plan: StudyPlan, metrics: Measures, findings: Findings, language: Language) -> None:
    """Print the primary outcomes of every design point, and the sentences that matter most; the report has all."""
    outcomes, screen = plan.experiment.outcomes, _Screen(plan, metrics, findings, language)
    for line in screen.head():
        click.echo(line)
    for name in outcomes.primary:
        click.echo()
        screen.print_outcome(name, "primary")
    if findings.surface is not None:
        blocks: list[Iterable[str]] = [screen.surface(), [screen.text("caveat")]]
    else:
        blocks = [screen.told_shortly((*outcomes.primary, *outcomes.secondary)), screen.small_print()]
    for block in blocks:
        for line in ("", *lines) if (lines := list(block)) else ():
            click.echo(line)


@dataclass(frozen=True)
class _Screen:
    """A finished study in one language; English calls design points as files do."""

    plan: StudyPlan
    metrics: Measures
    findings: Findings
    language: Language

    @cached_property
    def words(self) -> Words:
        """Names, units and texts of the language."""
        from gpss_sim.report.words import Words

        return Words(self.language)

    def text(self, key: str, **facts: object) -> str:
        """One text of the screen with its facts."""
        return fill(text("report", f"screen.{key}", self.language), **facts)

    def policy(self, name: str) -> str:
        """What a policy is called."""
        return name if self.language == "en" else self.words.policy(name, self.plan.experiment)

    @property
    def baseline(self) -> str:
        """What the policy is called that the others are compared with."""
        return self.policy(self.plan.experiment.design.baseline or self.plan.points[0].policy)

    @property
    def level(self) -> str:
        """Confidence level."""
        return f"{self.plan.experiment.outcomes.level:.0%}"

    def head(self) -> Iterator[str]:
        """Title, years, and what to know first."""
        from gpss_sim.report.alarm_names import alarm_names
        from gpss_sim.report.headlines import study_title
        from gpss_sim.report.readings import side_by_side, unaccompanied
        from gpss_sim.study.alarms import alarms, chosen

        names = unaccompanied(self.plan)
        yield study_title(self.words, self.plan)
        yield self.text(
            "window", window=self.words.window(self.plan.window), n=self.findings.replications, seed=self.plan.seed
        )
        called = alarm_names(self.plan, self.metrics)
        if (told := chosen(self.findings, called)) is not None:
            yield told.said(self.language)
        for alarm in alarms(self.plan, self.findings, called):
            yield self.words("page.alarm", text=alarm.said(self.language))
        if names:
            yield self.words("page.overlays alone", names=self.words("plain.and").join(names))
            yield self.words("page.overlays run", file=self.plan.experiment.file) + ":"
            for line in "\n".join(side_by_side(self.plan)).splitlines():
                yield f"  {line}"

    def print_outcome(self, name: str, kind: str) -> None:
        """Print the table of one outcome at every design point."""
        metric = self.metrics[name]
        heading = self.text(
            "heading",
            title=self.words.title(metric),
            unit=self.words.unit(metric.unit),
            kind=self.words(f"kind.{kind}"),
            better=self.words(f"kind.{metric.better or 'neither'}"),
        )
        if self.findings.surface is not None:
            show.table(self.text("levels").split("|"), self._levels(name), heading)
            return
        columns = self.text("columns", level=self.level, baseline=self.baseline).split("|")
        show.table(columns, self._rows(name), heading)

    def _levels(self, name: str) -> Iterator[list[str]]:
        """Levels of one outcome over the rows of a sample."""
        from gpss_sim.i18n import human
        from gpss_sim.study.rows import levels

        for each in levels(self.plan, self.findings, name):
            label = (
                f"{self.policy(each.policy)} @ {self.words.world(each.world)}"
                if each.world
                else self.policy(each.policy)
            )
            yield [label, human(each.mean), human(each.lowest), human(each.highest), str(each.rows)]

    def surface(self) -> list[str]:
        """What the rows of a sample show together."""
        from gpss_sim.report.surface_text import surface_sentences

        return surface_sentences(self.plan, self.metrics, self.findings, self.language, self.policy)

    def _rows(self, name: str) -> Iterator[list[str]]:
        from gpss_sim.i18n import human
        from gpss_sim.metrics.registry import METRICS, possible_range

        known = name in METRICS
        possible = possible_range(name, self.metrics[name].unit) if known else (-math.inf, math.inf)
        against = {contrast.point: contrast.baseline for contrast in self.plan.contrasts[: self._against_baseline()]}
        compared = {
            finding.point: finding
            for finding in self.findings.findings
            if finding.metric == name and against.get(finding.point) == finding.baseline
        }
        for point in self.plan.points:
            found = self.findings.estimates[point.name, name]
            label = point.name if self.language == "en" else self.words.point(point, self.plan.experiment)
            yield [
                label,
                human(found.mean),
                _span(found.within(*possible)),
                *_difference(compared.get(point.name)),
                str(found.n),
            ]

    def _against_baseline(self) -> int:
        """How many of the contrasts, which come first, are with the baseline."""
        worlds = len({point.world for point in self.plan.points})
        return len(self.plan.contrasts) - worlds * len(self.plan.experiment.design.pairs)

    def sentences(self, outcomes: tuple[str, ...]) -> list[Sentence]:
        """A sentence for every comparison of some outcomes."""
        from gpss_sim.report.sentences import sentences

        return sentences(
            self.plan,
            self.metrics,
            self.findings,
            self.language,
            outcomes,
            name=self.policy,
            unit=self.words.unit,
        )

    def told_shortly(self, outcomes: tuple[str, ...]) -> Iterator[str]:
        """The sentences that say most, primary outcomes first; the others are counted."""
        from gpss_sim.report.telling import telling

        told = self.sentences(outcomes)
        best = telling(told, self.plan.experiment.outcomes.primary, TOLD)
        yield from (sentence.text for sentence in best)
        if rest := len(told) - len(best):
            yield self.text("rest", rest=rest)

    def small_print(self) -> Iterator[str]:
        """What holds at once, what was taken out of the numbers, and for what all this holds."""
        from gpss_sim.report.controls_text import controls_sentences
        from gpss_sim.study.verdicts import family

        size = family(self.findings)
        if size:
            yield self.text("family", family=size, baseline=self.baseline, level=self.level)
        yield from controls_sentences(self.plan, self.metrics, self.findings, self.words)
        yield self.text("caveat")


def _difference(finding: Finding | None) -> list[str]:
    from gpss_sim.i18n import correlated, human

    if finding is None:
        return ["", "", ""]
    found = finding.difference
    return [human(found.estimate.mean, sign=True), _span(found.estimate, sign=True), correlated(found.correlation)]


def _span(found: Estimate, *, sign: bool = False) -> str:
    from gpss_sim.i18n import human

    if math.isnan(found.low) and math.isnan(found.high):
        return human(math.nan)
    return f"{human(found.low, sign=sign)} … {human(found.high, sign=sign)}"
