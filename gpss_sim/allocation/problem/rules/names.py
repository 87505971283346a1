"""Rules that call projects by name → the same rules by id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from gpss_sim.allocation.problem.rules import Rules
from gpss_sim.allocation.problem.rules.rule_tables import RuleTable
from gpss_sim.library.project import Project

_KEYS = frozenset(("mandatory", "continuing", "projects", "project", "needs"))
"""Keys whose texts are projects, in any table."""


def by_ids(rules: Rules, projects: Sequence[Project]) -> Rules:
    """Rules in which every project that is called by its name is called by its id.

    An id goes before a name; a name that several projects have stays as it is, to be told as unknown.

    Parameters
    ----------
    rules : Rules
    projects : sequence of Project
        The library.
    """
    counts = Counter(p.name for p in projects if p.name)
    ids = {p.id for p in projects}
    named = {p.name: p.id for p in projects if counts[p.name] == 1 and p.name not in ids}
    return _table(rules, named) if named else rules


def _table(table: Any, named: Mapping[str, str]) -> Any:
    changed = {}
    for key in type(table).model_fields:
        value = getattr(table, key)
        new = _ids(value, named) if key in _KEYS else _inside(value, named)
        if new != value:
            changed[key] = new
    return table.model_copy(update=changed) if changed else table


def _inside(value: Any, named: Mapping[str, str]) -> Any:
    if isinstance(value, RuleTable):
        return _table(value, named)
    if isinstance(value, tuple):
        return tuple(_inside(part, named) for part in value)
    return value


def _ids(value: Any, named: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return named.get(value, value)
    return tuple(_ids(part, named) for part in value) if isinstance(value, tuple) else value
