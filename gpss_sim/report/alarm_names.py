"""What alarms call outcomes, policies and fields: as files write them, and in Chinese by name."""

from __future__ import annotations

from collections.abc import Sequence

from gpss_sim.i18n import LANGUAGES, InBoth, said, shown
from gpss_sim.report.short_names import field_told
from gpss_sim.report.words import Words
from gpss_sim.study.alarms import AlarmNames
from gpss_sim.study.model import Measures
from gpss_sim.study.plan import StudyPlan


def alarm_names(plan: StudyPlan, metrics: Measures) -> AlarmNames:
    """Names in both languages."""
    words, points = Words("zh"), {point.name: point for point in plan.points}

    def metric(name: str) -> InBoth:
        return InBoth(name, metrics[name].title_zh)

    def policy(name: str) -> InBoth:
        point = points.get(name)
        return InBoth(name, words.point(point, plan.experiment) if point else words.policy(name, plan.experiment))

    def field(path: str) -> InBoth:
        return InBoth(path, field_told(path, "zh"))

    return AlarmNames(metric, policy, field, _several)


def _several(told: Sequence[str], more: str) -> InBoth:
    english, chinese = ([shown(said(each, lang)) for each in told] for lang in LANGUAGES)
    return InBoth(", ".join(english) + more, "、".join(chinese) + more)
