"""Standing in for broken values, so that one reading of a scenario finds the remaining faults too.

A scenario that breaks the schema cannot be checked for rules between fields. So each broken value is
replaced: by its default where it has one, else by a harmless stand-in. What the rules between fields
then say of a replaced value is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from pydantic import ValidationError

from gpss_sim.scenario.catalogue import field_at
from gpss_sim.scenario.checks import broken_rules
from gpss_sim.scenario.checks.common import Broken
from gpss_sim.scenario.origin import Key, value_at
from gpss_sim.scenario.schema import Scenario

_STAND_INS: dict[Any, Any] = {str: "?", int: 1, float: 1.0, bool: False}


def remaining(data: dict[str, Any], broken: Iterable[Key]) -> list[Broken]:
    """Rules between fields broken beside the `broken` values; none if too much is broken to tell.

    Parameters
    ----------
    data : dict
        The scenario as the strict schema refused it; replaced values are changed in place.
    broken : Iterable[Key]
        Fields the schema complained of.
    """
    replaced = [_replace(data, key) for key in broken]
    try:
        scenario = Scenario.model_validate(data, strict=True)
    except ValidationError:
        return []
    return [rule for rule in broken_rules(scenario) if not any(_about(rule, key) for key in replaced)]


def _replace(data: dict[str, Any], key: Key) -> Key:
    """Replace the nearest field or named entry at or above `key`; return which that was."""
    while not isinstance(holder := value_at(data, key[:-1]), dict):
        key = key[:-1]
    info = field_at(key)
    if info is None or not info.is_required():
        holder.pop(key[-1], None)
    else:
        choices = get_args(info.annotation)
        holder[key[-1]] = _STAND_INS.get(info.annotation, choices[0] if choices else None)
    return key


def _about(rule: Broken, key: Key) -> bool:
    """Whether a rule between fields speaks of a replaced value, or of its neighbours in a table."""
    told, value = rule[0], rule[1]
    shared = min(len(told), len(key))
    column = [part for part in told if isinstance(part, str)] == [part for part in key if isinstance(part, str)]
    return told[:shared] == key[:shared] or column or value == key[-1]
