"""How levers are combined: all combinations, a fraction or one at a time; together, and only where they apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gpss_sim.study.designs.factorial import Levels, fractional, one_at_a_time
from gpss_sim.study.designs.factorial import full as full_factorial
from gpss_sim.study.experiment import Choices, Design
from gpss_sim.study.names import text


class LeverChoice(NamedTuple):
    """One lever set to one of its values.

    Parameters
    ----------
    label : str
        Part of the name of the design point; empty for a lever that follows another.
    path : str
        Field path.
    value : Any
        What it is set to.
    """

    label: str
    path: str
    value: Any


Combination = tuple[LeverChoice, ...]


def crossed(levers: Mapping[str, Choices], design: Design, known: Mapping[str, Any]) -> list[Combination]:
    """Every combination of levers that `design` asks for, each once, in order.

    Parameters
    ----------
    levers : mapping
        Field path → values.
    design : Design
        How they are combined (``crossing``), which change together (``zip``), which apply when (``when``).
    known : mapping
        What is set besides, by field path; conditions may look at it.
    """
    groups = grouped(levers, design.zip)
    sizes = [len(levers[group[0]]) for group in groups]
    rows = {"full": full_factorial, "one_at_a_time": one_at_a_time, "fractional": _two_levels}[design.crossing](sizes)
    found: list[Combination] = []
    for combination in (_combination(levers, groups, row) for row in rows):
        chosen = _applying(combination, design.when, known)
        if chosen == combination or chosen not in found:  # a lever that is not set makes twins of its values
            found.append(chosen)
    return found


def full(levers: Mapping[str, Choices], design: Design, known: Mapping[str, Any]) -> list[Combination]:
    """All combinations, whatever `design` says of the levers: uncertainties are always crossed."""
    return crossed(levers, design.model_copy(update={"crossing": "full"}), known)


def _two_levels(sizes: Sequence[int]) -> Levels:
    return fractional(len(sizes)) if sizes else ((),)


def grouped(levers: Mapping[str, Choices], zipped: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Levers that change together, in the order in which the first of each group is written."""
    followers = {path: (head, *rest) for head, *rest in zipped for path in (head, *rest)}
    groups = (followers.get(path, (path,)) for path in levers)
    return [group for group in dict.fromkeys(groups) if set(group) <= set(levers)]


def _combination(levers: Mapping[str, Choices], groups: Sequence[tuple[str, ...]], row: Sequence[int]) -> Combination:
    return tuple(
        LeverChoice(label if path == group[0] else "", path, value)
        for group, level in zip(groups, row, strict=True)
        for path in group
        for label, value in [labelled(levers[path])[level]]
    )


def labelled(choices: Choices) -> list[tuple[str, Any]]:
    """(name, value) of each value of a lever."""
    if isinstance(choices, dict):
        return list(choices.items())
    return [(text(value), value) for value in choices]


def _applying(
    combination: Combination, when: Mapping[str, Mapping[str, tuple[Any, ...]]], known: Mapping[str, Any]
) -> Combination:
    """A combination without the levers whose condition it does not meet: they stay as the scenario has them."""
    values = {**known, **{choice.path: choice.value for choice in combination}}
    return tuple(choice for choice in combination if applies(choice.path, when, values))


def applies(path: str, when: Mapping[str, Mapping[str, tuple[Any, ...]]], values: Mapping[str, Any]) -> bool:
    """Whether every condition on a path is met; a condition on what nothing sets is not."""
    return all(other in values and values[other] in allowed for other, allowed in when.get(path, {}).items())


def set_paths(combination: Combination) -> Iterator[tuple[str, Any]]:
    """(path, value) of a combination."""
    return ((choice.path, choice.value) for choice in combination)
