"""What a claim file may say: the sentence, where it speaks, the contrast, the outcome and the sign expected."""

from __future__ import annotations

from typing import Any, Literal

from gpss_sim.scenario.fields import Table, param

Settings = dict[str, Any]
"""Field path → value."""


class Side(Table):
    """One side of the contrast."""

    en: str = param(..., "what is so on this side, in English", min_length=1)
    zh: str = param(..., "the same in Chinese", min_length=1)
    set: Settings = param({}, "values by field path")


class ClaimCity(Table):
    """Where the claim speaks."""

    scenario: str = param(..., "scenario: a name that ships or a path", min_length=1)
    set: Settings = param({}, "values set on both sides, in every setting")
    en: str = param("", "condition under which the claim is made, in English")
    zh: str = param("", "the same in Chinese")


class ClaimSetting(Table):
    """A setting in which the contrast is played once more: another world, or a rule switched off."""

    en: str = param(..., "what differs, in English", min_length=1)
    zh: str = param(..., "the same in Chinese", min_length=1)
    set: Settings = param(..., "values set on both sides, by field path", min_length=1)


class Turn(Table):
    """A parameter over whose values the contrast is played, to see where it turns."""

    path: str = param(..., "field path", min_length=1)
    values: tuple[float, ...] = param(..., "values in rising order, beside the one in force", min_length=1)
    en: str = param(..., "what it is, in English", min_length=1)
    zh: str = param(..., "the same in Chinese", min_length=1)


class Silent(Table):
    """Why the model cannot speak about a claim."""

    en: str = param(..., "the reason in English", min_length=1)
    zh: str = param(..., "the reason in Chinese", min_length=1)


class Claim(Table):
    """One claim: what it says, and how it is put to the model or why it cannot be."""

    id: str = param(..., "number of the claim in the digest of documents", pattern=r"^M[0-9]{2}$")
    says: str = param(..., "the claim in English", min_length=1)
    says_zh: str = param(..., "the claim in Chinese", min_length=1)
    source: str = param(..., "who makes it", min_length=1)
    basis: Literal["S", "L", "R", "T", "I"] = param(
        ..., "S stated, L listed as a difficulty, R purpose of a rule, T trend in figures, I inferred from the text"
    )
    note: str = param("", "what has to be known of how it is put, in English")
    note_zh: str = param("", "the same in Chinese")
    silent: Silent | None = param(None, "the reason, where the model cannot speak about it")
    where: ClaimCity | None = param(None, "where the claim speaks")
    without: Side | None = param(None, "the side without the cause")
    with_: Side | None = param(None, "the side with the cause", alias="with")
    outcome: str = param("", "indicator that is compared")
    year: int | None = param(None, "year in which it is compared; the steady window if left out", ge=0, le=40)
    sign: Literal["", "+", "-"] = param("", "sign expected of the side with the cause less the side without")
    smallest: float = param(
        0.01, "smallest effect that counts, as a share of the mean without the cause", ge=0, le=1, sweep=(0, 0.05)
    )
    worlds: tuple[ClaimSetting, ...] = param((), "other worlds in which the contrast is played")
    turn: Turn | None = param(None, "parameter that may turn it")
    off: tuple[ClaimSetting, ...] = param((), "rules and assumptions switched off, to see which of them carries it")
