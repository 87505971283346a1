"""The scenario: everything that tells one simulated city from another."""

from __future__ import annotations

from typing import Literal

from gpss_sim.fiscal import YEAR
from gpss_sim.scenario.assessment import Assessment
from gpss_sim.scenario.behaviour import Agencies
from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.market import Market
from gpss_sim.scenario.payment import Payment
from gpss_sim.scenario.place import Calendar, City, CityBudget, Demand
from gpss_sim.scenario.rulebook import Rulebook
from gpss_sim.scenario.service import Delivery


class Random(Table):
    """Luck."""

    seed: int = param(1, "seed of the study; replications differ by their number", ge=0)


class Template(Table):
    """A project template of the library: one candidate a year, one ceiling for both funding forms."""

    id: str = param(..., "identifier", min_length=1)
    name: str = param("", "name")
    district: str = param(..., "district")
    domain: str = param(..., "domain")
    group: str = param("", "group of recipients; that of the domain if empty")
    posts: int = param(..., "reference staffing", unit="posts", ge=1, le=10_000)
    cost: float = param(..., "reference cost of one year", unit="yuan", gt=0, le=10**11)
    urgency: int = param(3, "urgency in year 1: 1 can wait … 5 most urgent", ge=1, le=5)
    benefit: float = param(0.0, "expected benefit in year 1", ge=0)
    buyer: str = param("", "who buys it: one of `rules.buyers`; empty: the city", source="facts A8, E4")
    agency: str = param("", "agency it is commissioned from, where the seller rule is 'named'", source="facts R19")
    sources: str = param(
        "", "sources that may pay for it, separated by a semicolon; empty: all", source="facts R19, R52"
    )
    circumstance: str = param("", "circumstance that decides on the method", source="facts B2")
    visibility: float = param(0.0, "how well it shows: 0 not at all … 1 best", ge=0, le=1, source="facts M64")
    origin: Literal["department", "host_unit", "agency"] = param(
        "department",
        "who applies for it where the library is live: a department, a host unit, or an agency with an idea of its own",
        source="facts A2 (art. 8)",
    )
    soundness: float | None = param(
        None,
        "score it deserves in the appraisal of a live library; empty: drawn, see `rules.library.gates.soundness`",
        unit="points",
        ge=0,
        le=100,
        source="facts A2 (art. 8)",
    )
    pilot: bool = param(
        False, "it is a pilot until a review finds it mature; see `budget.maturity`", source="facts A20, R52"
    )
    from_year: int = param(0, "first fiscal year in which it can be bought", unit="year", ge=0)
    from_day: int = param(
        0,
        "day of that year on which it comes up; in a live library one after 0 is an emergency of that year, which no "
        "yearly draw sees",
        unit="day",
        ge=0,
        lt=YEAR,
        source="facts R08",
    )
    until_year: int | None = param(None, "last fiscal year in which it can be bought; empty: no end", unit="year", ge=0)


class Scenario(Table):
    """A city with its rules, agencies, people and luck; frozen, complete, validated."""

    name: str = param("scenario", "name of the scenario")
    title: str = param("", "one sentence in English")
    title_zh: str = param("", "one sentence in Chinese")
    calendar: Calendar = param(Calendar, "when things happen")
    city: City = param(..., "districts, domains, library")
    demand: Demand = param(Demand, "who comes")
    budget: CityBudget = param(CityBudget, "the buyer's money")
    rules: Rulebook = param(..., "the rulebook and the choice made in it")
    market: Market = param(Market, "bidding, beliefs, entry")
    agencies: Agencies = param(Agencies, "the agencies")
    delivery: Delivery = param(Delivery, "staff, capacity, quality, outcome")
    assessment: Assessment = param(Assessment, "scores, records, effort")
    payment: Payment = param(Payment, "tranches, delays, closure")
    random: Random = param(Random, "luck")
    sources: dict[str, str] = param({}, "label and source of values set here, by field path: 'F facts A9'")
    templates: tuple[Template, ...] = param((), "project templates, read from the library file")

    def __repr__(self) -> str:
        numbers = {"district": len(self.city.districts), "project": len(self.templates), "year": self.calendar.years}
        size = ", ".join(f"{number} {thing}{'s' * (number != 1)}" for thing, number in numbers.items())
        return f"<scenario {self.name}: {size}, mode {self.rules.mode}, form {self.rules.form}>"
