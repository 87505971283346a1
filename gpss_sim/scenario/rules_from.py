"""Putting the rules of one place into another city: ``rules=from:PLACE`` among the values set.

What a government decides goes with the rulebook: rules, assessment, payment, how recipients of a voucher choose. What
people and offices are like stays the city's: errors of estimates and offers, bargaining weights, late payment, broken
promises. Money, people, agencies and luck are the city's too. A row of the rulebook that names what the city does not
have is left out, and told. ``rules=from:PLACE:PART`` takes one part of the rulebook alone, to see which of its rules
makes a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.i18n import Message, listed
from gpss_sim.scenario.document import Layer, chain, find, read_layer
from gpss_sim.scenario.origin import Key, put, value_at
from gpss_sim.scenario.overlay import copied, lay

PATH, FROM = "rules", "from:"
"""Field path and beginning of the value that asks for a rulebook."""
CARRIED: tuple[Key, ...] = (("rules",), ("assessment",), ("payment",), ("demand", "choice"))
"""Tables that go with a rulebook, each whole."""
RULES_OF: dict[str, tuple[Key, ...]] = {
    "purchase": (
        *(("rules", name) for name in ("mode", "modes", "methods", "thresholds", "boundary", "channels")),
        *(("rules", name) for name in ("circumstances", "sole_supplier", "attempts", "committee", "committee_joint")),
        *(("rules", name) for name in ("direct_cost_cap", "consortium", "ceiling")),
        ("rules", "forms"),
        ("assessment", "evaluators"),
    ),
    "form": (("rules", "form"), ("rules", "forms"), ("rules", "voucher"), ("demand", "choice")),
    "award": (("rules", "award"),),
    "eligibility": (("rules", "eligibility"),),
    "selection": (("rules", "selection"), ("rules", "library"), ("rules", "remote_share")),
    "term": (("rules", "term"), ("rules", "switching_cost")),
    "assessment": (("assessment",),),
    "payment": (("payment",),),
}
"""Parts of a rulebook by name. Tables of names (modes, forms, methods, evaluators) are added to the city's own."""
NAMED = ("modes", "forms", "methods", "evaluators")
"""Tables whose entries are used by their names: those of the city stay beside those of a part."""
STAYING: tuple[Key, ...] = (
    ("rules", "estimate_error"),
    ("rules", "in_house_wage"),
    ("rules", "showy"),
    ("rules", "will_sd"),
    ("rules", "breach"),
    ("rules", "negotiation"),
    ("rules", "award", "claim_noise"),
    ("rules", "award", "claim_inflation"),
    ("assessment", "rater_noise"),
    ("assessment", "verifiable"),
    ("assessment", "effort_max"),
    ("payment", "late_probability"),
    ("payment", "late_median"),
    ("payment", "late_sd"),
    ("payment", "closure_months"),
)
"""What stays the city's: nature and conduct, not rules."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A city with another place's rules.

    Parameters
    ----------
    layer : Layer
        What the city's files say, the rulebook's tables in place of its own.
    lacks : tuple of Message
        What the rulebook asks for and the city does not have, and what was done about it.
    """

    layer: Layer
    lacks: tuple[Message, ...]


def asked(overrides: Sequence[str]) -> tuple[str, list[str]]:
    """Place whose rules are asked for, empty where none is, and the other values set.

    >>> asked(["rules.term=1", "rules=from:valley"])
    ('valley', ['rules.term=1'])
    """
    place, others = "", []
    for text in overrides:
        path, _, value = text.partition("=")
        told = value.strip().strip("\"'")
        if path.strip() == PATH and told.startswith(FROM):
            place = told.removeprefix(FROM).strip()
        else:
            others.append(text)
    return place, others


def borrow(city: Layer, place: str) -> Borrowed:
    """Put the rules of a place into a city.

    Parameters
    ----------
    city : Layer
        What the city's files say, laid together.
    place : str
        Scenario whose rules are borrowed, a name that ships or a path; ``:PART`` behind it takes one part alone.

    Raises
    ------
    InputError
        If there is no such scenario.
    """
    place, part = _split(place)
    try:
        source = lay([read_layer(file) for file in chain(find(place))])
    except InputError as error:
        raise InputError(
            Fault(f"{PATH}={FROM}{place}", fault.place, fault.value, fault.rule, fault.hint) for fault in error.faults
        ) from None
    layer = lay([city])
    for key in RULES_OF[part] if part else CARRIED:
        if part and key[-1] in NAMED:
            _add(layer, source, key)
        else:
            _replace(layer, source, key)
    for key in STAYING:
        _replace(layer, city, key)
    return Borrowed(layer, tuple(_fitted(layer.data, source.data)))


