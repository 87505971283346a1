"""What a validator refuses, in our words: the kind of its error → a sentence of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gpss_sim.i18n import Message, Told

Context = Mapping[str, Any]

RULES: Mapping[str, Callable[[Context], Message]] = {
    "greater_than_equal": lambda c: Message("number.below", low=_plain(c["ge"])),
    "less_than_equal": lambda c: Message("number.above", high=_plain(c["le"])),
    "greater_than": lambda c: Message("number.not_above", low=_plain(c["gt"])),
    "less_than": lambda c: Message("number.not_below", high=_plain(c["lt"])),
    "too_short": lambda c: _entries("least", c["min_length"]),
    "too_long": lambda c: _entries("most", c["max_length"]),
    "string_too_short": lambda c: Message("file.empty"),
    "literal_error": lambda c: Message("library.choice", allowed=Told(c["expected"])),
    "int_type": lambda c: Message("number.whole"),
    "int_from_float": lambda c: Message("number.whole"),
    "float_type": lambda c: Message("number.not_a_number"),
    "decimal_type": lambda c: Message("number.not_a_number"),
    "finite_number": lambda c: Message("number.finite"),
    "bool_type": lambda c: Message("rules.truth"),
    "string_type": lambda c: Message("rules.text"),
    "tuple_type": lambda c: Message("rules.list"),
    "list_type": lambda c: Message("rules.list"),
    "dict_type": lambda c: Message("rules.table"),
    "model_type": lambda c: Message("rules.table"),
    "model_attributes_type": lambda c: Message("rules.table"),
    "missing": lambda c: Message("rules.missing"),
}
"""Words for each kind of error that a schema can raise."""


def refused(kind: str, context: Context | None = None) -> Message:
    """The sentence for a kind of error; a general one for a kind that is not listed.

    >>> refused("less_than", {"lt": 1.0}), refused("no_such_kind")
    ('must be less than 1', 'is not what may stand here')
    """
    return RULES[kind](context or {}) if kind in RULES else Message("schema.other")


def _plain(number: object) -> str:
    """A bound as somebody would write it: whole numbers without a point."""
    return f"{number:g}" if isinstance(number, float) else str(number)


def _entries(end: str, number: int) -> Message:
    return Message(f"schema.{end}_one" if number == 1 else f"schema.{end}", number=number)
