"""What a sampled study shows, in sentences: what moves an outcome, where a policy does better, what to find out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from gpss_sim.i18n import Language, Message, Told, human, inside, joined
from gpss_sim.report.sentences import by_world
from gpss_sim.report.short_names import field_told, world_name
from gpss_sim.study.findings import Findings
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.surface import Described, Subject, Surface
from gpss_sim.study.surface_tables import names_of
from gpss_sim.study.verdicts import Verdict, verdict

if TYPE_CHECKING:
    from gpss_sim.study.sensitivity.boxes import Limits
    from gpss_sim.study.sensitivity.resample import Index


def surface_sentences(
    plan: StudyPlan, metrics: Measures, findings: Findings, lang: Language, name: Callable[[str], str] = str
) -> list[str]:
    """Every sentence, subject by subject, then what knowing more would be worth.

    Parameters
    ----------
    plan, metrics, findings
        A study that samples.
    lang : {"en", "zh"}
        Language of the sentences.
    name : callable
        How policies are called; as files write them if left out.
    """
    seen = findings.surface
    return [] if seen is None else list(_Teller(plan, metrics, findings, seen, lang, name).sentences())


class _Teller:
    """Tells one sampled study in one language."""

    def __init__(
        self,
        plan: StudyPlan,
        metrics: Measures,
        findings: Findings,
        seen: Surface,
        lang: Language,
        name: Callable[[str], str],
    ) -> None:
        self.plan, self.metrics, self.findings, self.seen = plan, metrics, findings, seen
        self.lang, self.name = lang, name

    def sentences(self) -> Iterator[str]:
        for subject in self.seen.subjects:
            yield from self._verdicts(subject)
            yield self._moved(subject)
            yield from (self._box(each) for each in self.seen.boxes if each.subject == subject and each.way == "prim")
        for metric in self.plan.experiment.outcomes.primary:
            yield from self._worth(metric)

    def _say(self, code: str, **facts: object) -> Told:
        return Told(Message(f"surface.{code}", **facts).said(self.lang))

    def _subject(self, subject: Subject) -> dict[str, str]:
        """Names of what a sentence is about."""
        metric = self.metrics[subject.metric]
        title = metric.title_zh if self.lang == "zh" else inside(metric.title_en)
        world = self._say("world", world=Told(world_name(subject.world, self.lang))) if subject.world else ""
        return {"metric": title, "a": self.name(subject.policy), "b": self.name(subject.baseline), "world": world}

    def _verdicts(self, subject: Subject) -> Iterator[str]:
        """In how many rows the policy does better, worse, or neither is shown."""
        if not subject.baseline:
            return
        rows = {point.name: point for point in self.plan.points if point.surroundings == subject.world}
        shown: list[tuple[str, Verdict]] = [
            (rows[each.point].row, verdict(each, self.metrics[subject.metric].better))
            for each in self.findings.findings
            if each.metric == subject.metric
            and each.point in rows
            and rows[each.point].policy == subject.policy
            and rows[each.baseline].policy == subject.baseline
        ]
        if shown:
            parts = Told(by_world(shown, self.lang, counted=True))
            yield self._say("verdicts", **self._subject(subject), parts=parts)

    def _moved(self, subject: Subject) -> str:
        ranked = self.seen.ranked(subject)
        told = [self._factor(each.factor, each.value) for each in ranked if each.told]
        idle = [self._field(each.factor) for each in ranked if not each.told]
        facts = {**self._subject(subject), "told": self._join(told), "idle": self._join(idle)}
        method = ranked[0].method
        what = self._say(f"of_{'difference' if subject.baseline else 'mean'}", **facts)
        index = self._say(method)
        if not told:
            return self._say("nothing", what=what, index=index)
        return self._say("moved" if idle else "all_moved", what=what, index=index, **facts)

    def _box(self, each: Described) -> str:
        box, subject = each.box, each.subject
        limits = [self._limit(factor, limit) for factor, limit in box.limits.items()]
        facts = {
            **self._subject(subject),
            "limits": self._join(limits),
            "rows": box.rows,
            "density": f"{box.density:.0%}",
            "coverage": f"{box.coverage:.0%}",
            "p": human(max(box.quasi_p.values(), default=math.nan)),
        }
        kind = "box" if subject.baseline else "box_best"
        return self._say(kind if limits else f"{kind}_none", **facts)

    def _field(self, factor: str) -> Told:
        return Told(field_told(factor, self.lang))

    def _factor(self, factor: str, value: Index) -> Told:
        return self._say("factor", factor=self._field(factor), **_span(value))

    def _limit(self, path: str, limits: Limits) -> str:
        factor = self._field(path)
        if limits.labels:
            return self._say("one_of", factor=factor, values=self._join(names_of(limits, self.seen, path)))
        if math.isinf(limits.high):
            return self._say("least", factor=factor, low=human(limits.low))
        if math.isinf(limits.low):
            return self._say("most", factor=factor, high=human(limits.high))
        return self._say("between", factor=factor, low=human(limits.low), high=human(limits.high))

    def _worth(self, metric: str) -> Iterator[str]:
        for world in dict.fromkeys(each.world for each in self.seen.worths if each.metric == metric):
            found = [each for each in self.seen.worths if (each.metric, each.world) == (metric, world)]
            known = sorted((each for each in found if each.factor), key=lambda each: -each.value.value)
            told = [self._factor(each.factor, each.value) for each in known if each.value.low > 0]
            facts = self._subject(Subject(metric, found[0].best, "", world))
            facts |= _span(found[0].value) | {"told": self._join(told)}
            yield self._say("worth" if told else "worth_nothing", **facts)

    def _join(self, parts: Iterable[str]) -> Told:
        return Told(joined(parts, self.lang))


def _span(value: Index) -> dict[str, str]:
    return {"value": human(value.value), "low": human(value.low), "high": human(value.high)}
