"""What is played for a claim: the city itself, other worlds, values of a parameter, rules switched off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import is_there
from gpss_sim.scenario.load import Files, load_scenario
from gpss_sim.scenario.origin import shown
from gpss_sim.scenario.schema import Scenario
from gpss_sim.study.claims.claim import Claim
from gpss_sim.study.names import override

SIDES = ("without", "with")
"""Sides of a contrast, in their order."""


class SettingKind(StrEnum):
    """What a setting is there for."""

    BASE = "base"
    WORLD = "world"
    TURN = "turn"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Placed:
    """One setting of a claim.

    Parameters
    ----------
    name : str
        Name in tables: ``base``, ``world 1``, ``turn 0.2``, ``off 1``.
    kind : Kind
        What it is there for.
    en, zh : str
        What differs from the city itself.
    set : dict
        Values on both sides.
    value : float or None
        Value of the parameter, for a turn.
    """

    name: str
    kind: SettingKind
    en: str
    zh: str
    set: dict[str, Any]
    value: float | None = None


def settings(claim: Claim) -> list[Placed]:
    """Settings of a claim in their order; the city itself first."""
    found = [Placed("base", SettingKind.BASE, "as stated", "如所述", {})]
    found += [Placed(f"world {k}", SettingKind.WORLD, w.en, w.zh, w.set) for k, w in enumerate(claim.worlds, start=1)]
    if claim.turn is not None:
        for value in claim.turn.values:
            told: float | int = int(value) if float(value).is_integer() else value
            text = {"en": f"{claim.turn.en} = {told}", "zh": f"{claim.turn.zh} = {told}"}
            found.append(
                Placed(f"turn {told}", SettingKind.TURN, text["en"], text["zh"], {claim.turn.path: told}, value)
            )
    found += [Placed(f"off {k}", SettingKind.OFF, o.en, o.zh, o.set) for k, o in enumerate(claim.off, start=1)]
    return found


def cities(claim: Claim, path: Path, files: Files) -> Iterator[tuple[Placed, str, Scenario]]:
    """Scenario of each side of each setting: (setting, side, scenario).

    Raises
    ------
    InputError
        If a scenario refuses a value; the message names the claim's file and the side.
    """
    if claim.where is None or claim.without is None or claim.with_ is None:
        return
    beside = path.parent / claim.where.scenario
    name = str(beside) if is_there(beside) else claim.where.scenario
    for placed in settings(claim):
        for side, own in zip(SIDES, (claim.without, claim.with_), strict=True):
            values = {**claim.where.set, **placed.set, **own.set}
            try:
                yield (
                    placed,
                    side,
                    load_scenario(name, [override(*each) for each in values.items()], files, path.parent),
                )
            except InputError as error:
                at = f"{placed.name}, {side}"
                raise InputError(
                    Fault(shown(path), f"{at}: {fault.place}", fault.value, fault.rule, fault.hint)
                    for fault in error.faults
                ) from None
