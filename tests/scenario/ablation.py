"""What a scenario's own fields do: each taken away alone, and whether any indicator moves.

Run ``python -m tests.scenario.ablation NAME … [--seeds N]`` to play every field of some places; of all without a name.
With ``--further`` only those are played again that moved nothing in fewer seeds: what moved in the first of them moves
in more. What is found is kept in ``docs/data/ablations.csv`` and told in ``docs/ablations.md``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from math import isnan
from typing import Any

from gpss_sim.errors import InputError
from gpss_sim.metrics.evaluate import evaluate
from gpss_sim.scenario.checks import broken_rules
from gpss_sim.scenario.document import Layer, chain, find, read_layer, shipped_names
from gpss_sim.scenario.load import merge, resolve
from gpss_sim.scenario.origin import Key, dotted, value_at
from gpss_sim.scenario.overlay import lay
from gpss_sim.scenario.schema import Scenario
from gpss_sim.simulate import run
from tests.scenario.ablations_kept import ALONE, NOTHING, SAME, Row, keep, kept

TOLD = ("name", "title", "title_zh", "sources", "extends")
PLACE = ("districts", "domains", "library", "name", "name_zh")
"""Entries of ``city`` that are the place itself: its tables stand and fall together."""
SEEDS = 10
PLACES = tuple(name for name in shipped_names() if "/" not in name)


def own_fields(name: str) -> list[Key]:
    """Values that a scenario's own file sets and that could move something: no names, no overlays, not the place."""
    data = _layers(name)[-1].data
    skipped = [("city", each) for each in PLACE] + [("templates",), ("rules", "overlay"), ("agencies", "listed")]
    found = [key for key in _leaves(data) if key[0] not in TOLD and not any(key[: len(s)] == s for s in skipped)]
    return [key for key in found if key[-1] not in ("name", "name_zh", "level")]


def without(name: str, key: Key) -> Scenario | None:
    """The scenario without one of its own values; None where it is no scenario then.

    A value without which a mode, form or method is not whole is replaced by that of the mode, form or method that the
    scenario it extends has in force; a number that has to be there by another one.
    """
    parents = _layers(name)[:-1]
    for value in (None, _in_force(parents, key), *_other_numbers(value_at(_layers(name)[-1].data, key))):
        own = read_layer(find(name))
        _take_away(own.data, key, value)
        try:
            return _valid(lay([*(_fresh(name)[:-1]), own]))
        except (InputError, ValueError):
            continue
    return None


def moved(name: str, key: Key, seeds: int = SEEDS) -> str | None:
    """The first indicator that moves when a value is taken away, in one of some seeds; empty if none does.

    None where the value cannot be taken away alone; ``SAME`` where it says what would be so anyway.
    """
    other = without(name, key)
    if other is None:
        return None
    if other.model_copy(update={"sources": {}}) == _as_it_ships(name).model_copy(update={"sources": {}}):
        return SAME
    for seed in range(1, seeds + 1):
        before, after = indicators(name, seed), _indicators(other, seed)
        if before.keys() != after.keys():
            return "periods"
        for place, value in before.items():
            if value != after[place] and not (isnan(value) and isnan(after[place])):
                return place[0]
    return ""


@cache
def indicators(name: str, seed: int) -> dict[tuple[str, str], float]:
    """Every indicator of a scenario as it ships."""
    return _indicators(_as_it_ships(name), seed)


@cache
def _as_it_ships(name: str) -> Scenario:
    return _valid(merge(name))


def excused(name: str) -> dict[str, str]:
    """Fields of which SOURCES.md says why they cannot move anything, with the reason."""
    text = (find(name).parent / "SOURCES.md").read_text("utf-8")
    _, _, part = text.partition("## What cannot bite")
    return dict(re.findall(r"^- `([^`]+)`: (.+)$", part.partition("\n## ")[0], re.MULTILINE))


def _indicators(scenario: Scenario, seed: int) -> dict[tuple[str, str], float]:
    return {(row.metric, row.year): row.value for row in evaluate(run(scenario, seed=seed))}


def _valid(merged: Layer) -> Scenario:
    scenario = Scenario.model_validate(resolve(merged), strict=True)
    if broken := broken_rules(scenario):
        raise ValueError(broken)
    return scenario


def _fresh(name: str) -> list[Layer]:
    return [read_layer(file) for file in chain(find(name))]


@cache
def _layers(name: str) -> tuple[Layer, ...]:
    return tuple(_fresh(name))


def _in_force(parents: Sequence[Layer], key: Key) -> Any:
    """What the parent's mode, form or method in force says in the place of a value."""
    if not parents or len(key) < 4 or key[:2] not in (("rules", "modes"), ("rules", "forms")):
        return None
    data = lay(list(parents)).data
    chosen = data["rules"][str(key[1]).removesuffix("s")]
    return value_at(data, (*key[:2], chosen, *key[3:]))


def _other_numbers(value: Any) -> tuple[Any, ...]:
    """Half of a number, a quarter more, twice as much: the first that the scenario takes stands in for none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ()
    return tuple(type(value)(value * factor) for factor in (0.5, 1.25, 2))


def _take_away(data: dict[str, Any], key: Key, value: Any) -> None:
    for part in key[:-1]:
        data = data[part]  # type: ignore[index]
    if value is None:
        del data[str(key[-1])]
    else:
        data[str(key[-1])] = value


def _leaves(data: Any, key: Key = ()) -> Iterator[Key]:
    """Paths of single values; a list is one value."""
    if isinstance(data, dict) and data:
        for name, value in data.items():
            yield from _leaves(value, (*key, name))
    else:
        yield key


def _told(name: str, key: Key, seeds: int, before: Row | None) -> str:
    """What a field moves; what is known already counts where it cannot change with the number of seeds."""
    if before is not None and (before.moves != NOTHING or before.seeds >= seeds):
        return before.moves
    found = moved(name, key, seeds)
    return ALONE if found is None else found or NOTHING


def main(arguments: Sequence[str]) -> int:
    """Play every field of some places and keep what moved; the number of fields without effect and without excuse."""
    seeds = int(arguments[arguments.index("--seeds") + 1]) if "--seeds" in arguments else SEEDS
    known = {(row.scenario, row.field): row for row in kept()} if "--further" in arguments else {}
    idle = 0
    for name in [each for each in arguments if each in PLACES] or PLACES:
        rows, reasons = list[Row](), excused(name)
        for key in own_fields(name):
            told = _told(name, key, seeds, known.get((name, dotted(key))))
            idle += told == NOTHING and dotted(key) not in reasons
            rows.append(Row(name, dotted(key), told, seeds))
            print(*rows[-1], reasons.get(dotted(key), ""), sep="\t", flush=True)
        keep([*(row for row in kept() if row.scenario != name), *rows])
    return idle


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
