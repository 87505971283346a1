"""Where and for whom: the calendar, the city, its need and its money."""

from __future__ import annotations

from typing import Literal

from gpss_sim.fiscal import MOST_YEARS, YEAR
from gpss_sim.scenario.envelopes import Envelope, Maturity
from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.voucher import Choice


class Calendar(Table):
    """When things happen."""

    years: int = param(5, "fiscal years simulated and reported", unit="years", ge=1, le=MOST_YEARS)
    reference_year: bool = param(
        True,
        "begin with a year 0 that is the same under every rule: its contracts go by lot to eligible agencies",
        source="equation 13.7",
    )
    steady_from: int = param(2, "first year of the steady window; earlier years are the transition", unit="year", ge=0)
    procurement_start: int = param(
        0,
        "day of the fiscal year on which procurement of the new plan begins",
        unit="day",
        ge=0,
        lt=YEAR,
        sweep=(0, 180),
        source="evidence 2A (mid-year funding gap); facts E3",
    )
    contract_year: Literal["anniversary", "fiscal"] = param(
        "anniversary",
        "a contract year runs twelve months from its opening, or ends with the fiscal year, paid in proportion",
        source="evidence 2A (mid-year funding gap), §3 fact 23",
    )
    last_contract_day: int = param(
        273,
        "last day of the fiscal year on which a procurement may still end (30 September)",
        unit="day",
        ge=0,
        le=YEAR,
        sweep=(243, 304),
        source="equation 13.6",
    )
    savings: Literal["reserve", "lapse"] = param(
        "reserve",
        "what happens to money saved below the ceiling: down the reserve list, or back to the treasury",
        source="equation 13.6",
    )
    staggered_terms: bool = param(
        True, "first contracts run 1, 2, 3 … years in turn, so that re-letting is spread over the years"
    )


class District(Table):
    """A district (or county) of the city; one row of ``districts.csv``."""

    id: str = param(..., "identifier", min_length=1)
    name: str = param("", "name in English")
    name_zh: str = param("", "name in Chinese")
    residents: int = param(..., "residents", unit="persons", gt=0, le=2_000_000_000)
    remote: bool = param(False, "far from where agencies work; see `rules.remote_share`", source="facts M29, G50")


class Domain(Table):
    """A field of social work and the people it serves; one row of ``domains.csv``."""

    id: str = param(..., "identifier", min_length=1)
    group: str = param(..., "group of recipients", min_length=1)
    name: str = param("", "name in English")
    name_zh: str = param("", "name in Chinese")
    duration: float = param(..., "mean length of a case", unit="months", ge=0.01, le=1200, source="evidence 2D")
    cv: float = param(0.6, "coefficient of variation of the length", gt=0, le=3, source="evidence 2D")
    hours: float = param(20, "contact hours a case needs", unit="hours", ge=0.01, le=100_000, source="evidence 2D")
    patience: float = param(
        13,
        "mean time a recipient waits before giving up; 0 means without limit",
        unit="weeks",
        ge=0,
        source="evidence 2A, 2D",
        sweep=(8, 30),
    )
    rater_noise: float | None = param(
        None,
        "sd of one rater's score in this field, which may be hard to score; `assessment.rater_noise` if left out",
        unit="points",
        ge=0,
        le=100,
        source="evidence 2E.7, §3 fact 8",
    )
    mandated: bool = param(False, "recipients are under an order and cannot leave", source="evidence 2D")


class City(Table):
    """The city: districts, domains, library."""

    name: str = param("Example city", "name in English")
    name_zh: str = param("示例市", "name in Chinese")
    districts: tuple[District, ...] = param(..., "districts: a list of tables or the name of a CSV file", min_length=1)
    domains: tuple[Domain, ...] = param(..., "domains: a list of tables or the name of a CSV file", min_length=1)
    library: str = param("", "CSV file of project templates, one row a template; empty where `templates` are listed")


