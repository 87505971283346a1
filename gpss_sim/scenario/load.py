"""Reading a scenario: extended files, ``--set``, overlays in force, validation of everything at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gpss_sim.errors import Fault, InputError
from gpss_sim.scenario.check import cross_faults
from gpss_sim.scenario.document import Layer, chain, find, read_in, read_layer
from gpss_sim.scenario.faults import Places, schema_faults
from gpss_sim.scenario.overlay import from_overrides, in_force, lay, put
from gpss_sim.scenario.schema import Scenario


def load_scenario(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read, overlay and validate a scenario.

    Values come, each over the one before, from the extended files (furthest ancestor first), the
    file itself, `overrides`, and the overlays of the rulebook that are switched on for the mode and
    form in force.

    Parameters
    ----------
    name_or_path : str or Path
        A TOML file, a folder with ``scenario.toml``, or the name of a scenario that ships.
    overrides : Sequence[str]
        Texts ``path.to.field=value`` in TOML syntax; bare words are text.

    Returns
    -------
    Scenario
        Frozen and complete, with the project library read into ``templates``.

    Raises
    ------
    InputError
        With every fault found, each with the file and line it was written in.
    """
    merged = merge(name_or_path, overrides)
    places = Places(merged.origins)
    try:
        scenario = Scenario.model_validate(_frozen(_resolved(merged.data)), strict=True)
    except ValidationError as error:
        raise InputError(schema_faults(error, places)) from None
    faults: list[Fault] = cross_faults(scenario, places)
    if faults:
        raise InputError(faults)
    return scenario


def merge(name_or_path: str | Path, overrides: Sequence[str] = ()) -> Layer:
    """Everything the files and overrides say, laid over one another but not yet validated."""
    layers = [read_layer(path) for path in chain(find(name_or_path))]
    override = from_overrides(overrides)
    read_in(override, Path("."))
    return lay([*layers, override])


def _resolved(data: dict[str, Any]) -> dict[str, Any]:
    """The data with the overlays in force applied and the groups of templates filled in."""
    rules = data.get("rules")
    if isinstance(rules, dict):
        for name in in_force(rules):
            for path, value in rules["overlay"][name].get("set", {}).items():
                put(data, tuple(path.split(".")), value)
    return data


def _frozen(value: Any) -> Any:
    """Lists as tuples, as the strict schema wants them."""
    if isinstance(value, dict):
        return {name: _frozen(entry) for name, entry in value.items()}
    return tuple(_frozen(entry) for entry in value) if isinstance(value, list) else value
