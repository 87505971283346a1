"""Every field of the scenario under its path, with what its declaration says.

Validation messages, ``gpss-sim describe``, the field table of the docs and comparisons read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gpss_sim.allocation.problem.rules.rule_tables import RuleTable, table_of
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario

ANY = "<name>"
"""Stands in a path for the name of an entry, as in ``rules.modes.<name>.price``."""

TIMES = "× "
"""Stands before multiples of a value as it stands."""

EACH = "[]"
"""Stands in a path for the entries of a list, as in ``city.districts[].residents``."""

_BOUNDS = {Ge: "≥ {0.ge}", Gt: "> {0.gt}", Le: "≤ {0.le}", Lt: "< {0.lt}"}


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field of the scenario as its declaration describes it."""

    path: str
    info: FieldInfo

    @property
    def meaning(self) -> str:
        """What the field is."""
        return self.info.description or ""

    @property
    def kind(self) -> str:
        """Type in plain words."""
        return kind_of(self.info.annotation)

    @property
    def default(self) -> str:
        """Default as one writes it in the file; empty where the field is required."""
        if self.info.is_required():
            return ""
        return plain(self.info.get_default(call_default_factory=True, validated_data={}))

    @property
    def bounds(self) -> str:
        """Hard limits of the value or of the number of entries."""
        limits = [
            text.format(rule) for rule in self.info.metadata for kind, text in _BOUNDS.items() if type(rule) is kind
        ]
        for rule in self.info.metadata:
            if isinstance(rule, MinLen):
                limits.append(f"at least {rule.min_length} long")
            if isinstance(rule, MaxLen):
                limits.append(f"at most {rule.max_length} long")
        return ", ".join(limits)

    def extra(self, name: str) -> Any:
        """What was declared by this name, such as ``unit`` or ``source``; empty text where it is not given."""
        declared = self.info.json_schema_extra
        return declared.get(name, "") if isinstance(declared, dict) else ""

    @property
    def sweep(self) -> str:
        """Range over which an assumption is swept; with a cross, as multiples of the value as it stands."""
        declared, factors = self.extra("sweep"), self.extra("factors")
        if factors:
            return TIMES + " – ".join(plain(bound) for bound in factors)
        return " – ".join(plain(bound) for bound in declared) if declared else ""


@cache
def entries(table: type[Table] = Scenario) -> tuple[FieldEntry, ...]:
    """Leaf fields of a table in the order of their declaration, nested tables unfolded."""
    return tuple(_leaves(table, ""))


def _leaves(table: type[Table], prefix: str) -> Iterator[FieldEntry]:
    for name, info in table.model_fields.items():
        path = f"{prefix}.{name}" if prefix else name
        inner, mark = unfold(info.annotation)
        if inner is None or mark:
            yield FieldEntry(path, info)
        if inner is not None:
            yield from _leaves(inner, f"{path}{mark}")


def paths() -> list[str]:
    """Path of every field."""
    return [entry.path for entry in entries()]


def unfold(annotation: Any) -> tuple[type[Table] | None, str]:
    """The table inside an annotation, and how its entries are reached: directly, by name, or one by one."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation, ""
    arguments = get_args(annotation)
    if get_origin(annotation) is dict and issubclass(arguments[1] if isinstance(arguments[1], type) else str, Table):
        return arguments[1], f".{ANY}"
    if get_origin(annotation) is tuple and isinstance(arguments[0], type) and issubclass(arguments[0], Table):
        return arguments[0], EACH
    return None, ""


def field_at(key: Key) -> FieldInfo | None:
    """Declaration of the field at a path (names of entries and indices included), or None."""
    table, info = table_at(key[:-1]), None
    if table is not None and key:
        info = table.model_fields.get(str(key[-1]))
    return info


@lru_cache(maxsize=4096)
def table_at(key: Key, root: type[Table] = Scenario) -> type[BaseModel] | None:
    """The table declared at a path (names of entries and indices included) inside another, or None."""
    table: type[BaseModel] | None = root
    parts = list(key)
    while parts and table is not None:
        info = table.model_fields.get(str(parts.pop(0)))
        table, mark = _inside(info.annotation) if info else (None, "")
        if mark and parts:
            parts.pop(0)
        elif mark:
            return None
    return table


def _inside(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """As `unfold`, also for tables of budget rules, which are declared in the allocator."""
    table, mark = unfold(annotation)
    rules = None if table else table_of(annotation)
    return (rules, EACH if get_origin(annotation) is tuple else "") if rules else (table, mark)


def kind_of(annotation: Any) -> str:
    """Type of a field in plain words.

    >>> kind_of(dict[str, float]), kind_of(tuple[str, ...]), kind_of(int | None)
    ('table of number', 'list of text', 'whole number')
    """
    words = {int: "whole number", float: "number", str: "text", bool: "true or false"}
    if annotation in words:
        return words[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return f"table of {kind_of(arguments[1])}"
    if origin is tuple and arguments[-1] is not Ellipsis:
        return f"({', '.join(kind_of(argument) for argument in arguments)})"
    if origin is tuple:
        return f"list of {kind_of(arguments[0])}"
    if isinstance(annotation, type):
        return "table"
    if any(isinstance(argument, str) for argument in arguments):
        return " | ".join(arguments)
    return " or ".join(kind_of(argument) for argument in arguments if argument is not type(None))


def plain(value: Any) -> str:
    """A value as one writes it in TOML; tables and None as empty text.

    >>> plain((0.3, 0.7)), plain(True), plain("x"), plain({"a": 1})
    ('[0.3, 0.7]', 'true', 'x', '{a = 1}')
    """
    if value is None or isinstance(value, Table):
        return ""
    if isinstance(value, RuleTable):
        return plain(value.model_dump(exclude_unset=True))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value == int(value) if _finite(value) else False:
        return str(int(value))
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(plain(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} = {plain(entry)}' for name, entry in value.items())}}}"
    return str(value)


def _finite(value: Any) -> bool:
    return isinstance(value, float) and value - value == 0