def _split(place: str) -> tuple[str, str]:
    """Place and part; no part where the whole rulebook is meant.

    Raises
    ------
    InputError
        If the part is none.
    """
    name, colon, part = place.rpartition(":")
    if not colon or "/" in part or "\\" in part:  # the colon of a drive
        return place, ""
    if part not in RULES_OF:
        rule = Message("rulebook.part", parts=listed(RULES_OF))
        raise InputError([Fault("--set", PATH, f"{FROM}{place}", rule, nearest(part, RULES_OF))])
    return name, part


def _add(layer: Layer, source: Layer, key: Key) -> None:
    """Add the entries of a table of names to the city's own, which they replace under the same name."""
    for name in value_at(source.data, key) or {}:
        _replace(layer, source, (*key, name))


def _replace(layer: Layer, source: Layer, key: Key) -> None:
    """Take the value at a path, and where it was written, from another layer; none where that has none."""
    value = value_at(source.data, key)
    table = value_at(layer.data, key[:-1]) if key[:-1] else layer.data
    for old in [old for old in layer.origins if old[: len(key)] == key]:
        del layer.origins[old]
    if value is None:
        if isinstance(table, dict):
            table.pop(str(key[-1]), None)
        return
    put(layer.data, key, copied(value))
    layer.origins.update({old: origin for old, origin in source.origins.items() if old[: len(key)] == key})


def _fitted(data: dict[str, Any], source: dict[str, Any]) -> Iterator[Message]:
    """Leave out rows that name what the city does not have; tell them and what else it lacks."""
    rules = data.get("rules", {})
    known = {
        "domain": _ids(data, ("city", "domains")),
        "district": _ids(data, ("city", "districts")),
        "template": _ids(data, ("templates",)),
        "source": list(data.get("budget", {}).get("sources", {"fiscal": 0.8, "lottery": 0.2})),
    }
    kept = []
    for row in rules.get("channels", []):
        strange = [name for name, names in known.items() if row.get(name) is not None and row[name] not in names]
        if strange:
            told = ", ".join(f"{name} = {value}" for name, value in row.items())
            yield Message("rulebook.row", row=told, what=listed(f"{name} {row[name]}" for name in strange))
        else:
            kept.append(row)
    if "channels" in rules:
        rules["channels"] = kept
    yield from _projects(data, rules, kept)
    yield from _people(data, rules)
    if value_at(source, ("delivery", "costing", "average_wage")) is not None:
        yield Message("rulebook.costing")
    if value_at(source, ("budget", "earmarked")):
        yield Message("rulebook.money")
    if rules.pop("allocation", None) is not None:
        yield Message("rulebook.allocation")


def _people(data: dict[str, Any], rules: dict[str, Any]) -> Iterator[Message]:
    """Buyers that no project of the city names and sorts of agencies that it has none of are left out."""
    named = {row.get("buyer") for row in data.get("templates", []) if isinstance(row, dict)}
    strange = [name for name in rules.get("buyers", {}) if name not in named]
    if strange:
        rules["buyers"] = {name: rules["buyers"][name] for name in rules["buyers"] if name in named}
        yield Message("rulebook.buyers", names=listed(strange))
    choice = data.get("demand", {}).get("choice", {})
    agencies = value_at(data, ("agencies", "listed"))
    sorts = {row.get("sort") for row in agencies if isinstance(row, dict)} if isinstance(agencies, list) else set()
    strange = [name for name in choice.get("closeness", {}) if name not in sorts]
    if strange:
        choice["closeness"] = {name: worth for name, worth in choice["closeness"].items() if name in sorts}
        yield Message("rulebook.sorts", names=listed(strange))


def _ids(data: dict[str, Any], key: Key) -> list[str]:
    rows = value_at(data, key)
    return [str(row.get("id")) for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _projects(data: dict[str, Any], rules: dict[str, Any], channels: list[dict[str, Any]]) -> Iterator[Message]:
    """What the rulebook looks for in projects and the city's library does not say."""
    templates = [row for row in data.get("templates", []) if isinstance(row, dict)]
    said = {row.get("circumstance", "") for row in templates}
    for name in rules.get("circumstances", {}):
        if name not in said:
            yield Message("rulebook.circumstance", name=name)
    if any(row.get("stage") == "pilot" for row in channels) and not any(row.get("pilot") for row in templates):
        yield Message("rulebook.pilot")
    modes = rules.get("modes", {})
    used = dict.fromkeys([rules.get("mode"), *(row.get("mode") for row in channels)])
    named = [name for name in used if name in modes and modes[name].get("seller") == "named"]
    if named and not any(row.get("agency") for row in templates):
        yield Message("rulebook.named", mode=listed(named))
    if rules.get("library", {}).get("live") and not any(row.get("origin") for row in templates):
        yield Message("rulebook.live")
