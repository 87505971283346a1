"""What a reader must know before the results of a study: told by the screen, the report and the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from gpss_sim.i18n import Message, Told, shown
from gpss_sim.study.findings import Findings
from gpss_sim.study.idle import foreseen, seen, twins, untried
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.precision import Of, Precision
from gpss_sim.study.targets import missed, still_needed

ENOUGH = {"saltelli": 32, "morris": 8}
ENOUGH_ROWS = 32
"""Fewest blocks, trajectories, or rows of any other sample, whose indices, boxes and values say something."""
NAMED = 5
"""Most policies named in one sentence."""

Naming = Callable[[str], str]


def _listed(told: Sequence[str], more: str) -> str:
    return Told(", ".join(map(shown, told)) + more)


class AlarmNames(NamedTuple):
    """What outcome, policy, field and several of them are called in an alarm; as files write them if left out.

    `several` takes what some are called, and what stands for the others.
    """

    metric: Naming = str
    policy: Naming = str
    field: Naming = str
    several: Callable[[Sequence[str], str], str] = _listed


AS_WRITTEN = AlarmNames()


def alarms(plan: StudyPlan, findings: Findings, names: AlarmNames = AS_WRITTEN) -> list[Message]:
    """Every alarm of a finished study, gravest first."""
    found = [*_lacking(plan), *_idle(plan, findings, names), *_precision(findings, names)]
    return [*found, *_open_choice(findings, names), *_small_sample(plan)]


def warnings(plan: StudyPlan) -> list[Message]:
    """What may be said before any run: levers that can move nothing, rules that need what the city does not have."""
    return [
        *(Message("idle.foreseen", lever=each.lever, why=each.why or "") for each in foreseen(plan)),
        *_lacking(plan),
        *_small_sample(plan),
    ]


def _small_sample(plan: StudyPlan) -> Iterator[Message]:
    """A sample with too few rows, blocks or trajectories to read anything from."""
    design = plan.experiment.design
    enough = ENOUGH.get(design.sampling, ENOUGH_ROWS)
    if plan.experiment.factors and design.samples < enough:
        yield Message("sample.small", samples=design.samples, sampling=design.sampling, enough=enough)


def _lacking(plan: StudyPlan) -> Iterator[Message]:
    for point, what in plan.lacks():
        yield Message("rulebook.lacking", point=point, what=what)


def _idle(plan: StudyPlan, findings: Findings, names: AlarmNames) -> Iterator[Message]:
    for each in seen(plan, findings):
        yield Message("idle.seen", lever=_field(each.lever, names), why=each.why or Message("idle.unknown"))
    for each in untried(plan):
        yield Message("idle.foreseen", lever=_field(each.lever, names), why=each.why or "")
    for points in twins(plan, findings):
        yield Message("idle.twins", names=_some(points, names))


def _field(lever: str, names: AlarmNames) -> str:
    """Fields that change together, by name."""
    return names.several([names.field(path) for path in lever.split(", ")], "")


def _some(points: Sequence[str], names: AlarmNames) -> str:
    """The first policies of many, by name."""
    return names.several([names.policy(point) for point in points[:NAMED]], " …" if len(points) > NAMED else "")


def chosen(findings: Findings, names: AlarmNames = AS_WRITTEN) -> Message | None:
    """Which policy was chosen, and how surely; None where none is to be, or none is yet."""
    choice = findings.choice
    if choice is None or not choice.settled:
        return None
    race = any(each.out_at for each in choice.places)
    return Message(
        "select.settled" if race else "select.budget",
        best=names.policy(choice.best),
        policies=len(choice.places),
        metric=names.metric(choice.metric),
        probability=f"{choice.probability:.3g}",
        indifference=f"{choice.indifference:.4g}",
        runs=choice.runs,
        all=len(choice.places) * max(each.played for each in choice.places),
    )


def _open_choice(findings: Findings, names: AlarmNames) -> Iterator[Message]:
    choice = findings.choice
    if choice is not None and not choice.settled:
        others = [each.point for each in choice.places[1:] if not each.out_at]
        about = {"best": names.policy(choice.best), "metric": names.metric(choice.metric)}
        yield Message("select.open", n=findings.replications, **about, others=_some(others, names))


def _precision(findings: Findings, names: AlarmNames) -> Iterator[Message]:
    short = missed(findings.precision)
    if not short:
        return
    worst = max(short, key=lambda each: each.found.half_width / each.allowed if each.allowed > 0 else float("inf"))
    needed = still_needed(findings.precision)
    facts = {
        "missed": len(short),
        "all": len(findings.precision),
        "worst": name_of(worst, names),
        "reached": _as_asked(worst),
        "asked": worst.asked,
        "n": findings.replications,
    }
    if needed is None:
        yield Message("precision.unknown", **facts)
    else:
        yield Message("precision.missed", **facts, needed=needed, total=findings.replications + needed)


def name_of(each: Precision, names: AlarmNames = AS_WRITTEN) -> Message:
    """What a target is about."""
    about = {"metric": names.metric(each.metric), "point": names.policy(each.point)}
    if each.of is Of.MEAN:
        return Message("precision.mean", **about)
    return Message(f"precision.{each.of.value}", **about, baseline=names.policy(each.baseline))


def _as_asked(each: Precision) -> str:
    """Half-width in the terms of its target: a percentage or an amount."""
    widths = each.found.half_width / each.allowed if each.allowed > 0 else float("nan")
    percent = each.asked.strip().endswith("%")
    amount = widths * float(each.asked.strip().removesuffix("%")) if percent else each.found.half_width
    return f"{amount:.3g}%" if percent else f"{amount:.3g}"
