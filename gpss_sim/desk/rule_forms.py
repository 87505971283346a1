"""Rules as the desk edits them: caps and floors by a form, the reserve, a rules file read in, all written out again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gpss_sim.allocation import Rules
from gpss_sim.allocation.problem.rules.file import rules_of
from gpss_sim.allocation.problem.rules.rule_tables import amount_keys, table_of
from gpss_sim.desk.draft import Draft

ENDS = ("max_share", "min_share", "max", "min", "max_projects", "min_projects")
"""What a limit may say."""
EACH = "*"
"""Stands for every value of a field."""


def with_limit(draft: Draft, where: str, value: str, end: str, amount: str) -> Draft:
    """Add a cap or a floor on the projects that have `value` in the field `where`, or on each value of the field.

    Parameters
    ----------
    end : str
        One of :data:`ENDS`.
    amount : str
        Its number: a share such as ``0.3`` or ``30%``, an amount such as ``200万``, a count.

    Raises
    ------
    InputError
        If that is no limit.
    """
    share = end.endswith("_share")
    text = amount.strip().replace("％", "%")
    number: str = str(Decimal(text[:-1]) / 100) if share and text.endswith("%") and _is_number(text[:-1]) else text
    row: dict[str, Any] = {"name": _free(draft, _name(where, value, end, amount.strip())), end: number}
    row |= {"each": where} if value == EACH else {"where": {where: [value]}}
    return _checked(draft, {"limit": [row]})


def with_reserve(draft: Draft, share: str) -> Draft:
    """Hold back a share of every line of the budget.

    Raises
    ------
    InputError
        If that is no share.
    """
    text = share.strip().replace("％", "%")
    number = str(Decimal(text[:-1]) / 100) if text.endswith("%") and _is_number(text[:-1]) else text or "0"
    made = rules_of({"reserve": {"share": number, "amount": draft.rules.reserve.amount / 100}}, "")
    return replace(draft, rules=draft.rules.model_copy(update={"reserve": made.reserve}))


def without_rule(draft: Draft, name: str) -> Draft:
    """Take a rule away."""
    rules = draft.rules
    for rule in rules.active:
        if rule.name == name:
            rules = rules.without(rule)
    return replace(draft, rules=rules)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()


def _name(where: str, value: str, end: str, amount: str) -> str:
    kind = end.replace("_share", "").replace("_projects", "")
    return f"{where} {'each' if value == EACH else value} {kind} {amount}"


def _free(draft: Draft, name: str) -> str:
    taken = {rule.name for rule in draft.rules.active}
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _checked(draft: Draft, tables: Mapping[str, Any]) -> Draft:
    made = rules_of(tables, "")
    rules = draft.rules.adding(*made.active)
    return replace(draft, rules=rules)


def rules_toml(rules: Rules) -> str:
    """A rules file that says the same; empty where there is no rule."""
    data = rules.model_dump(exclude_defaults=True)
    lines: list[str] = []
    tables: list[str] = []
    for key, value in data.items():
        table = table_of(type(rules).model_fields[key].annotation)
        if table is None:
            lines.append(f"{key} = {_value(value)}")
            continue
        money = amount_keys(table)
        for row in value if isinstance(value, list | tuple) else [value]:
            brackets = f"[[{key}]]" if isinstance(value, list | tuple) else f"[{key}]"
            tables += ["", brackets]
            tables += [
                f"{name} = {Decimal(entry) / 100:f}" if name in money else f"{name} = {_value(entry)}"
                for name, entry in row.items()
                if entry is not None
            ]
    return "\n".join([*lines, *tables]).lstrip("\n") + "\n" if lines or tables else ""


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items() if v not in (None, ())) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(str(value), ensure_ascii=False)


def _key(text: object) -> str:
    word = str(text)
    bare = word.isascii() and word.replace("_", "").replace("-", "").isalnum()
    return word if bare else json.dumps(word, ensure_ascii=False)
