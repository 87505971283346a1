"""The rules: modes, funding forms, methods, award, negotiation, renewal. Names are data, never code.

A purchase mode or a funding form is nothing but its bundle of rules; the model reads the bundle and
never the name it stands under.
"""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.breach import Breach
from gpss_sim.scenario.fields import AgencyKind, Table, param

RULEBOOK = "rulebook"
"""Procedure of a mode that leaves the method to `rules.thresholds`."""


class Mode(Table):
    """One purchase mode: who may sell, how the price forms, by which steps, who watches, what follows."""

    seller: str = param(..., "seller rule: who may sell")
    price: str = param(..., "price rule: how the price forms")
    procedure: str = param(..., "a method of `rules.methods`, or 'rulebook' to choose by `rules.thresholds`")
    raters: int = param(3, "raters of an assessment", unit="persons", ge=1, le=30, sweep=(1, 7), source="evidence 2E.7")
    evaluator: str = param(
        "", "who assesses: one of `assessment.evaluators`; empty: the raters of the mode", source="facts R79, R80"
    )
    renewal: str = param("best_alternative", "renewal rule at the end of a term")
    bars: bool = param(True, "a very bad score bars the agency from new contracts", source="facts R73")


class Form(Table):
    """One funding form: what is bought and who decides on staffing."""

    staffing: Literal["by_contract", "by_agency"] = param(
        ..., "head count and wage fixed by the contract (posts), or left to the agency (a package)"
    )
    fixed_price: bool = param(..., "the guideline price is paid whatever is bid: competition is on quality only")
    volume_risk: bool = param(False, "volume and outcome targets enter the assessment")
    host_time: float = param(
        0.0,
        "share of working time the host unit diverts, beside `delivery.admin_time` (buyer and host differ)",
        ge=0,
        lt=1,
        sweep=(0, 0.45),
        source="facts A14, A16; evidence 2E.3",
    )


class Method(Table):
    """One procurement method: its days, its minimum of bidders, its costs, and what follows failure."""

    days: float = param(..., "usual days from start to contract", unit="days", ge=0)
    days_low: float | None = param(None, "shortest duration; the usual one if left out", unit="days", ge=0)
    days_high: float | None = param(None, "longest duration; the usual one if left out", unit="days", ge=0)
    min_bidders: int = param(1, "fewer valid bids make the procedure fail", unit="bidders", ge=1, le=10)
    invited: int | None = param(None, "number invited, by record; empty: everybody eligible may offer", ge=1)
    buyer_cost: float = param(0, "the buyer's cost of one attempt", unit="yuan", ge=0)
    bid_cost: float = param(0, "a bidder's cost of one offer", unit="share of ceiling", ge=0, le=0.5)
    repeats: int = param(0, "how often a failed procedure is repeated", ge=0, le=5)
    repeat_days: float = param(30, "days a repetition takes", unit="days", ge=0)
    on_failure: str | None = param(None, "method used after the last failure; empty: the project lapses this year")


class Threshold(Table):
    """Amounts up to `upto` yuan (that value included) are bought by `method`."""

    upto: float = param(
        ..., "largest ceiling bought this way; inf for the last row", unit="yuan", gt=0, allow_inf_nan=True
    )
    method: str = param(..., "method")


class Award(Table):
    """How offers are scored: price points by the lowest price, quality points by record and written offer."""

    rule: str = param("comprehensive", "award rule: how the winner is found among the offers", source="facts B4")
    price_weight: float = param(
        0.15, "weight of price in the score", ge=0, le=1, label="R", source="evidence 2B (10–30 %)", sweep=(0.1, 0.3)
    )
    record_weight: float = param(
        0.5,
        "weight of the credit record in the quality score; the rest is the written offer",
        ge=0,
        le=1,
        sweep=(0, 0.7),
    )
    incumbency: float = param(
        2.0,
        "points added for the agency that holds the contract",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 5),
        source="evidence 2E.6",
    )
    bidding: str = param("best_response", "bid rule: how much agencies ask")


class Negotiation(Table):
    """How a bargained price forms."""

    rule: Literal["nash", "tioli"] = param(
        "nash", "Nash bargaining, or the buyer's take-it-or-leave-it offer", source="evidence T5"
    )
    alpha: float = param(0.5, "bargaining weight of the agency", ge=0, le=1, sweep=(0, 1), source="model_equations §5")


class Eligibility(Table):
    """Who may sell at all, where the seller rule asks for it."""

    min_scale: int = param(
        3,
        "fewest certified workers an agency must be able to field",
        unit="persons",
        ge=0,
        label="F",
        source="facts R20, R21 (3 in Suzhou, 8 in Wuhan)",
        sweep=(3, 8),
    )
    kinds: tuple[AgencyKind, ...] = param(("independent",), "kinds of agency admitted")


class Overlay(Table):
    """An assumed (label A) difference that applies only under a mode or form; off unless switched on."""

    mode: str | None = param(None, "only under this mode; empty: any")
    form: str | None = param(None, "only under this form; empty: any")
    set: dict[str, bool | int | float | str] = param(..., "values set while it is on, by field path")
    why: str = param(..., "reason and source", min_length=1)


class Rules(Table):
    """The rulebook of the city and the choice made in it."""

    mode: str = param(..., "mode in force")
    form: str = param(..., "funding form in force")
    modes: dict[str, Mode] = param(..., "purchase modes by name")
    forms: dict[str, Form] = param(..., "funding forms by name")
    methods: dict[str, Method] = param(..., "procurement methods by name")
    thresholds: tuple[Threshold, ...] = param(..., "method by amount, smallest first", min_length=1)
    award: Award = param(Award, "scoring of offers")
    negotiation: Negotiation = param(Negotiation, "bargained prices")
    eligibility: Eligibility = param(Eligibility, "admission")
    selection: str = param("urgency-first", "how projects are drawn from the library", source="facts B5")
    breach: Breach = param(Breach, "one-sided change of running contracts", source="facts M47, M48")
    ceiling: float = param(1.0, "published ceiling as a share of the reference cost", gt=0, le=2)
    term: int = param(
        3, "longest term of a contract", unit="years", ge=1, le=30, label="R", source="evidence 2B (MOF Order 102)"
    )
    switching_cost: float = param(
        4.0,
        "by how many points the best alternative must beat the incumbent before the buyer switches",
        unit="points",
        ge=0,
        sweep=(0, 10),
        source="model_equations §6",
    )
    overlays: tuple[str, ...] = param((), "overlays switched on")
    overlay: dict[str, Overlay] = param({}, "overlays that may be switched on, by name")
