"""What is assumed: parameters with a label and a range, and the numbers that have none and why."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message
from gpss_sim.scenario.account import account
from gpss_sim.scenario.catalogue import ANY, EACH, TIMES, FieldEntry, entries, plain
from gpss_sim.scenario.load import Files, load_scenario
from gpss_sim.scenario.overlay import SET
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.design import Settings
from gpss_sim.study.names import override
from gpss_sim.study.plan import value_at

STEPS = 20
"""Steps on the way from a refused end of a range to the value in force."""

NUMBERS = ("number", "whole number", "list of number", "list of (number, number)", "table of number")
"""Kinds of field that hold numbers; whatever else is labelled A is a choice."""


class Assumption(NamedTuple):
    """One parameter with a range.

    Parameters
    ----------
    path, meaning, unit, label, source : str
        As declared; the label and source are those of the scenario where it sets the value.
    paths : tuple of str
        Field paths that are set together: one, or one for each entry of a table.
    value : str
        What the scenario has.
    asked : (low, high)
        Range as declared.
    ends : (low, high)
        Range as far as the scenario, other values standing, accepts it.
    own : tuple of float
        Values of `paths` that the range multiplies, where each has its own; else empty.
    """

    path: str
    meaning: str
    unit: str
    label: str
    source: str
    paths: tuple[str, ...]
    value: str
    asked: tuple[float, float]
    ends: tuple[float, float]
    own: tuple[float, ...] = ()

    def told(self, end: float) -> str:
        """An end of the range as it is written: a value, or how many times the value as it stands."""
        return f"{TIMES}{plain(end)}" if self.own else plain(end)

    def settings(self, end: float) -> Settings:
        """What is set at an end of the range."""
        values = [own * end for own in self.own] or [end] * len(self.paths)
        return tuple(zip(self.paths, values, strict=True))


def assumptions(scenario: str | Path, overrides: Sequence[str] = (), labels: str = "A") -> list[Assumption]:
    """Parameters with a range whose label, in this scenario, is one of `labels`.

    Parameters
    ----------
    scenario : str or Path
        Name or file.
    overrides : sequence of str
        Values set, ``K=V``.
    labels : str
        Letters: ``"A"``, or ``"AD"`` for derived values too.
    """
    city = load_scenario(scenario, overrides)
    told = {value.field: value for value in account(scenario, overrides)}
    files: Files = {}
    found = []
    for entry in entries():
        paths = _paths(entry, city)
        asked = tuple(entry.extra("factors") or entry.extra("sweep"))
        if not asked or not paths:
            continue
        stands = told.get(paths[0])
        label = (stands.label if stands else "") or str(entry.extra("label"))
        given = stands.source if stands and stands.source != SET else ""  # a study's setting is no source
        source = given or str(entry.extra("source"))
        if label in labels:
            value = " / ".join(dict.fromkeys(value_at(city, path) for path in paths))
            own: tuple[float, ...] = ()
            if entry.extra("factors"):
                paths, own = _multiplied(entry, paths, city)
            unit = str(entry.extra("unit"))
            each = Assumption(entry.path, entry.meaning, unit, label, source, paths, value, asked, asked, own)
            low, high = (_reached(scenario, overrides, each, end, files) for end in asked)
            found.append(each._replace(ends=(low, high)))
    return found


def _multiplied(entry: FieldEntry, paths: Sequence[str], city: Scenario) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """What is multiplied together, and its values: the fields and those declared with them, as far as they are set."""
    names = [path.rpartition(".")[0] for path in paths]
    tails = [entry.path.rpartition(".")[2], *entry.extra("together")]
    values = {f"{name}.{tail}": value_at(city, f"{name}.{tail}") for name in names for tail in tails}
    return tuple(path for path, value in values.items() if value), tuple(float(v) for v in values.values() if v)


def _reached(scenario: str | Path, overrides: Sequence[str], each: Assumption, end: float, files: Files) -> float:
    """The end of a range, or the value nearest to it (in steps of a twentieth) that the scenario accepts.

    `files` of the scenario are read once for all parameters.
    """

    def accepted(value: float) -> bool:
        try:
            load_scenario(scenario, [*overrides, *(override(*setting) for setting in each.settings(value))], files)
        except InputError:
            return False
        return True

    if accepted(end):
        return end
    start = 1.0 if each.own else float(each.value)  # a value in force is accepted, so the way there ends
    steps = [type(end)(end + (start - end) * step / STEPS) for step in range(1, STEPS)]
    return next(filter(accepted, steps), type(end)(start))


def _paths(entry: FieldEntry, city: Scenario) -> tuple[str, ...]:
    """Paths that can be set for a field: one for each entry of a table by name; none inside lists."""
    if EACH in entry.path:
        return ()
    head, any_name, tail = entry.path.partition(f".{ANY}.")
    if not any_name:
        return (entry.path,)
    table: Any = city
    for part in head.split("."):
        table = getattr(table, part)
    return tuple(f"{head}.{name}.{tail}" for name in table)


def only(known: Sequence[Assumption], paths: Sequence[str]) -> list[Assumption]:
    """Those named by `paths`, where a star stands for anything; all where it is empty.

    Raises
    ------
    InputError
        If a path is no parameter with a range, or fits none.
    """
    names = [each.path for each in known]
    rule = Message("assumptions.unknown")
    missing = [path for path in paths if not any(_named(name, path) for name in names)]
    if missing:
        raise InputError([Fault("assumptions", "--only", path, rule, nearest(path, names)) for path in missing])
    return [each for each in known if not paths or any(_named(each.path, path) for path in paths)]


def _named(name: str, asked: str) -> bool:
    return name == asked or _fits(name, asked)


def not_moved() -> list[tuple[str, list[str]]]:
    """Numbers labelled A without a range: (why, field paths), in the order of the file.

    Raises
    ------
    LookupError
        If the file has no reason for one of them.
    """
    groups = tomllib.loads((Path(__file__).parent / "not_moved.toml").read_text("utf-8"))["group"]
    found: list[tuple[str, list[str]]] = [(group["why"], []) for group in groups]
    for entry in entries():
        if entry.extra("label") != "A" or entry.kind not in NUMBERS or entry.sweep:
            continue
        fitting = (
            k for k, group in enumerate(groups) if any(_fits(entry.path, pattern) for pattern in group["fields"])
        )
        place = next(fitting, None)
        if place is None:
            raise LookupError(f"not_moved.toml: no pattern fits {entry.path}")
        found[place][1].append(entry.path)
    return found


def _fits(path: str, pattern: str) -> bool:
    """Whether a pattern with stars fits a path; brackets stand for themselves."""
    return fnmatchcase(path.replace(EACH, ""), pattern.replace(EACH, ""))
