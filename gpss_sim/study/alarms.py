"""What a reader must know before the results of a study: told by the screen, the report and the record."""

from __future__ import annotations

from collections.abc import Iterator

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


def alarms(plan: StudyPlan, findings: Findings) -> list[Message]:
    """Every alarm of a finished study, gravest first."""
    found = [*_lacking(plan), *_idle(plan, findings), *_precision(plan, findings), *_open_choice(findings)]
    return [*found, *_small_sample(plan)]


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


def _idle(plan: StudyPlan, findings: Findings) -> Iterator[Message]:
    for each in seen(plan, findings):
        yield Message("idle.seen", lever=each.lever, why=each.why or Message("idle.unknown"))
    for each in untried(plan):
        yield Message("idle.foreseen", lever=each.lever, why=each.why or "")
    for names in twins(plan, findings):
        told = Told(", ".join(map(shown, names[:NAMED])) + (" …" if len(names) > NAMED else ""))
        yield Message("idle.twins", names=told)


def chosen(findings: Findings) -> Message | None:
    """Which policy was chosen, and how surely; None where none is to be, or none is yet."""
    choice = findings.choice
    if choice is None or not choice.settled:
        return None
    race = any(each.out_at for each in choice.places)
    return Message(
        "select.settled" if race else "select.budget",
        best=choice.best,
        policies=len(choice.places),
        metric=choice.metric,
        probability=f"{choice.probability:.3g}",
        indifference=f"{choice.indifference:.4g}",
        runs=choice.runs,
        all=len(choice.places) * max(each.played for each in choice.places),
    )


def _open_choice(findings: Findings) -> Iterator[Message]:
    choice = findings.choice
    if choice is not None and not choice.settled:
        others = [each.point for each in choice.places[1:] if not each.out_at]
        told = Told(", ".join(map(shown, others[:NAMED])) + (" …" if len(others) > NAMED else ""))
        facts = {"n": findings.replications, "best": choice.best, "metric": choice.metric, "others": told}
        yield Message("select.open", **facts)


def _precision(plan: StudyPlan, findings: Findings) -> Iterator[Message]:
    short = missed(findings.precision)
    if not short:
        return
    worst = max(short, key=lambda each: each.found.half_width / each.allowed if each.allowed > 0 else float("inf"))
    needed = still_needed(findings.precision)
    facts = {
        "missed": len(short),
        "all": len(findings.precision),
        "worst": name_of(worst),
        "reached": _as_asked(worst),
        "asked": worst.asked,
        "n": findings.replications,
    }
    if needed is None:
        yield Message("precision.unknown", **facts)
    else:
        yield Message("precision.missed", **facts, needed=needed, total=findings.replications + needed)


def name_of(each: Precision) -> Message:
    """What a target is about."""
    if each.of is Of.MEAN:
        return Message("precision.mean", metric=each.metric, point=each.point)
    return Message(f"precision.{each.of.value}", metric=each.metric, point=each.point, baseline=each.baseline)


def _as_asked(each: Precision) -> str:
    """Half-width in the terms of its target: a percentage or an amount."""
    widths = each.found.half_width / each.allowed if each.allowed > 0 else float("nan")
    percent = each.asked.strip().endswith("%")
    amount = widths * float(each.asked.strip().removesuffix("%")) if percent else each.found.half_width
    return f"{amount:.3g}%" if percent else f"{amount:.3g}"
