"""Levers that move nothing: told before a study where the rules say so, and after it where the runs do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from gpss_sim.i18n import Message
from gpss_sim.scenario.rulebook import RULEBOOK
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.crossing import grouped
from gpss_sim.study.findings import Findings
from gpss_sim.study.needs import unmet
from gpss_sim.study.plan import StudyPlan

MOST = 60
"""Most scenarios that are laid out to explain one lever."""


class IdleLever(NamedTuple):
    """A lever that moves nothing.

    Parameters
    ----------
    lever : str
        Field path, or paths that change together.
    why : Message or None
        Why, and what is used instead; None where the rules do not tell.
    """

    lever: str
    why: Message | None


def foreseen(plan: StudyPlan) -> list[IdleLever]:
    """Levers that cannot move anything, by the rules and amounts of the scenarios they are set in."""
    found = (IdleLever(paths[0], _why(plan, paths[0])) for paths in levers(plan))
    return [each for each in found if each.why is not None]


def seen(plan: StudyPlan, findings: Findings) -> list[IdleLever]:
    """Levers under which every indicator of every run is the same whatever their value.

    Only design points that differ in one lever alone can show it; a study without such points is silent. The reason is
    looked for where they were compared: elsewhere in the design the lever may be in use.
    """
    found: list[IdleLever] = []
    for paths in levers(plan):
        if _is_idle(plan, findings, paths):
            among = {name for names in _compared(plan, paths) for name in names}
            found.append(IdleLever(", ".join(paths), _why(plan, paths[0], among)))
    return found


def untried(plan: StudyPlan) -> list[IdleLever]:
    """Levers that can move nothing by the rules and that no two design points try alone: no run can show it."""
    found = (IdleLever(paths[0], _why(plan, paths[0])) for paths in levers(plan) if not _compared(plan, paths))
    return [each for each in found if each.why is not None]


def twins(plan: StudyPlan, findings: Findings) -> list[tuple[str, ...]]:
    """Groups of design points whose runs are the same in everything measured, beyond what idle levers explain.

    Rows of a sample are left out: there are many, and no row is an answer by itself.
    """
    if findings.surface is not None:
        return []
    idle = {path for paths in levers(plan) if _is_idle(plan, findings, paths) for path in paths}
    known: set[str] = set()
    groups: dict[str, list[str]] = {}
    for point in plan.points:
        rest = repr([(path, value) for path, value in point.settings if path not in idle])
        runs = [findings.values.get((point.name, number)) for number in range(findings.replications)]
        if rest in known or any(run is None for run in runs):
            continue
        known.add(rest)
        told = repr([sorted(_told(run).items()) for run in runs if run is not None])
        groups.setdefault(told, []).append(point.name)
    return [tuple(names) for names in groups.values() if len(names) > 1]


def levers(plan: StudyPlan) -> list[tuple[str, ...]]:
    """Paths that change together, one group a lever, uncertainty or factor that takes two values and more."""
    experiment = plan.experiment
    zipped = experiment.design.zip
    sampled = [(path, *factor.together) for path, factor in experiment.factors.items()]
    groups = [*grouped(experiment.levers, zipped), *grouped(experiment.uncertainties, zipped), *sampled]
    return [group for group in groups if len({_setting(point.settings, group[0]) for point in plan.points}) > 1]


def _setting(settings: Sequence[tuple[str, object]], path: str) -> str:
    """A value as text that tells values apart; empty where it is not set."""
    return repr(dict(settings).get(path, ""))


def _is_idle(plan: StudyPlan, findings: Findings, paths: Sequence[str]) -> bool:
    compared = _compared(plan, paths)
    return bool(compared) and all(_same(findings, names) for names in compared)


def _compared(plan: StudyPlan, paths: Sequence[str]) -> list[list[str]]:
    """Groups of design points that differ in a lever alone."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for point in plan.points:
        rest = repr([(path, value) for path, value in point.settings if path not in paths])
        groups.setdefault(rest, []).append((_setting(point.settings, paths[0]), point.name))
    compared = [names for names in groups.values() if len({value for value, _ in names}) > 1]
    return [[name for _, name in names] for names in compared]


def _same(findings: Findings, names: Sequence[str]) -> bool:
    """Whether the runs of some design points are the same in everything measured."""
    for replication in range(findings.replications):
        runs = [findings.values.get((name, replication)) for name in names]
        known = [_told(run) for run in runs if run is not None]
        if len(known) < len(names) and replication == 0:
            return False
        if any(each != known[0] for each in known[1:]):
            return False
    return True


def _told(run: Mapping[str, float]) -> dict[str, float | None]:
    """A run with None in place of what is not a number, which differs from itself."""
    return {metric: None if math.isnan(value) else value for metric, value in run.items()}


def _why(plan: StudyPlan, path: str, among: Set[str] | None = None) -> Message | None:
    """Why a field cannot matter in any of the scenarios, or in those of some design points; or None."""
    return unmet(lambda: _distinct(plan, path, among), path) or _not_in_use(plan, path, among)


def _not_in_use(plan: StudyPlan, path: str, among: Set[str] | None) -> Message | None:
    """A mode, form, method or overlay that no scenario has a use for, as a reason; else None."""
    table, kind, name, *_ = [*path.split("."), "", ""]
    if table != "rules" or kind not in ("modes", "forms", "methods", "overlay"):
        return None
    scenarios = _distinct(plan, path, among)
    if kind == "overlay":
        return None if any(name in each.rules.overlays for each in scenarios) else Message("idle.overlay", name=name)
    if len(scenarios) > MOST:
        return None
    from gpss_sim.study.in_use import in_use  # lays a city out, which loads the market

    uses = [in_use(each) for each in scenarios]
    names: list[tuple[str, ...]] = [getattr(each, kind) for each in uses]
    if any(name in each for each in names):
        return None
    facts = {"name": name, "used": ", ".join(dict.fromkeys(other for each in names for other in each))}
    limits = [limit for each in scenarios for limit in _begins(each, name)] if kind == "methods" else []
    largest = max(each.largest for each in uses)
    if limits and largest <= min(limits):
        return Message("idle.too_small", **facts, limit=f"{min(limits):,.0f}", largest=f"{largest:,.0f}")
    return Message(f"idle.{kind}", **facts)


def _distinct(plan: StudyPlan, path: str, among: Set[str] | None) -> list[Scenario]:
    """Scenarios of the design, or of some of its points, that differ in something else than a path."""
    kept: dict[str, Scenario] = {}
    for point, scenario in zip(plan.points, plan.scenarios, strict=True):
        if among is not None and point.name not in among:
            continue
        kept.setdefault(repr([setting for setting in point.settings if setting[0] != path]), scenario)
    return list(kept.values())


def _begins(scenario: Scenario, method: str) -> Iterator[float]:
    """Amount [yuan] above which the rulebook asks for a method, where the mode in force asks the rulebook."""
    rules = scenario.rules
    if rules.modes[rules.mode].procedure == RULEBOOK:
        yield from (below.upto for below, row in pairwise(rules.thresholds) if row.method == method)
