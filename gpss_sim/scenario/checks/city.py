"""Rules of the city: records that name one another, shares that sum to one, ranges in order, sources."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.errors import nearest
from gpss_sim.folders import is_plain_name
from gpss_sim.i18n import Message, listed
from gpss_sim.scenario.catalogue import field_at, paths, plain, table_at
from gpss_sim.scenario.checks.common import Broken, at_most, named, sums_to_one, value_at
from gpss_sim.scenario.fields import LABELS
from gpss_sim.scenario.origin import Key, split
from gpss_sim.scenario.schema import Scenario

ORDERED = (
    ("agencies.theta_low", "agencies.theta_high"),
    ("assessment.bar_line", "assessment.pass_line"),
    ("assessment.pass_line", "assessment.excellent_line"),
    ("calendar.procurement_start", "calendar.last_contract_day"),
    ("rules.library.experts", "rules.library.expert_pool"),
)
"""Fields of which the first may not exceed the second."""

MOST_GROWTH = 50
"""Most that arrivals may multiply over the years simulated."""


def shares_sum_to_one(scenario: Scenario) -> Iterator[Broken]:
    """Shares of urgency, of the tranches and of the sources of money."""
    yield from sums_to_one(("demand", "urgency_shares"), scenario.demand.urgency_shares)
    yield from sums_to_one(("payment", "schedule"), (share for _, share in scenario.payment.schedule))
    yield from sums_to_one(("budget", "sources"), scenario.budget.sources.values())
    months = [month for month, _ in scenario.payment.schedule]
    if months != sorted(months) or months[0] < 0:
        yield ("payment", "schedule"), plain(months), Message("check.months"), ""


def costing_is_whole(scenario: Scenario) -> Iterator[Broken]:
    """A budget has a staff element and workers of known grades."""
    for name, rule in scenario.delivery.costing.faults():
        yield ("delivery", "costing", name), "", rule, ""


def ranges_are_in_order(scenario: Scenario) -> Iterator[Broken]:
    """Lower ends lie below upper ends."""
    for lower, upper in ORDERED:
        low, high = value_at(scenario, split(lower)), value_at(scenario, split(upper))
        if low > high:
            yield split(lower), plain(low), at_most(upper, plain(high)), ""


def arrivals_stay_countable(scenario: Scenario) -> Iterator[Broken]:
    """Arrivals do not grow out of all proportion over the years simulated."""
    demand = scenario.demand
    growth = (1 + demand.growth) ** scenario.calendar.years
    if growth > MOST_GROWTH:
        years = scenario.calendar.years
        rule = Message("check.growth", growth=f"{growth:,.0f}", years=years, most=MOST_GROWTH)
        yield ("demand", "growth"), plain(demand.growth), rule, ""


MOST_POSTS = 100_000
"""Most posts of all templates together: the workers of a year take a few kilobytes each."""


def posts_stay_countable(scenario: Scenario) -> Iterator[Broken]:
    """The templates together have no more posts than can be simulated."""
    posts = sum(template.posts for template in scenario.templates)
    if posts > MOST_POSTS:
        yield ("templates",), "", Message("scenario.posts", posts=f"{posts:,}", most=f"{MOST_POSTS:,}"), ""


def the_name_is_one(scenario: Scenario) -> Iterator[Broken]:
    """The name of a scenario can name a folder."""
    if not is_plain_name(scenario.name):
        yield ("name",), scenario.name, Message("folder.name"), ""


def there_is_a_library(scenario: Scenario) -> Iterator[Broken]:
    """Something can be bought."""
    if not scenario.templates:
        yield ("city", "library"), "", Message("check.templates"), ""


def ids_are_unique(scenario: Scenario) -> Iterator[Broken]:
    """No two districts, domains, agencies or templates share an identifier."""
    for path in ("city.districts", "city.domains", "agencies.listed", "templates"):
        seen: dict[str, int] = {}
        for index, record in enumerate(value_at(scenario, split(path))):
            if record.id in seen:
                yield (*split(path), index, "id"), record.id, Message("check.twice"), ""
            seen.setdefault(record.id, index)


def records_fit_the_city(scenario: Scenario) -> Iterator[Broken]:
    """Templates, agencies and added recipients name districts and domains that exist."""
    districts = {district.id: district for district in scenario.city.districts}
    domains = {domain.id: domain for domain in scenario.city.domains}
    elsewhere = bool(scenario.templates) and not any(each.district in districts for each in scenario.templates)
    if elsewhere:  # one sentence, in place of one a template
        yield ("city", "library"), "", Message("check.elsewhere", districts=listed(districts)), ""
    for path in ("templates", "demand.extra"):
        for index, record in enumerate(value_at(scenario, split(path))):
            key: Key = (*split(path), index)
            if not (elsewhere and path == "templates"):
                yield from named((*key, "district"), record.district, districts, Message("check.a_district"))
            yield from named((*key, "domain"), record.domain, domains, Message("check.a_domain"))
    for index, template in enumerate(scenario.templates):
        domain = domains.get(template.domain)
        if domain is not None and template.group != domain.group:
            rule = Message("check.group", group=domain.group)
            yield ("templates", index, "group"), template.group, rule, ""
    for index, agency in enumerate(scenario.agencies.listed):
        key = ("agencies", "listed", index)
        if agency.district is not None:
            yield from named((*key, "district"), agency.district, districts, Message("check.a_district"))
        for name in (agency.domains or "").split(";"):
            if agency.domains is not None:
                yield from named((*key, "domains"), name.strip(), domains, Message("check.domains"))


def sources_speak_of_fields(scenario: Scenario) -> Iterator[Broken]:
    """Each source belongs to a field or table and begins with a label."""
    for path, text in scenario.sources.items():
        key = split(path)
        if field_at(key) is None and table_at(key) is None and not _is_entry(key):
            yield ("sources", path), "", Message("check.field_or_table"), nearest(path, paths())
        label, _, told = text.partition(" ")
        if label not in LABELS or not told.strip():
            rule = Message("check.label")
            yield ("sources", path), text, rule, ""


def _is_entry(key: Key) -> bool:
    """Whether the key names an entry of a table of plain values, such as ``budget.sources.lottery``."""
    plain_tables = (("budget", "sources"), ("assessment", "dimensions"), ("rules", "committee"))
    return key[:-1] in (*plain_tables, ("demand", "choice", "closeness")) or key[:2] == ("rules", "buyers")
