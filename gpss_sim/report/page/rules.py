"""The rules that differ between design points, and what is held equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from gpss_sim.report.board import Board
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.words import Words
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.compare import ABSENT, fields_held, in_force
from gpss_sim.scenario.origin import Key, dotted
from gpss_sim.study.crossing import labelled
from gpss_sim.study.design import DesignPoint
from gpss_sim.study.experiment import Experiment

BUNDLES = ("modes", "forms", "methods", "mode", "form", "thresholds")
"""Parts of `rules` that count as far as they are in force, and are shown there."""
WIDEST = 6
"""Most columns of design points; with more of them they become rows."""


class RuleDifference(NamedTuple):
    """One rule that differs.

    Parameters
    ----------
    part, name : str
        Part of the rulebook in force, and name of the rule.
    key : Key
        Path of its field.
    values : dict
        Value as text, by design point.
    """

    part: str
    name: str
    key: Key
    values: Mapping[str, str]


def differing_rules(board: Board) -> list[RuleDifference]:
    """Every rule in force that is not the same at all design points, part by part."""
    names = [point.name for point in board.plan.points]
    forces = [in_force(board.scenario(name)) for name in names]
    found = []
    for part in forces[0]:
        known = [{str(key[-1]): (key, _told(value)) for key, value in force[part].items()} for force in forces]
        for rule in dict.fromkeys(rule for each in known for rule in each):
            values = {name: each[rule][1] if rule in each else ABSENT for name, each in zip(names, known, strict=True)}
            if len(set(values.values())) > 1:
                key = next(each[rule][0] for each in known if rule in each)
                found.append(RuleDifference(part, rule, key, values))
    return found


def differing_fields(board: Board) -> list[RuleDifference]:
    """Every other field of the scenarios that is not the same at all design points."""
    names = [point.name for point in board.plan.points]
    every = [_fields(board, name) for name in names]
    found = []
    for key in dict.fromkeys(key for each in every for key in each):
        values = [each.get(key, ABSENT) for each in every]
        if len(set(values)) > 1 and not _bundle(key):
            found.append(RuleDifference(str(key[0]), dotted(key), key, dict(zip(names, values, strict=True))))
    return found


def held_equal(board: Board) -> list[tuple[str, int, int]]:
    """Fields that are equal everywhere, and that differ somewhere, by table."""
    every = [_fields(board, point.name) for point in board.plan.points]
    counts: dict[str, list[int]] = {}
    for key in dict.fromkeys(key for each in every for key in each):
        same = len({each.get(key, ABSENT) for each in every}) == 1
        counts.setdefault(str(key[0]), [0, 0])[0 if same else 1] += 1
    return [(table, equal, other) for table, (equal, other) in counts.items()]


def rules(board: Board, words: Words) -> Section:
    """Section of the rules that differ: the first table of the page."""
    found = differing_rules(board)
    tables = [_table(board, words, part, [rule for rule in found if rule.part == part]) for part in _parts(found)]
    others = differing_fields(board)
    if others:
        tables.append(_table(board, words, "scenario", others))
    texts = [words("page.rules text") if tables else words("page.no rules")]
    return Section("rules", words("page.rules"), texts, tables)


def equal(board: Board, words: Words) -> Section:
    """Section of what is held equal."""
    head = [words("col.table"), words("col.equal"), words("col.differ")]
    rows = [[words.table(table), str(same), str(other)] for table, same, other in held_equal(board)]
    return Section("equal", words("page.equal"), [words("page.equal text")], [PageTable(head, rows)])


def _parts(found: list[RuleDifference]) -> list[str]:
    return list(dict.fromkeys(rule.part for rule in found))


def _table(board: Board, words: Words, part: str, found: list[RuleDifference]) -> PageTable:
    groups = _groups(board, words, found)
    caption = words.name(part)
    if len(groups) <= WIDEST:
        head = [words("col.rule"), words("col.meaning"), *groups]
        rows: list[list[str | TableCell]] = [
            [_name(words, r), words.meaning(r.key), *(_cell(words, r.values[p]) for p in groups.values())]
            for r in found
        ]
        return PageTable(head, rows, caption, len(head))
    head = [words("col.point"), *(_name(words, rule).text for rule in found)]
    return PageTable(head, [*_marked(words, groups, found)], caption, len(head))


def _marked(words: Words, groups: Mapping[str, str], found: list[RuleDifference]) -> Iterator[list[str | TableCell]]:
    """One row a group; values that are those of the first are set quiet."""
    first = next(iter(groups.values()))
    for label, point in groups.items():
        cells = [
            _cell(words, rule.values[point], "quiet" if rule.values[point] == rule.values[first] else "")
            for rule in found
        ]
        yield [label, *cells]


def _name(words: Words, rule: RuleDifference) -> TableCell:
    """Name of a rule in words, with what files call it."""
    told = words.path(rule.name) if "." in rule.name else words.told(rule.name)
    return TableCell(told, code=rule.name if rule.name != told else "")


def _cell(words: Words, written: str, mark: str = "") -> TableCell:
    """A value in words, with what files write for it where that is a code."""
    told = words.told(written)
    spoken = told == written or written in ("true", "false") or not any(letter.isalpha() for letter in written)
    return TableCell(told, mark, "" if spoken else written)


def _groups(board: Board, words: Words, found: list[RuleDifference]) -> dict[str, str]:
    """Design points with the same values share a column: label → one of them."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for point in board.plan.points:
        groups.setdefault(tuple(rule.values[point.name] for rule in found), []).append(point.name)
    return {_label(board, words, names): names[0] for names in groups.values()}


def _label(board: Board, words: Words, names: list[str]) -> str:
    """The value of the lever, or the values, that these design points share and no other has; else all their names."""
    experiment = board.plan.experiment
    inside = [_parts_of(point, experiment) for point in board.plan.points if point.name in names]
    outside = [_parts_of(point, experiment) for point in board.plan.points if point.name not in names]
    shared = {
        place: part for place, part in enumerate(inside[0]) if part and all(each[place] == part for each in inside)
    }
    for place, part in shared.items():
        if all(each[place] not in ("", part) for each in outside):
            return words.policy(part, experiment)
    if shared and not any(all(each[place] == part for place, part in shared.items()) for each in outside):
        return " × ".join(words.policy(part, experiment) for part in shared.values())
    members = [words.point(point, experiment) for point in board.plan.points if point.name in names]
    return words("plain.and").join(members)


def _parts_of(point: DesignPoint, experiment: Experiment) -> list[str]:
    """Name of the point, values of the levers, and the world; a lever that does not apply has an empty place."""
    named = [each.name for each in experiment.design.point if f"{point.policy}/".startswith(f"{each.name}/")]
    held = dict(point.settings)
    values = [
        next((label for label, value in labelled(choices) if path in held and held[path] == value), "")
        for path, choices in experiment.levers.items()
    ]
    return [max(named, key=len, default=""), *values, point.world]


def _fields(board: Board, point: str) -> dict[Key, str]:
    return {key: _told(value) for key, value in fields_held(board.scenario(point)).items()}


def _bundle(key: Key) -> bool:
    return key[0] == "rules" and key[1] in BUNDLES


def _told(value: Any) -> str:
    return ABSENT if value is None else plain(value)
