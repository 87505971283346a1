"""Rules broken by a value, told in words: file, field path, value, rule, nearest name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from gpss_sim.errors import Fault, nearest
from gpss_sim.i18n import Message, Told, listed
from gpss_sim.numbers import NumberError, read_number
from gpss_sim.refusals import refused
from gpss_sim.scenario.catalogue import field_at, plain, table_at
from gpss_sim.scenario.origin import Key, Origin, dotted, nearest_origin


class FieldFinder:
    """Finds the file and place of a field, from what the layers recorded."""

    def __init__(self, origins: Mapping[Key, Origin]) -> None:
        self._origins = origins

    def fault(self, key: Key, value: str, rule: str, hint: str = "") -> Fault:
        """A fault of the value at `key`, told where it was written."""
        origin = nearest_origin(self._origins, key)
        if origin.row is None:
            return Fault(origin.file, dotted(key), value, rule, hint)
        column = f", column {key[-1]}" if isinstance(key[-1], str) else ""
        return Fault(origin.file, f"row {origin.row}{column}", value, rule, hint)

    def sibling(self, key: Key) -> str:
        """Hint at the written name nearest to the last part of `key`, for an entry that may be misspelt."""
        others = [other[-1] for other in self._origins if other and other[:-1] == key[:-1] and other != key]
        return nearest(str(key[-1]), [name for name in others if isinstance(name, str)]) if len(key) > 1 else ""


def schema_faults(details: list[ErrorDetails], places: FieldFinder) -> list[Fault]:
    """Every rule of the schema that the data broke."""
    within = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    # A list whose entries are broken is also called too short by the schema: only the entries are told.
    told = [d for d in details if not (d["type"] == "too_short" and d["loc"] in within)]
    return list(dict.fromkeys(_fault(detail, places) for detail in told))


def _fault(detail: ErrorDetails, places: FieldFinder) -> Fault:
    key = field_key(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(key, places)
    if kind == "missing":
        info = field_at(key)
        told = info.description if info else None
        missing = Message("schema.missing", what=told) if told else Message("rules.missing")
        return places.fault(key, "", missing, places.sibling(key[:-1]))
    value = plain(detail["input"])
    if isinstance(detail["input"], dict | list) and detail["loc"][-1] != key[-1]:
        return places.fault(key, value, Message("schema.other"))  # told by each of several types that may stand there
    rule: str = _number_rule(detail) or _own_words(detail) or refused(kind, detail.get("ctx"))
    allowed = [
        word.strip("'") for word in str(detail.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")
    ]
    return places.fault(key, value, rule, nearest(value, allowed) if kind == "literal_error" else "")


def _own_words(detail: ErrorDetails) -> str:
    """What a validator of ours says; empty where it is the schema's own rule."""
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, NumberError):
        return cause.message
    return str(cause.args[0]) if isinstance(cause, ValueError) and cause.args else ""


def _number_rule(detail: ErrorDetails) -> str:
    """What is wrong with a text that stands for a number; empty where it is no text, or just no number."""
    if detail["type"] not in ("int_type", "float_type") or not isinstance(detail["input"], str):
        return ""
    try:
        read_number(detail["input"])
    except NumberError as error:
        return "" if error.message.code == "number.not_a_number" else error.message
    return ""


def _unknown_key(key: Key, places: FieldFinder) -> Fault:
    table = table_at(key[:-1])
    names = list(table.model_fields) if table else []
    hint = nearest(str(key[-1]), names)
    return places.fault(key, "", no_key(key[:-1], names, "scenario"), hint)


def no_key(table: Key, names: Iterable[str], whole: str) -> Message:
    """What is said of a key that a table does not know; `whole` is the kind of the file."""
    where = Told(f"[{dotted(table)}]") if table else Message(f"schema.{whole}")
    return Message("schema.no_key", where=where, allowed=listed(names))


def field_key(loc: tuple[int | str, ...]) -> Key:
    """Location without the marks pydantic adds for dictionary keys and members of a union."""
    return tuple(part for part in loc if not isinstance(part, str) or not _MARK.fullmatch(part))


_MARK = re.compile(r"\[key\]|bool|int|float|str|(?:tuple|list|dict)\[.*\]")
"""What the schema adds to a place for keys of a table and for each member of a union."""
