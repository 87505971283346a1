"""JSON Schema of scenario files, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import Any

from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario
from gpss_sim.scenario.tables import TABLES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of one scenario file.

    A file that extends another says only what differs, so nothing is required in a table; rows of
    lists are whole. Unit, label, source and sweep of a field stand beside its bounds.
    """
    schema = Scenario.model_json_schema()
    rows = _tables_in_lists(schema)
    for name, definition in {"Scenario": schema, **schema["$defs"]}.items():
        if name not in rows:
            definition.pop("required", None)
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "scenario this one changes: the name of one that ships, a folder or a file",
    }
    for key in TABLES:
        _allow_file(schema, key)
    return {"$schema": DIALECT, **schema, "title": "gpss_sim scenario"}


def _tables_in_lists(schema: dict[str, Any]) -> set[str]:
    """Names of the definitions that stand as entries of a list."""
    tables = [schema, *schema["$defs"].values()]
    entries = [field.get("items", {}) for table in tables for field in table["properties"].values()]
    return {entry["$ref"].rsplit("/", 1)[1] for entry in entries if "$ref" in entry}


def _allow_file(schema: dict[str, Any], key: Key) -> None:
    """A list of tables may be the name of a CSV file instead."""
    table = schema["$defs"][schema["properties"][str(key[0])]["$ref"].rsplit("/", 1)[1]]
    field = table["properties"][str(key[1])]
    if field.get("type") == "array":
        listed = {name: field.pop(name) for name in ("type", "items", "minItems") if name in field}
        field["anyOf"] = [listed, {"type": "string", "description": "name of a CSV file"}]
