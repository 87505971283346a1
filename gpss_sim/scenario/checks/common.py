"""What the checks share: a broken rule, names that must be known, the value at a path."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from gpss_sim.errors import nearest
from gpss_sim.i18n import Message, Told, is_known, listed
from gpss_sim.registry import Registry
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario

Broken = tuple[Key, str, str, str]
"""Field, value, rule and hint of a broken rule."""


def named(key: Key, value: str, known: Iterable[str], what: Message) -> Iterator[Broken]:
    """Break a rule if `value` is not among the known names."""
    names = list(known)
    if value not in names:
        yield key, value, Message("check.named", what=what, names=listed(names)), nearest(value, names)


def one_of(table: str) -> Message:
    """What a name of a table is."""
    return Message("check.one_of", table=table)


def registered(registry: Registry[Any]) -> Message:
    """What a name of a registry is."""
    code = f"kind.{registry.kind.replace(' ', '_').replace('-', '_')}"
    return Message("check.registered", kind=Message(code) if is_known(code) else Told(registry.kind))


def at_most(other: str, value: object) -> Message:
    """A value may not exceed that of another field."""
    return Message("check.at_most_field", other=other, value=value)


def at_least(other: str, value: object) -> Message:
    """A value may not be less than that of another field."""
    return Message("check.at_least_field", other=other, value=value)


def sums_to_one(key: Key, shares: Iterable[float]) -> Iterator[Broken]:
    """Break a rule if shares do not sum to 1."""
    shares = list(shares)
    outside = [share for share in shares if not 0 <= share <= 1]
    if outside:
        yield key, plain(outside[0]), Message("scenario.share"), ""
        return
    total = math.fsum(shares)
    if not math.isclose(total, 1, abs_tol=1e-9):
        yield key, "", Message("check.sum", total=plain(round(total, 9))), ""


def value_at(scenario: Scenario, key: Key) -> Any:
    """Value at a path of table fields, entry names and indices."""
    value: Any = scenario
    for part in key:
        value = getattr(value, str(part)) if isinstance(value, BaseModel) else value[part]
    return value
