"""Reading a scenario: extended files, ``--set``, overlays in force, validation of everything at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gpss_sim.errors import InputError
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError, read_number
from gpss_sim.scenario import rules_from
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.checks import broken_rules
from gpss_sim.scenario.costing import Costing
from gpss_sim.scenario.document import Layer, chain, find, read_in, read_layer
from gpss_sim.scenario.faults import FieldFinder, field_key, schema_faults
from gpss_sim.scenario.origin import Key, nearest_origin, put, split
from gpss_sim.scenario.overlay import from_overrides, in_force, lay
from gpss_sim.scenario.repair import remaining
from gpss_sim.scenario.schema import Scenario

Files = dict[tuple[Path, str], Layer]
"""Files read so far: by scenario file and place whose rules it borrows, if any, what they say together."""


def load_scenario(
    name_or_path: str | Path, overrides: Sequence[str] = (), files: Files | None = None, within: Path | None = None
) -> Scenario:
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
    files : Files, optional
        Files already read; those read now are added, so that variants of one scenario are read once.
    within : Path, optional
        Folder of the file that `overrides` stand in: tables that they name lie in it or in the current one. Without
        it they were given by the user, who may name any.

    Returns
    -------
    Scenario
        Frozen and complete, with the project library read into ``templates``.

    Raises
    ------
    InputError
        With every fault found, each with the file and line it was written in.
    """
    merged = merge(name_or_path, overrides, files, within)
    places = FieldFinder(merged.origins)
    data = resolve(merged)
    unread = [fault for faults in merged.unread.values() for fault in faults]
    unread += [places.fault(key, plain(value), rule) for key, value, rule in outsized(data)]
    try:
        scenario = Scenario.model_validate(data, strict=True)
    except ValidationError as error:
        details = [detail for detail in error.errors() if field_key(detail["loc"]) not in merged.unread]
        broken = [field_key(detail["loc"]) for detail in details]
        broken += [("templates",)] if ("city", "library") in broken else []  # else those of the scenario extended
        rules = [] if unread else remaining(data, broken)
        told = [*schema_faults(details, places), *(places.fault(*rule) for rule in rules)]
        raise InputError([*unread, *told]) from None
    if unread:
        raise InputError(unread)
    if rules := broken_rules(scenario):
        raise InputError(places.fault(*rule) for rule in rules)
    return scenario


_ORDINARY = (1e-3, 1e14)
"""Sizes between which every number has few enough digits before and behind the point (17 at most count)."""


def outsized(value: Any, key: Key = ()) -> Iterator[tuple[Key, Any, Message]]:
    """Every number at or below a value whose size no model can use: path, number, what is allowed.

    Infinities are left to the schema, which allows them in places, and seeds may have any number of digits.
    """
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from outsized(entry, (*key, name))
    elif isinstance(value, (tuple, list)):
        for index, entry in enumerate(value):
            yield from outsized(entry, (*key, index))
    elif value.__class__ in (int, float) and not _ORDINARY[0] < abs(value) < _ORDINARY[1] and key[-1:] != ("seed",):
        try:
            read_number(value)
        except NumberError as error:
            if error.message.code != "number.finite":
                yield key, value, error.message


def merge(
    name_or_path: str | Path, overrides: Sequence[str] = (), files: Files | None = None, within: Path | None = None
) -> Layer:
    """Everything the files and overrides say, laid over one another but not yet validated."""
    place, others = rules_from.asked(overrides)
    known, key = {} if files is None else files, (find(name_or_path), place)
    if key not in known:
        known[key] = _city_with_rules(*key)
    override = from_overrides(others)
    here = Path(".")
    read_in(override, here, inside=(here, within) if within else ())
    return lay([known[key], override])


def _city_with_rules(path: Path, place: str) -> Layer:
    """What a scenario file and those it extends say, with the rules of a place if there is one."""
    city = lay([read_layer(file) for file in chain(path)])
    return rules_from.borrow(city, place).layer if place else city


def lacks(name_or_path: str | Path, overrides: Sequence[str] = ()) -> tuple[Message, ...]:
    """What the rules asked for by ``rules=from:PLACE`` need and the city does not have; nothing where none are."""
    place, _ = rules_from.asked(overrides)
    if not place:
        return ()
    return rules_from.borrow(lay([read_layer(file) for file in chain(find(name_or_path))]), place).lacks


def resolve(merged: Layer) -> dict[str, Any]:
    """The merged data with the overlays in force applied, what follows from other values filled in, lists frozen."""
    rules = merged.data.get("rules")
    for name, values in in_force(rules) if isinstance(rules, dict) else ():
        for path, value in values.items():
            put(merged.data, split(path), value)
            merged.origins[split(path)] = nearest_origin(merged.origins, ("rules", "overlay", name, "set", path))
    _fill_in_groups(merged.data)
    _cost_out(merged)
    data: dict[str, Any] = _frozen(merged.data)
    return data


def _fill_in_groups(data: dict[str, Any]) -> None:
    """A template that names no group serves the group of its domain."""
    city, templates = data.get("city"), data.get("templates")
    domains = city.get("domains") if isinstance(city, dict) else None
    if isinstance(domains, list) and isinstance(templates, list):
        groups = {str(row.get("id")): row.get("group") for row in domains if isinstance(row, dict)}
        for row in templates:
            if isinstance(row, dict) and not row.get("group") and isinstance(groups.get(str(row.get("domain"))), str):
                row["group"] = groups[str(row["domain"])]


def _cost_out(merged: Layer) -> None:
    """Where the local wage is given, the price of a post follows from it, and that of templates without a cost."""
    delivery = merged.data.get("delivery")
    told = delivery.get("costing") if isinstance(delivery, dict) else None
    if not isinstance(told, dict) or told.get("average_wage") is None:
        return
    derived = _derived(told)
    for name, value in derived.items():
        put(merged.data, ("delivery", name), value)
        put(merged.data, ("sources", f"delivery.{name}"), "D delivery.costing")
        merged.origins["delivery", name] = nearest_origin(merged.origins, ("delivery", "costing", "average_wage"))
    price = derived.get("post_price", 1.0)  # a stand-in: what is wrong with the costing is told, not what follows
    templates = merged.data.get("templates")
    for template in templates if isinstance(templates, list) else ():
        if isinstance(template, dict) and isinstance(template.get("posts"), int):
            template.setdefault("cost", template["posts"] * price)


def _derived(told: dict[str, Any]) -> dict[str, float]:
    """What follows from a costing; nothing from one that is not whole, whose faults are told with all others."""
    try:
        costing = Costing.model_validate(_frozen(told), strict=True)
    except ValidationError:
        return {}
    return {} if any(costing.faults()) else costing.derived()


def _frozen(value: Any) -> Any:
    """Lists as tuples, as the strict schema wants them."""
    if isinstance(value, dict):
        return {name: _frozen(entry) for name, entry in value.items()}
    return tuple(_frozen(entry) for entry in value) if isinstance(value, list) else value
