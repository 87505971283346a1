"""Rules of the channel table, of circumstances, and of what templates say of how they are bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gpss_sim.scenario.checks.common import Broken, named
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario


def channels_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """Rows of the channel table name modes, forms, methods, places and templates that exist."""
    known = _known(scenario)
    for index, row in enumerate(scenario.rules.channels):
        for name, (names, what) in known.items():
            value = getattr(row, name)
            if value is not None:
                yield from named(("rules", "channels", index, name), value, names, what)


def _known(scenario: Scenario) -> dict[str, tuple[Iterable[str], str]]:
    rules, city = scenario.rules, scenario.city
    return {
        "template": ([t.id for t in scenario.templates], "a template of the library"),
        "domain": ([d.id for d in city.domains], "a domain of the city"),
        "district": ([d.id for d in city.districts], "a district of the city"),
        "source": (scenario.budget.sources, "one of [budget.sources]"),
        "mode": (rules.modes, "one of [rules.modes]"),
        "form": (rules.forms, "one of [rules.forms]"),
        "method": (rules.methods, "one of [rules.methods]"),
    }


def exceptions_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """Circumstances and the sole supplier's rule name methods that exist."""
    rules = scenario.rules
    for name, circumstance in rules.circumstances.items():
        key: Key = ("rules", "circumstances", name, "method")
        yield from named(key, circumstance.method, rules.methods, "one of [rules.methods]")
    if rules.sole_supplier is not None:
        yield from named(("rules", "sole_supplier"), rules.sole_supplier, rules.methods, "one of [rules.methods]")
    for department, days in rules.committee.items():
        if days < 0:
            yield ("rules", "committee", department), str(days), "must be at least 0 days", ""


def templates_fit_the_rules(scenario: Scenario) -> Iterator[Broken]:
    """Templates name agencies, sources and circumstances that exist; their years are in order."""
    agencies = [agency.id for agency in scenario.agencies.listed]
    told = [row.circumstance for row in scenario.rules.channels if row.circumstance is not None]
    circumstances = [*scenario.rules.circumstances, *told]
    for index, template in enumerate(scenario.templates):
        key: Key = ("templates", index)
        if template.agency:
            yield from named((*key, "agency"), template.agency, agencies, "an agency of [[agencies.listed]]")
        if template.circumstance:
            what = "one of [rules.circumstances] or of a row of [[rules.channels]]"
            yield from named((*key, "circumstance"), template.circumstance, circumstances, what)
        for source in template.sources.split(";") if template.sources else ():
            what = "sources of [budget.sources], separated by ;"
            yield from named((*key, "sources"), source.strip(), scenario.budget.sources, what)
        if template.until_year is not None and template.until_year < template.from_year:
            rule = f"must be at least from_year ({template.from_year})"
            yield (*key, "until_year"), str(template.until_year), rule, ""
