"""How a scenario field is declared: value, meaning, unit, label, source and range in one place.

From these declarations come validation, ``gpss-sim describe``, the JSON Schema for editors, the field
table in the docs and the ledger of assumptions.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Label = Literal["F", "R", "D", "A"]
"""F seen in a source, R recalled, D derived from those, A an assumption that must be swept."""
LABELS: tuple[str, ...] = get_args(Label)

AgencyKind = Literal["independent", "dependent", "department"]
"""Who founded an agency."""
OWN_KINDS: tuple[AgencyKind, ...] = ("dependent", "department")
"""Kinds that the buyer founded."""


class Table(BaseModel):
    """A table of the scenario file: frozen once read, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)


def param(
    default: Any,
    meaning: str,
    *,
    unit: str = "–",
    label: Label = "A",
    source: str = "own choice",
    sweep: tuple[float, float] | None = None,
    factors: tuple[float, float] | None = None,
    together: tuple[str, ...] = (),
    **bounds: Any,
) -> Any:
    """Declare one field of a scenario table.

    Parameters
    ----------
    default : Any
        Value when no scenario says otherwise; ``...`` makes the field mandatory.
    meaning : str
        What the field is, in a sentence.
    unit : str
        Unit of the value; ``–`` for pure numbers and names.
    label : {"F", "R", "D", "A"}
        How the default is known.
    source : str
        Where it is from.
    sweep : (low, high), optional
        Range over which an assumption is swept.
    factors : (low, high), optional
        The range as multiples of the value as it stands, where each entry of a table has a value of its own.
    together : tuple of str
        Fields of the same table that are multiplied too.
    **bounds
        Hard limits understood by pydantic (``ge``, ``le``, ``gt``, ``lt``, ``min_length`` …).
    """
    extra: dict[str, Any] = {"unit": unit, "label": label, "source": source}
    if sweep is not None:
        extra["sweep"] = list(sweep)
    if factors is not None:
        extra["factors"], extra["together"] = list(factors), list(together)
    if callable(default) or isinstance(default, (dict, list, tuple)):
        factory = default if callable(default) else (lambda value=default: value)
        return Field(default_factory=factory, description=meaning, json_schema_extra=extra, **bounds)
    return Field(default, description=meaning, json_schema_extra=extra, **bounds)
