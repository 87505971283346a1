"""Rules of the channel table, of circumstances, and of what templates say of how they are bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gpss_sim.i18n import Message
from gpss_sim.scenario.checks.common import Broken, at_least, named, one_of
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


def _known(scenario: Scenario) -> dict[str, tuple[Iterable[str], Message]]:
    rules, city = scenario.rules, scenario.city
    return {
        "template": ([t.id for t in scenario.templates], Message("check.a_template")),
        "domain": ([d.id for d in city.domains], Message("check.a_domain")),
        "district": ([d.id for d in city.districts], Message("check.a_district")),
        "source": (scenario.budget.sources, one_of("budget.sources")),
        "mode": (rules.modes, one_of("rules.modes")),
        "form": (rules.forms, one_of("rules.forms")),
        "method": (rules.methods, one_of("rules.methods")),
    }


def exceptions_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """Circumstances and the sole supplier's rule name methods that exist."""
    rules = scenario.rules
    for name, circumstance in rules.circumstances.items():
        key: Key = ("rules", "circumstances", name, "method")
        yield from named(key, circumstance.method, rules.methods, one_of("rules.methods"))
    if rules.sole_supplier is not None:
        yield from named(
            ("rules", "sole_supplier"),
            rules.sole_supplier,
            rules.methods,
            one_of("rules.methods"),
        )
    for department, days in rules.committee.items():
        if days < 0:
            yield ("rules", "committee", department), str(days), Message("number.negative"), ""


def buyers_are_whole(scenario: Scenario) -> Iterator[Broken]:
    """Buyers name modes, forms and sources that exist; sources of their own need money that is kept apart."""
    rules, budget = scenario.rules, scenario.budget
    for name, buyer in rules.buyers.items():
        key: Key = ("rules", "buyers", name)
        if buyer.mode is not None:
            yield from named((*key, "mode"), buyer.mode, rules.modes, one_of("rules.modes"))
        if buyer.form is not None:
            yield from named((*key, "form"), buyer.form, rules.forms, one_of("rules.forms"))
        for index, source in enumerate(buyer.sources):
            yield from named((*key, "sources", index), source, budget.sources, one_of("budget.sources"))
        if buyer.sources and not budget.earmarked:
            yield (*key, "sources"), "; ".join(buyer.sources), Message("check.earmarked"), ""
        for department, days in buyer.approval.items():
            if days < 0:
                yield (*key, "approval", department), str(days), Message("number.negative"), ""


def envelopes_name_what_exists(scenario: Scenario) -> Iterator[Broken]:
    """Envelopes are those of sources there are, for domains and districts there are."""
    budget, city = scenario.budget, scenario.city
    known = {"domains": [domain.id for domain in city.domains], "districts": [place.id for place in city.districts]}
    for name, envelope in budget.envelopes.items():
        key: Key = ("budget", "envelopes", name)
        yield from named(key, name, budget.sources, one_of("budget.sources"))
        for column, ids in known.items():
            for index, value in enumerate(getattr(envelope, column)):
                yield from named((*key, column, index), value, ids, one_of(f"city.{column}"))


def sorts_are_known(scenario: Scenario) -> Iterator[Broken]:
    """Families prefer sorts of agencies that some agency is of."""
    sorts = sorted({agency.sort for agency in scenario.agencies.listed if agency.sort})
    for name in scenario.demand.choice.closeness:
        yield from named(("demand", "choice", "closeness", name), name, sorts, Message("check.sorts"))


def templates_fit_the_rules(scenario: Scenario) -> Iterator[Broken]:
    """Templates name agencies, sources and circumstances that exist; their years are in order."""
    agencies = [agency.id for agency in scenario.agencies.listed]
    told = [row.circumstance for row in scenario.rules.channels if row.circumstance is not None]
    circumstances = [*scenario.rules.circumstances, *told]
    for index, template in enumerate(scenario.templates):
        key: Key = ("templates", index)
        if template.agency:
            yield from named((*key, "agency"), template.agency, agencies, Message("check.an_agency"))
        if template.buyer:
            yield from named((*key, "buyer"), template.buyer, scenario.rules.buyers, one_of("rules.buyers"))
        if template.circumstance:
            what = Message("check.circumstance")
            yield from named((*key, "circumstance"), template.circumstance, circumstances, what)
        for source in template.sources.split(";") if template.sources else ():
            what = Message("check.sources")
            yield from named((*key, "sources"), source.strip(), scenario.budget.sources, what)
        if template.until_year is not None and template.until_year < template.from_year:
            rule = at_least("from_year", template.from_year)
            yield (*key, "until_year"), str(template.until_year), rule, ""
