"""What a field needs of other fields to count at all, from ``needs.toml``; seen without laying a city out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.i18n import Message, Told
from gpss_sim.scenario.catalogue import ANY, plain
from gpss_sim.scenario.overlay import from_overrides
from gpss_sim.scenario.rules_from import asked
from gpss_sim.scenario.schema import Scenario

IN_FORCE = {"modes": "mode", "forms": "form"}
"""Tables of the rulebook of which only some entries are used, and the field that names one."""
SHOWN = 5
"""Most values of one field that are told."""


class FieldNeed(NamedTuple):
    """Fields that count only where one of some tests holds.

    Parameters
    ----------
    fields : tuple of re.Pattern
        Paths of the fields.
    where : Mapping[str, str]
        Path → test; the tests are alternatives.
    """

    fields: tuple[re.Pattern[str], ...]
    where: Mapping[str, str]


def unmet(scenarios: Callable[[], Sequence[Scenario]], path: str) -> Message | None:
    """What a field needs and no scenario has.

    Parameters
    ----------
    scenarios : callable
        Gives the scenarios in which the field is set; called only where the field needs anything.
    path : str
        Field path with names.

    Returns
    -------
    Message or None
        What it needs, and what stands there instead; None where all it needs is met somewhere, or nothing is known.
    """
    for need in _needs():
        if path in need.where or not any(pattern.fullmatch(path) for pattern in need.fields):
            continue
        known = scenarios()
        if not any(_met(scenario, need) for scenario in known):
            found = {where: _distinct(known, where) for where in need.where}
            return Message("idle.needs", where=_either(need.where), here=_here(found))
    return None


def idle_settings(scenario: Scenario, overrides: Sequence[str]) -> list[Message]:
    """Values set for one run that can move nothing, each with what it needs.

    Parameters
    ----------
    scenario : Scenario
        As the run plays it.
    overrides : sequence of str
        Values set, ``K=V``.
    """
    _, others = asked(overrides)
    return list(_idle(scenario, from_overrides(others).data))


def _idle(scenario: Scenario, data: Mapping[str, Any], head: str = "") -> Iterator[Message]:
    """What stands in a table and can move nothing; of a table that cannot as a whole, nothing single."""
    for name, value in data.items():
        path = f"{head}{name}"
        if (why := unmet(lambda: [scenario], path)) is not None:
            yield Message("idle.foreseen", lever=path, why=why)
        elif isinstance(value, dict):
            yield from _idle(scenario, value, f"{path}.")


def _met(scenario: Scenario, need: FieldNeed) -> bool:
    """Whether one of the tests holds in a scenario."""
    return any(_holds(value, test) for where, test in need.where.items() for value in values_at(scenario, where))


@cache
def _needs() -> tuple[FieldNeed, ...]:
    groups = tomllib.loads(Path(__file__).with_name("needs.toml").read_text("utf-8"))["need"]
    return tuple(FieldNeed(tuple(map(_pattern, group["fields"])), group["where"]) for group in groups)


def _pattern(path: str) -> re.Pattern[str]:
    """A path in which a star between dots is one name, and a star at the end anything."""
    head = path.removesuffix(".*")
    text = re.escape(head).replace(r"\*", r"[^.]+")
    return re.compile(text + (r"\..+" if head != path else ""))


def values_at(scenario: Scenario, path: str) -> Iterator[Any]:
    """Values of a scenario at a path: ``*`` is any entry in force, ``[]`` any entry of a list."""
    yield from _values(scenario, scenario, path.split("."), "")


def _values(scenario: Scenario, value: Any, parts: list[str], last: str) -> Iterator[Any]:
    if not parts:
        yield value
        return
    part, rest = parts[0], parts[1:]
    if part == "*":
        names = _in_force(scenario, last) if last in IN_FORCE else set(value)
        for name, entry in value.items():
            if name in names:
                yield from _values(scenario, entry, rest, name)
    elif part.endswith("[]"):
        for entry in getattr(value, part[:-2]):
            yield from _values(scenario, entry, rest, part)
    else:
        yield from _values(scenario, getattr(value, part), rest, part)


def _in_force(scenario: Scenario, table: str) -> set[str]:
    """Modes or forms that something may be bought by: the city's own, those of channels, of buyers."""
    rules, field = scenario.rules, IN_FORCE[table]
    rows = [rules, *rules.channels, *rules.buyers.values()]
    return {name for row in rows if (name := getattr(row, field))}


def _distinct(scenarios: Sequence[Scenario], path: str) -> list[Any]:
    """Values at a path in any of the scenarios, each once."""
    found = {repr(value): value for each in scenarios for value in values_at(each, path)}
    return list(found.values())


def _holds(value: Any, test: str) -> bool:
    """Whether a value meets a test.

    >>> _holds(0, "> 0"), _holds(None, "left out"), _holds("mixed", "mixed|file"), _holds(True, "true")
    (False, True, True, True)
    """
    given = value is not None and value != "" and value != () and value != {}
    if test in ("given", "left out"):
        return given is (test == "given")
    if test == "true":
        return value is True
    sign, _, number = test.partition(" ")
    if sign == "includes":
        return number in value
    if sign in ("<", ">"):
        return value is not None and (value < float(number) if sign == "<" else value > float(number))
    return value in test.split("|")


def _either(where: Mapping[str, str]) -> Message | Told:
    return reduce(lambda a, b: Message("idle.or", a=a, b=b), [_told(path, test) for path, test in where.items()])


def _told(path: str, test: str) -> Message | Told:
    path = path.replace("*", ANY)
    if test in ("given", "left out"):
        return Message(f"idle.{test.replace(' ', '_')}", path=path)
    if test[0] in "<>" or test.startswith("includes "):
        return Told(f"{path} {test}")
    return Told(f"{path} = {test.replace('|', ' | ')}")


def _here(found: Mapping[str, list[Any]]) -> Message | Told:
    """What stands at some paths; a path without entries is told so."""
    told: list[Message | Told] = []
    for pattern, values in found.items():
        path = pattern.replace("*", ANY)
        known = [plain(value) for value in values if value is not None and value != "" and value != ()]
        if known:
            told.append(Told(f"{path} = {', '.join(known[:SHOWN])}{' …' if len(known) > SHOWN else ''}"))
        else:
            told.append(Message("idle.left_out", path=path))
    return reduce(lambda a, b: Message("idle.and", a=a, b=b), told)
