"""Levers that move nothing in one run played at two of their values: tried by ``--dry-run``, where no rule tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gpss_sim.errors import InputError
from gpss_sim.i18n import Message
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.design import DesignPoint
from gpss_sim.study.idle import foreseen, levers
from gpss_sim.study.model import Model
from gpss_sim.study.names import override, text
from gpss_sim.study.plan import StudyPlan
from gpss_sim.study.runner import play_all
from gpss_sim.study.store import OK
from gpss_sim.study.worker import Job, Task

MOST = 6
"""Most levers that are tried, in the order of the file: each takes two runs at most."""


class _Pair(NamedTuple):
    """A lever, and two scenarios that differ in it alone."""

    lever: str
    labels: tuple[str, str]
    scenarios: tuple[Scenario, Scenario]


def tried(plan: StudyPlan, model: Model, workers: int) -> Iterator[Message]:
    """Play the first replication at two values of each lever, and tell those under which nothing differs.

    Parameters
    ----------
    plan : Plan
        The study; nothing of it is written.
    model : Model
        How runs are played.
    workers : int
        Worker processes; 0 plays in this process.

    Yields
    ------
    Message
        One a lever that moved nothing. One run is no proof: another replication may show a difference.
    """
    known = {each.lever for each in foreseen(plan)}
    pairs = [pair for paths in levers(plan) if paths[0] not in known and (pair := _pair(plan, paths)) is not None]
    pairs = pairs[:MOST]
    scenarios = list({id(each): each for pair in pairs for each in pair.scenarios}.values())
    job = Job(tuple(scenarios), plan.seed, model.play, plan.experiment.outcomes.breakdown)
    tasks = [Task(0, place) for place in range(len(scenarios))]
    played = {each.task.point: each for each in play_all(tasks, job, workers)} if tasks else {}
    places = {id(scenario): place for place, scenario in enumerate(scenarios)}
    for pair in pairs:
        one, other = (played[places[id(each)]] for each in pair.scenarios)
        if one.status == other.status == OK and _told(one.rows) == _told(other.rows):
            yield Message("idle.tried", lever=pair.lever, a=pair.labels[0], b=pair.labels[1])


def _told(rows: Sequence[tuple[object, ...]]) -> list[str]:
    """Rows as text, in which what is not a number is like itself."""
    return sorted(map(repr, rows))


def _pair(plan: StudyPlan, paths: Sequence[str]) -> _Pair | None:
    """The first two design points that differ in a lever alone, as far apart as there are; else made for a factor."""
    groups: dict[str, list[int]] = {}
    for place, point in enumerate(plan.points):
        rest = repr([(path, value) for path, value in point.settings if path not in paths])
        groups.setdefault(rest, []).append(place)
    for places in groups.values():
        a, b = places[0], places[-1]
        if _value(plan.points[a], paths[0]) != _value(plan.points[b], paths[0]):
            labels = (_label(plan.points[a], paths[0]), _label(plan.points[b], paths[0]))
            return _Pair(", ".join(paths), labels, (plan.scenarios[a], plan.scenarios[b]))
    return _made(plan, paths)


def _made(plan: StudyPlan, paths: Sequence[str]) -> _Pair | None:
    """The first row of a sample with a factor at two values of its own; None where that is no scenario."""
    found = {repr(value): value for point in plan.points if (value := _value(point, paths[0])) is not None}
    values = list(found.values())
    numbers = [value for value in values if isinstance(value, (int, float))]
    if len(values) < 2:
        return None
    ends = (min(numbers), max(numbers)) if len(numbers) == len(values) else (values[0], values[-1])
    settings = dict(plan.points[0].settings)
    name = str(settings.pop("scenario", plan.experiment.study.scenario))
    try:
        made = [
            load_scenario(
                name, [override(path, value) for path, value in {**settings, **dict.fromkeys(paths, end)}.items()]
            )
            for end in ends
        ]
    except InputError:
        return None
    return _Pair(", ".join(paths), (text(ends[0]), text(ends[1])), (made[0], made[1]))


def _value(point: DesignPoint, path: str) -> object:
    return dict(point.settings).get(path)


def _label(point: DesignPoint, path: str) -> str:
    value = _value(point, path)
    return "" if value is None else text(value)
