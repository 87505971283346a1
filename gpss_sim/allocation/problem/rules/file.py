"""Read the rules file: strict, with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.rule_tables import RuleTable, table_of
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import parse_toml, read_text
from gpss_sim.i18n import Message, listed
from gpss_sim.numbers import NumberError
from gpss_sim.refusals import refused

WORDS = {
    "tuple_type": "rules.list",
    "bool_type": "rules.truth",
    "string_type": "rules.text",
    "model_type": "rules.table",
    "dict_type": "rules.table",
    "too_short": "rules.short",
}
"""Sentences for what the schema refuses by type."""


def read_rules(path: Path) -> Rules:
    """Read a rules TOML file.

    Raises
    ------
    InputError
        Naming every table and key that is wrong, what it holds and what is allowed.
    """
    return rules_of(parse_toml(read_text(path, blank=True), str(path), exact=True), str(path))


def rules_of(tables: Mapping[str, Any], file: str) -> Rules:
    """Check the tables of a rules file.

    Parameters
    ----------
    file : str
        Named in errors.

    Raises
    ------
    InputError
        Naming every table and key that is wrong, what it holds and what is allowed.
    """
    try:
        return Rules.model_validate(tables)
    except ValidationError as error:
        raise InputError([_fault(file, detail) for detail in _own(error.errors())]) from None


def _own(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """What is wrong, without lists that are too short only because one of their entries is."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short" or not any(p[:-1] == detail["loc"] for p in places if p != detail["loc"])
    ]


def _fault(file: str, detail: ErrorDetails) -> Fault:
    place = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).lstrip(".")
    if detail["type"] == "extra_forbidden":
        keys = _keys(detail["loc"][:-1])
        rule = Message("rules.no_key", allowed=listed(keys))
        return Fault(file, place, "", rule, nearest(str(detail["loc"][-1]), keys))
    if detail["type"] == "missing":
        return Fault(file, place, "", Message("rules.missing"))
    if detail["type"] == "tuple_type" and isinstance(detail["input"], dict):
        return Fault(file, place, "", Message("rules.brackets", name=place))
    if _is_several_tables(detail["input"]):
        return Fault(file, place, "", Message("rules.one_table", name=place))
    value = "" if isinstance(detail["input"], dict) else str(detail["input"])
    if detail["type"] in WORDS:
        return Fault(file, place, value, Message(WORDS[detail["type"]]))
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, NumberError):
        return Fault(file, place, value, cause.message)
    if isinstance(cause, ValueError):
        return Fault(file, place or "rules", value, cause.args[0])
    return Fault(file, place or "rules", value, refused(detail["type"], detail.get("ctx")))


def _is_several_tables(given: object) -> bool:
    """Whether [[double brackets]] were written where one table may stand."""
    return isinstance(given, list) and bool(given) and all(isinstance(each, dict) for each in given)


def _keys(location: tuple[int | str, ...]) -> list[str]:
    """Keys of the table at a location."""
    table: type[RuleTable] = Rules
    for part in location:
        if isinstance(part, str) and part in table.model_fields:
            table = table_of(table.model_fields[part].annotation) or table
    return list(table.model_fields)
