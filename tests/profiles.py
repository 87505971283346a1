"""Profiles of agencies with some of their values changed, whatever part of the profile holds them."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from gpss_sim.market.agencies.agency import Abilities, LegalStanding, Motives, Profile

PARTS: dict[str, type] = {"abilities": Abilities, "motives": Motives, "standing": LegalStanding}
NAMES = frozenset(field.name for kind in (Profile, *PARTS.values()) for field in fields(kind)) - set(PARTS)
"""Every single value of a profile."""


def changed(profile: Profile, **changes: Any) -> Profile:
    """The profile with values changed by name."""
    for part, kind in PARTS.items():
        own = {field.name: changes.pop(field.name) for field in fields(kind) if field.name in changes}
        profile = replace(profile, **{part: replace(getattr(profile, part), **own)})
    return replace(profile, **changes)
