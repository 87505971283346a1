"""What the checks share: a broken rule, names that must be known, the value at a path."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from gpss_sim.errors import nearest
from gpss_sim.messages import Message
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario

Broken = tuple[Key, str, str, str]
"""Field, value, rule and hint of a broken rule."""


def named(key: Key, value: str, known: Iterable[str], what: str) -> Iterator[Broken]:
    """Break a rule if `value` is not among the known names."""
    names = list(known)
    if value not in names:
        yield key, value, f"must be {what}: {', '.join(names)}", nearest(value, names)


def sums_to_one(key: Key, shares: Iterable[float]) -> Iterator[Broken]:
    """Break a rule if shares do not sum to 1."""
    shares = list(shares)
    outside = [share for share in shares if not 0 <= share <= 1]
    if outside:
        yield key, plain(outside[0]), Message("scenario.share"), ""
        return
    total = math.fsum(shares)
    if not math.isclose(total, 1, abs_tol=1e-9):
        yield key, "", f"shares must sum to 1, they sum to {plain(round(total, 9))}", ""


def value_at(scenario: Scenario, key: Key) -> Any:
    """Value at a path of table fields, entry names and indices."""
    value: Any = scenario
    for part in key:
        value = getattr(value, str(part)) if isinstance(value, BaseModel) else value[part]
    return value