class Demand(Table):
    """Who comes, how urgent, how patient."""

    load: float = param(
        1.15,
        "arrivals a year over the capacity of the templates that the reference budget buys",
        gt=0,
        le=20,
        sweep=(0.8, 1.5),
        source="equation 2.2",
    )
    arrivals_per_year: float | None = param(
        None, "arrivals a year in the whole city; replaces `load` where given", unit="persons/year", ge=0, le=2_000_000
    )
    heterogeneity: float = param(
        0.3,
        "spread (sd of the logarithm) of need between cells of equal capacity",
        ge=0,
        le=1.5,
        sweep=(0, 0.6),
        source="equation 2.1",
    )
    growth: float = param(
        0.0, "growth of arrivals a year", unit="1/year", gt=-0.5, lt=0.5, sweep=(-0.05, 0.05), source="evidence 2C"
    )
    urgency_shares: tuple[float, ...] = param(
        (0.3, 0.3, 0.2, 0.13, 0.07),
        "shares of urgency 1 (can wait) … 5 (most urgent) among arrivals",
        min_length=5,
        max_length=5,
    )
    mandated_share: float = param(
        0.15,
        "share of arrivals who cannot leave, beside the mandated domains",
        ge=0,
        le=1,
        sweep=(0, 0.4),
        source="equation 2.5",
    )
    patience_scale: float = param(
        1.0,
        "multiplies every patience; 0 means nobody gives up",
        ge=0,
        sweep=(0.6, 2.3),
        source="evidence 2A (patience)",
    )
    duration: Literal["lognormal", "gamma", "exponential"] = param(
        "lognormal", "distribution of case lengths", source="evidence 2E.2"
    )
    open_cases: float = param(
        0.9,
        "cases open on day 0, as a share of the slots of all templates at full staff",
        ge=0,
        le=2,
        sweep=(0.6, 1.1),
        source="equation 2.6",
    )
    survey_bias: float = param(
        -0.03,
        "mean error of the needs survey (of the logarithm)",
        ge=-1,
        le=1,
        sweep=(-0.2, 0.2),
        source="equation 13.2",
    )
    survey_sd: float = param(
        0.25,
        "spread of the error of the needs survey (sd of the logarithm)",
        ge=0,
        le=2,
        sweep=(0, 0.5),
        source="equation 13.2",
    )
    consultation: float = param(
        1.0,
        "what is left of that spread where the public is consulted or needs are shown at a fair",
        ge=0,
        le=1,
        sweep=(0.3, 1),
        source="facts M67, M70",
    )
    choice: Choice = param(Choice, "how recipients choose among contracts with a free place", source="facts A19, A29")
    extra: tuple[ExtraRecipient, ...] = param((), "recipients added by hand, for minimally different worlds")


class ExtraRecipient(Table):
    """One recipient added to a cell."""

    district: str = param(..., "district of the cell")
    domain: str = param(..., "domain of the cell")
    day: float = param(..., "day of arrival, counted from the opening of the city", unit="day", ge=0)


class Reevaluation(Table):
    """Finance evaluates again what buyers have assessed, and what it finds decides on the budget of the next year."""

    line: float = param(
        0.0,
        "mean score of the year, as finance reads it, below which the next budget is cut; 0: finance does not look",
        unit="points",
        ge=0,
        le=100,
        sweep=(0, 85),
        source="facts A29, P15 (财政再评价): not stated",
    )
    sd: float = param(
        1.0,
        "spread of what finance misreads",
        unit="points",
        ge=0,
        le=30,
        sweep=(0, 3),
        source="facts A29: not stated",
    )
    cut: float = param(
        0.1, "share by which it is cut", ge=0, le=1, sweep=(0.05, 0.2), source="facts A29, R82: not stated"
    )


class CityBudget(Table):
    """The buyer's money."""

    coverage: float = param(
        0.8,
        "yearly budget as a share of the ceilings of all templates",
        gt=0,
        le=2,
        sweep=(0.6, 1.0),
        source="equation 13.4",
    )
    amount: float | None = param(None, "yearly budget; replaces `coverage` where given", unit="yuan", ge=0, le=10**13)
    by_year: tuple[float, ...] = param(
        (),
        "budget of year 1, 2, …; the last value stays; replaces `amount` and `growth` where given",
        unit="yuan",
        source="facts M93 (campaigns)",
    )
    growth: float = param(
        0.0,
        "growth of the budget a year",
        unit="1/year",
        gt=-1,
        lt=1,
        sweep=(-0.10, 0.10),
        source="evidence 2A (0.03 from 2022)",
    )
    sources: dict[str, float] = param(
        {"fiscal": 0.8, "lottery": 0.2},
        "shares of the budget by source; every commitment draws on them in proportion, unless they are kept apart",
    )
    earmarked: bool = param(
        False,
        "sources are kept apart: each pays only what its envelope and the templates' `sources` let it pay",
        source="facts R19, R52",
    )
    envelopes: dict[str, Envelope] = param({}, "what each source may pay, by source; one not named pays anything")
    maturity: Maturity = param(Maturity, "the review that moves a pilot to the ordinary budget")
    reevaluation: Reevaluation = param(Reevaluation, "what finance makes of the scores of a year")
    wage_growth: float = param(
        0.0,
        "growth of wages and of indexed ceilings a year",
        unit="1/year",
        gt=-0.2,
        lt=0.3,
        sweep=(0, 0.09),
        source="evidence 2E.4",
    )


Demand.model_rebuild()
__all__ = ["Calendar", "City", "CityBudget", "Demand", "District", "Domain", "ExtraRecipient"]
