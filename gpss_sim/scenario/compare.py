"""What differs between two scenarios, and what is held equal: field by field, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gpss_sim.market.policies import SELLERS
from gpss_sim.scenario.catalogue import field_at, plain
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.fields import Table
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.origin import Key, dotted
from gpss_sim.scenario.rulebook import RULEBOOK, Rulebook
from gpss_sim.scenario.schema import Scenario

OFFERED = ("rules", "overlay")
"""Overlays that may be switched on: what is on has changed the fields themselves, what is off changes nothing."""

ABSENT = "–"
"""Stands for a value that one of the two scenarios does not have."""


Values = tuple[tuple[str, str], ...]
"""Fields of a record and their values, as one writes them."""


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field in two scenarios.

    Parameters
    ----------
    table : str
        Table the field is shown under: a part of the rulebook in force, or a top-level table.
    field : str
        Field path, or the field of a mode, form or method in force.
    meaning, unit : str
        What the field is.
    a, b : str
        The two values as one writes them; ``–`` where there is none.
    key : tuple
        Where the field stands in a scenario; empty for a field of what is in force.
    records : tuple of tuple
        For a record that only one scenario has: its fields and values in `a` and in `b`.
    """

    table: str
    field: str
    meaning: str
    unit: str
    a: str
    b: str
    key: Key = ()
    records: tuple[Values, Values] = ((), ())

    @property
    def differs(self) -> bool:
        """Whether the two values are not the same."""
        return self.a != self.b


def compare(a: Scenario, b: Scenario) -> list[FieldDifference]:
    """Compare two scenarios: first the rules in force, then every field.

    A mode, form or method counts by its rules, not by its name: two modes of the same rules differ in
    nothing but ``rules.mode``.

    Parameters
    ----------
    a, b : Scenario
        Two loaded scenarios.

    Returns
    -------
    list[Row]
        Every field, equal or not, in the order of the schema.
    """
    rows = []
    for (table, before), (_, after) in zip(in_force(a).items(), in_force(b).items(), strict=True):
        rows += _rows(table, before, after)
    return rows + _rows("", fields_held(a), fields_held(b))


def differing(rows: list[FieldDifference]) -> list[FieldDifference]:
    """Rows whose values differ."""
    return [row for row in rows if row.differs]


def in_short(a: Scenario, b: Scenario, rows: list[FieldDifference] | None = None) -> list[FieldDifference]:
    """Rows that differ, with one row in place of a record (a district, a project) that only one scenario has.

    The row of such a record shows the first of its fields. `rows` are those of :func:`compare`, where they are known.
    """
    ours, theirs = _records(a), _records(b)
    shown: list[FieldDifference] = []
    done: set[Key] = set()
    for row in differing(compare(a, b) if rows is None else rows):
        record = next((key for key in _parts(row.key) if (key in ours) != (key in theirs)), None)
        if record is None:
            shown.append(row)
        elif record not in done:
            done.add(record)
            shown.append(_record_row(record, ours.get(record), theirs.get(record)))
    return shown


def held_equal(rows: list[FieldDifference]) -> list[tuple[str, int, int]]:
    """Number of equal and of different fields by table, in the order of the rows."""
    tables = list(dict.fromkeys(row.table for row in rows))
    counts = {table: [row.differs for row in rows if row.table == table] for table in tables}
    return [(table, len(found) - sum(found), sum(found)) for table, found in counts.items()]


def in_force(scenario: Scenario) -> dict[str, dict[Key, Any]]:
    """Fields of the mode, seller, form and procedure in force, under the names they have for every choice."""
    rules = scenario.rules
    return {
        "mode in force": leaves(rules.modes[rules.mode], ("rules", "modes", rules.mode)),
        "seller in force": _seller(scenario),
        "form in force": leaves(rules.forms[rules.form], ("rules", "forms", rules.form)),
        "procedure in force": _procedure(rules),
    }


def _seller(scenario: Scenario) -> dict[Key, Any]:
    """What sets whoever may sell under the mode in force apart from independent agencies."""
    kind = SELLERS[scenario.rules.modes[scenario.rules.mode].seller].kind
    found = leaves(scenario.agencies.own(kind), ("agencies", "department"))
    found["rules", "in_house_wage"] = scenario.rules.in_house_wage if kind == "department" else 1.0
    return found


