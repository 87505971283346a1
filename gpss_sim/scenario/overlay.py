"""Laying one set of values over another: extended files, ``--set``, and the rulebook's own overlays."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Sequence
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.scenario.document import Layer
from gpss_sim.scenario.origin import Key, Origin

SET = "--set"


def lay(layers: Sequence[Layer]) -> Layer:
    """Lay each layer over the ones before: tables merge key by key, everything else is replaced."""
    data: dict[str, Any] = {}
    origins: dict[Key, Origin] = {}
    for layer in layers:
        _merge(data, layer.data, (), origins)
        origins |= layer.origins
    return Layer(data, origins)


def _merge(below: dict[str, Any], above: dict[str, Any], at: Key, origins: dict[Key, Origin]) -> None:
    for name, value in above.items():
        key = (*at, name)
        if isinstance(value, dict) and isinstance(below.get(name), dict):
            _merge(below[name], value, key, origins)
        else:
            below[name] = copy.deepcopy(value)
            for stale in [old for old in origins if old[: len(key)] == key]:
                del origins[stale]


def from_overrides(overrides: Sequence[str]) -> Layer:
    """Turn ``a.b=c`` texts into a layer; later ones win.

    Raises
    ------
    InputError
        If a text has no ``=`` or an empty part in its path.

    >>> from_overrides(["rules.mode=formal", "demand.load=1.3"]).data
    {'rules': {'mode': 'formal'}, 'demand': {'load': 1.3}}
    """
    layer = Layer({}, {})
    faults = []
    for text in overrides:
        path, equals, value = text.partition("=")
        key = tuple(part.strip() for part in path.split("."))
        if not equals or not all(key):
            faults.append(Fault(SET, text, "", "must be written path.to.field=value"))
            continue
        put(layer.data, key, toml_value(value.strip()))
        layer.origins[key] = Origin(SET)
    if faults:
        raise InputError(faults)
    return layer


def toml_value(text: str) -> Any:
    """Read a value in TOML syntax; what is none is taken as text.

    >>> toml_value("[1, 2]"), toml_value("formal"), toml_value("2.0")
    ([1, 2], 'formal', 2.0)
    """
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def put(data: dict[str, Any], key: Key, value: Any) -> None:
    """Set the value at a path, making the tables on the way."""
    for part in key[:-1]:
        step = data.get(part)  # type: ignore[call-overload]
        if not isinstance(step, dict):
            step = data[part] = {}  # type: ignore[index]
        data = step
    data[key[-1]] = value  # type: ignore[index]


def in_force(rules: dict[str, Any]) -> list[str]:
    """Names of the overlays that are switched on and meant for the mode and form in force, in order."""
    known = rules.get("overlay", {})
    return [name for name in rules.get("overlays", ()) if name in known and _matches(known[name], rules)]


def _matches(overlay: dict[str, Any], rules: dict[str, Any]) -> bool:
    return all(overlay.get(choice) in (None, rules.get(choice)) for choice in ("mode", "form"))
