"""The part of JSON Schema (draft 2020-12) that scenario schemas use, checked in the plainest way."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
BOUNDS = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
SIZES = {"minItems": operator.ge, "minLength": operator.ge, "maxItems": operator.le, "maxLength": operator.le}
STRUCTURE = {"type", "enum", "anyOf", "$ref", "properties", "additionalProperties", "required", "items", "prefixItems"}
NOTES = {
    "$schema",
    "$defs",
    "title",
    "description",
    "default",
    "unit",
    "label",
    "source",
    "sweep",
    "factors",
    "together",
}


def complaints(data: Any, schema: dict[str, Any]) -> list[str]:
    """What of `data` the schema does not allow."""
    return list(_check(data, schema, schema, "file"))


def _check(data: Any, rule: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    unknown = rule.keys() - STRUCTURE - BOUNDS.keys() - SIZES.keys() - NOTES
    assert not unknown, f"this checker does not know {sorted(unknown)}"
    if "$ref" in rule:
        yield from _check(data, root["$defs"][rule["$ref"].rsplit("/", 1)[1]], root, at)
    if "anyOf" in rule and all(list(_check(data, choice, root, at)) for choice in rule["anyOf"]):
        yield f"{at}: fits none of the choices"
    if "enum" in rule and data not in rule["enum"]:
        yield f"{at}: is none of {rule['enum']}"
    if "type" in rule and (
        not isinstance(data, TYPES[rule["type"]]) or (isinstance(data, bool) and rule["type"] != "boolean")
    ):
        yield f"{at}: is no {rule['type']}"
        return
    yield from (f"{at}: {name}" for name, holds in BOUNDS.items() if name in rule and not holds(data, rule[name]))
    yield from (f"{at}: {name}" for name, holds in SIZES.items() if name in rule and not holds(len(data), rule[name]))
    if isinstance(data, dict):
        yield from _check_table(data, rule, root, at)
    if isinstance(data, list):
        for index, entry in enumerate(data):
            first = rule.get("prefixItems", [])
            inner = first[index] if index < len(first) else rule.get("items", {})
            yield from _check(entry, inner, root, f"{at}[{index}]")


def _check_table(data: dict[str, Any], rule: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}: {name} is missing" for name in rule.get("required", []) if name not in data)
    for name, value in data.items():
        inner = rule.get("properties", {}).get(name, rule.get("additionalProperties", {}))
        if inner is False:
            yield f"{at}: {name} is no key"
        elif isinstance(inner, dict):
            yield from _check(value, inner, root, f"{at}.{name}")