def _procedure(rules: Rulebook) -> dict[Key, Any]:
    """Fields of the method in force; where the amount decides, of every method on the ladder in turn."""
    named = rules.modes[rules.mode].procedure
    ladder = [row.method for row in rules.thresholds] if named == RULEBOOK else [named]
    found: dict[Key, Any] = {("rules", "thresholds"): None}
    if named == RULEBOOK:
        found["rules", "thresholds"] = ", ".join(f"{row.method} up to {plain(row.upto)}" for row in rules.thresholds)
    for field in Method.model_fields:
        values = [_told(getattr(rules.methods[method], field)) for method in ladder]
        found["rules", "methods", ladder[0], field] = " / ".join(values if len(set(values)) > 1 else values[:1])
    return found


def fields_held(scenario: Scenario) -> dict[Key, Any]:
    """Fields that count in a comparison: all but names, sources, and overlays that may be switched on."""
    found = leaves(scenario)
    return {key: value for key, value in found.items() if key[0] not in TOLD_ONLY and key[:2] != OFFERED}


def leaves(value: Any, key: Key = ()) -> dict[Key, Any]:
    """Single values under a table; entries of a list of tables go by their identifier."""
    return dict(_leaves(value, key))


def _leaves(value: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    if isinstance(value, Table):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), (*key, name))
    elif isinstance(value, dict) and value:
        for name, entry in value.items():
            yield from _leaves(entry, (*key, name))
    elif isinstance(value, tuple) and value and isinstance(value[0], Table):
        for index, entry in enumerate(value):
            yield from _leaves(entry, (*key, getattr(entry, "id", index)))
    else:
        yield key, value


def _rows(table: str, a: Mapping[Key, Any], b: Mapping[Key, Any]) -> list[FieldDifference]:
    if table:  # entries are named differently in the two and stand for the same choice
        short = {key[-1]: key for key in (*a, *b)}
        a, b = {(key[-1],): value for key, value in a.items()}, {(key[-1],): value for key, value in b.items()}
        return [_row(table, short[key[0]], (str(key[0]),), a.get(key), b.get(key)) for key in _union(a, b)]
    return [_row(str(key[0]), key, key, a.get(key), b.get(key)) for key in _union(a, b)]


def _union(a: Mapping[Key, Any], b: Mapping[Key, Any]) -> list[Key]:
    """Keys of both, each new key of `b` after the one it follows there."""
    keys = list(a)
    for place, key in enumerate(b):
        if key not in a:
            keys.insert(min(place, len(keys)), key)
    return keys


def _row(table: str, key: Key, told: Key, a: Any, b: Any) -> FieldDifference:
    info = field_at(key)
    extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
    place = key if key == told else ()
    meaning = (info.description or "") if info else ""
    return FieldDifference(table, dotted(told), meaning, str(extra.get("unit", "")), _told(a), _told(b), place)


def _records(value: Any, key: Key = ()) -> dict[Key, Table]:
    """Entries with a name of their own, of every list and every table of tables in a scenario."""
    found: dict[Key, Table] = {}
    if isinstance(value, Table):
        for name in type(value).model_fields:
            found |= _records(getattr(value, name), (*key, name))
        return found
    named = value if isinstance(value, dict) else {}
    if isinstance(value, tuple) and value and hasattr(value[0], "id"):
        named = {entry.id: entry for entry in value}
    for name, entry in named.items():
        if isinstance(entry, Table):
            found |= {(*key, name): entry} | _records(entry, (*key, name))
    return found


def _parts(key: Key) -> Iterator[Key]:
    """Every table a field stands in, the widest first."""
    return (key[:length] for length in range(1, len(key)))


def _record_row(key: Key, a: Table | None, b: Table | None) -> FieldDifference:
    info = field_at(key[:-1])
    meaning = (info.description or "") if info else ""
    ours, theirs = _values(a), _values(b)
    return FieldDifference(str(key[0]), dotted(key), meaning, "", _gist(ours), _gist(theirs), key, (ours, theirs))


def _values(record: Table | None) -> Values:
    if record is None:
        return ()
    return tuple((dotted(key), _told(value)) for key, value in leaves(record).items() if key != ("id",))


def _gist(values: Values) -> str:
    """The first fields of a record, as one writes them."""
    told = [f"{name}={value}" for name, value in values]
    return "; ".join(told[:3]) + ("; …" if len(told) > 3 else "") if told else ABSENT


def _told(value: Any) -> str:
    return ABSENT if value is None else plain(value)
