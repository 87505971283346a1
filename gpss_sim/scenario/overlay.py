"""Laying one set of values over another: extended files, ``--set``, and the rulebook's own overlays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import DEEPEST, parse_toml, refuse
from gpss_sim.i18n import Message
from gpss_sim.numbers import DECIMALS, DIGITS
from gpss_sim.scenario.document import Layer
from gpss_sim.scenario.origin import Key, Origin, dotted, put, split, value_at

SET = "--set"


def lay(layers: Sequence[Layer]) -> Layer:
    """Lay each layer over the ones before: tables merge key by key, everything else is replaced.

    An empty table of ``--set`` takes away what stood in it, since laid over another it would say nothing.
    """
    data: dict[str, Any] = {}
    origins: dict[Key, Origin] = {}
    unread = {key: faults for layer in layers for key, faults in layer.unread.items()}
    for layer in layers:
        for key in _emptied(layer):
            if isinstance(table := value_at(data, key), dict):
                table.clear()
        _merge(data, layer.data, (), origins)
        for key, origin in layer.origins.items():
            if not (key in origins and key and isinstance(value_at(data, key), dict)):  # a table stays where it began
                origins[key] = origin
    return Layer(data, origins, unread)


def _emptied(layer: Layer) -> list[Key]:
    """Tables that ``--set`` gives as empty."""
    return [key for key, origin in layer.origins.items() if origin == Origin(SET) and value_at(layer.data, key) == {}]


def _merge(below: dict[str, Any], above: dict[str, Any], at: Key, origins: dict[Key, Origin]) -> None:
    for name, value in above.items():
        key = (*at, name)
        if isinstance(value, dict) and isinstance(below.get(name), dict):
            _merge(below[name], value, key, origins)
        else:
            below[name] = copied(value)
            for stale in [old for old in origins if old[: len(key)] == key]:
                del origins[stale]


def copied(value: Any) -> Any:
    """A copy with tables and lists of its own; everything else in TOML is immutable."""
    if isinstance(value, dict):
        return {name: copied(entry) for name, entry in value.items()}
    return [copied(entry) for entry in value] if isinstance(value, list) else value


_STRING = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"
_POINT_AT_AN_END = re.compile(rf"({_STRING})|(?<![\w.])([+-]?)(?:(\.\d{{1,30}})|(\d{{1,30}}\.))(?![\w.])", re.ASCII)
"""Strings, which stay as they are, and numbers that TOML wants a digit more of."""


_ELEMENT = re.compile(r"\s*([\w.]+)\[\d*\]")
"""A path that means an entry of a list."""


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
        key = split(path)
        if not equals or not key or len(key) > DEEPEST or dotted(key) != path.replace('"', "").strip():
            element = _ELEMENT.match(path)
            rule = Message("set.element", list=element[1]) if element and equals else Message("set.form")
            faults.append(Fault(SET, text, "", rule))
            continue
        try:
            read = toml_value(value)
        except InputError as error:
            faults += [replace(fault, file=SET, place=path.strip()) for fault in error.faults]
            continue
        put(layer.data, key, read)
        layer.origins.update({key[:depth]: Origin(SET) for depth in range(1, len(key) + 1)})
    if faults:
        raise InputError(faults)
    return layer


def toml_value(text: str) -> Any:
    """Read a value in TOML syntax; what is none is taken as text.

    Numbers may be written ``.9`` and ``5.`` too; ``0x10`` is text here, since nobody counts so.

    Raises
    ------
    InputError
        If it has more than one line, is nested too deeply, or is a number of too many digits.

    >>> toml_value("[1, 2]"), toml_value("formal"), toml_value("2.0"), toml_value("-.5")
    ([1, 2], 'formal', 2.0, -0.5)
    """
    if "\n" in text or "\r" in text:
        raise refuse(SET, "set.line", value=text)
    bare = text.strip()
    if _OTHER_BASE.fullmatch(bare):
        return bare
    if len(bare) > LONGEST_NUMBER and _DIGITS.fullmatch(bare):
        raise refuse(SET, "number.too_long", digits=DIGITS, decimals=DECIMALS)
    with suppress(_NotToml):
        return _parsed(bare)
    with suppress(_NotToml):
        return _parsed(_POINT_AT_AN_END.sub(_with_digits, bare))
    return bare


LONGEST_NUMBER = 80
"""Longest number that is read [characters]."""
_DIGITS = re.compile(r"[-+.0-9eE_]*")
_OTHER_BASE = re.compile(r"0[xob]\w*")


class _NotToml(Exception):
    """A text breaks the syntax of TOML, which every word does."""


def _parsed(value: str) -> Any:
    try:
        read = parse_toml(f"value = {value}", SET)["value"]
        if "#" in value:  # behind a value it would begin a comment, which swallows the bracket here
            parse_toml(f"value = [{value}]", SET)
        return read
    except InputError as error:
        rule = error.faults[0].rule
        if isinstance(rule, Message) and rule.code == "file.toml" and not isinstance(rule.facts["why"], Message):
            raise _NotToml from None
        raise


def _with_digits(found: re.Match[str]) -> str:
    string, sign, fraction, whole = found.groups(default="")
    return string or sign + (f"0{fraction}" if fraction else f"{whole}0")


def in_force(rules: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Overlays that are switched on and meant for the mode and form in force, with what they set, in order.

    Nothing here is validated yet: what has the wrong shape is passed over and complained of later.
    """
    switched_on, defined = rules.get("overlays"), rules.get("overlay")
    if not isinstance(switched_on, list) or not isinstance(defined, dict):
        return []
    named = ((name, defined[name]) for name in switched_on if isinstance(name, str) and name in defined)
    return [(name, overlay["set"]) for name, overlay in named if _applies(overlay, rules)]


def _applies(overlay: Any, rules: dict[str, Any]) -> bool:
    if not isinstance(overlay, dict) or not isinstance(overlay.get("set"), dict):
        return False
    return all(overlay.get(choice) in (None, rules.get(choice)) for choice in ("mode", "form"))
