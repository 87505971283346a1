"""The rules: modes, funding forms, methods, award, negotiation, renewal. Names are data, never code.

A purchase mode or a funding form is its bundle of rules; the model never reads the name it stands under.
"""

from __future__ import annotations

from typing import Literal

from gpss_sim.allocation.problem.rules import Rules as AllocationRules
from gpss_sim.fiscal import YEAR
from gpss_sim.scenario.award import Award, Negotiation
from gpss_sim.scenario.breach import Breach
from gpss_sim.scenario.channels import Channel, Circumstance
from gpss_sim.scenario.consortium import Consortium
from gpss_sim.scenario.eligibility import Eligibility
from gpss_sim.scenario.fields import Table, param
from gpss_sim.scenario.form import Form
from gpss_sim.scenario.library import LibraryRules
from gpss_sim.scenario.method import Method
from gpss_sim.scenario.roles import BuyingBody, Challenge
from gpss_sim.scenario.voucher import Voucher

RULEBOOK = "rulebook"
"""Procedure of a mode that leaves the method to `rules.thresholds`."""
Boundary = Literal["below", "above"]
"""Whether an amount equal to a limit belongs to the row below the limit, or to the row above it."""


class Mode(Table):
    """One purchase mode: who may sell, how the price forms, by which steps, who watches, what follows."""

    seller: str = param(..., "seller rule: who may sell")
    price: str = param(..., "price rule: how the price forms")
    procedure: str = param(..., "a method of `rules.methods`, or 'rulebook' to choose by `rules.thresholds`")
    raters: int = param(3, "raters of an assessment", unit="persons", ge=1, le=30, sweep=(1, 7), source="evidence 2E.7")
    transparency: float = param(
        0.5,
        "how openly awards and money are handled; counts only where `market.leakage` is switched on",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="facts M03, M73",
    )
    admits: int = param(
        1,
        "agencies admitted to serve one project side by side, in equal shares of its staff and money",
        unit="agencies",
        ge=1,
        le=20,
        source="facts A29 (several)",
    )
    one_of_each: bool = param(
        False,
        "those admitted side by side are the best of each sort of agency first; see `agencies.listed`",
        source="facts R83, A35",
    )
    evaluator: str = param(
        "", "who assesses: one of `assessment.evaluators`; empty: the raters of the mode", source="facts R79, R80"
    )
    renewal: str = param("best_alternative", "renewal rule at the end of a term")
    bars: bool = param(True, "a very bad score bars the agency from new contracts", source="facts R73")
    award: str | None = param(None, "award rule of this mode; empty: `rules.award.rule`", source="facts R38")
    price_weight: float | None = param(
        None, "weight of price under this mode; empty: `rules.award.price_weight`", ge=0, le=1, source="facts R38"
    )
    record_weight: float | None = param(
        None, "weight of the record under this mode; empty: `rules.award.record_weight`", ge=0, le=1
    )
    public_share: float = param(
        1.0,
        "largest share of a project's cost that public money pays; fees, gifts or own funds pay the rest",
        gt=0,
        le=1,
        sweep=(0.2, 1),
        source="facts R65; evidence 2A (own funds)",
    )
    matching: float = param(
        0.0,
        "private money that comes on top of each yuan of public money, and buys as much more service",
        unit="yuan/yuan",
        ge=0,
        le=5,
        sweep=(0, 1),
        source="facts F051, M92",
    )
    regrant_fee: float = param(
        0.0,
        "share of each payment that a foundation keeps, through which the money is granted on",
        unit="share of payment",
        ge=0,
        le=0.5,
        sweep=(0, 0.1),
        source="facts A8 (city charity foundation, culture foundation)",
    )
    regrant_days: float = param(
        0.0,
        "days for which each payment rests with that foundation",
        unit="days",
        ge=0,
        le=YEAR,
        sweep=(0, 60),
        source="facts A8: not stated",
    )
    cut: float = param(
        0.0, "share of a request that the panel cuts, under the price rule 'request'", ge=0, lt=1, source="evidence 2A"
    )
    proposal_sd: float = param(
        0.0,
        "spread of agencies' own ideas for a project: points of quality, offered and delivered",
        unit="points",
        ge=0,
        le=20,
        sweep=(0, 8),
        source="facts R38",
    )


class Threshold(Table):
    """Amounts up to `upto` yuan are bought by `method`; `rules.boundary` says where `upto` itself belongs."""

    upto: float = param(
        ..., "largest ceiling bought this way; inf for the last row", unit="yuan", gt=0, allow_inf_nan=True
    )
    method: str = param(..., "method")
    boundary: Boundary | None = param(
        None, "where an amount equal to this limit belongs; empty: as `rules.boundary` says", source="facts X17"
    )


class Overlay(Table):
    """An assumed (label A) difference that applies only under a mode or form; off unless switched on."""

    mode: str | None = param(None, "only under this mode; empty: any")
    form: str | None = param(None, "only under this form; empty: any")
    set: dict[str, bool | int | float | str | tuple[float, ...]] = param(
        ..., "values set while it is on, by field path"
    )
    why: str = param(..., "reason and source", min_length=1)


class Rulebook(Table):
    """The rulebook of the city and the choice made in it."""

    mode: str = param(..., "mode in force")
    form: str = param(..., "funding form in force")
    modes: dict[str, Mode] = param(..., "purchase modes by name")
    forms: dict[str, Form] = param(..., "funding forms by name")
    methods: dict[str, Method] = param(..., "procurement methods by name")
    thresholds: tuple[Threshold, ...] = param(..., "method by amount, smallest first", min_length=1)
    boundary: Boundary = param(
        "below",
        "an amount equal to a limit belongs to the row below the limit, or to the row above it",
        source="facts G45, X17",
    )
    channels: tuple[Channel, ...] = param((), "mode, form or method by project; the first row that matches decides")
    circumstances: dict[str, Circumstance] = param({}, "method by circumstance, by the name templates give it")
    sole_supplier: str | None = param(
        None, "method used where exactly one agency is eligible; empty: as for any number", source="facts R12"
    )
    attempts: int | None = param(
        None,
        "attempts at a project in a year, whatever the method: a chain of methods that ends sooner goes on with its "
        "last one, a longer chain is cut; empty: as the methods' own repeats and fallbacks say",
        unit="attempts",
        ge=1,
        le=20,
        sweep=(1, 6),
        source="evidence 2B (Order 87 art. 43)",
    )
    committee: dict[str, float] = param(
        {}, "days each department takes to approve a purchase, by department", unit="days", source="facts A9, A10, M74"
    )
    committee_joint: bool = param(
        False, "the departments sit together: the slowest counts; otherwise one after another", source="facts M74"
    )
    buyers: dict[str, BuyingBody] = param({}, "several buyers by name; templates name theirs", source="facts A8, E4")
    challenge: Challenge = param(Challenge, "challenge of an award, and complaint about the answer")
    award: Award = param(Award, "scoring of offers")
    negotiation: Negotiation = param(Negotiation, "bargained prices")
    eligibility: Eligibility = param(Eligibility, "admission")
    selection: str = param("urgency-first", "how projects are drawn from the library", source="facts B5")
    library: LibraryRules = param(LibraryRules, "how the library ranks what it holds")
    allocation: AllocationRules | None = param(
        None,
        "rules of the budget decision, the tables of a file of `--rules`; empty: money alone limits what is bought",
    )
    consortium: Consortium = param(Consortium, "agencies that stand together", source="facts A23")
    voucher: Voucher = param(Voucher, "value and redemption of vouchers", source="facts A29")
    breach: Breach = param(Breach, "one-sided change of running contracts", source="facts M47, M48")
    showy: float = param(
        0.0,
        "officials' taste for projects that show: effect of `visibility` on the logarithm of need as they see it",
        ge=0,
        le=5,
        sweep=(0, 2),
        source="facts M64",
    )
    will_sd: float = param(
        0.0,
        "spread that a leader's will adds to the logarithm of need as officials see it",
        ge=0,
        le=3,
        sweep=(0, 1),
        source="facts M65",
    )
    remote_share: float = param(
        0.0,
        "share of each year's money that is decided among remote districts alone, before the rest",
        ge=0,
        le=1,
        sweep=(0, 0.4),
        source="facts M29, G50",
    )
    ceiling: float = param(
        1.0,
        "published ceiling as a share of the reference cost",
        gt=0,
        le=2,
        sweep=(0.95, 1.1),
        source="equation 7.1",
    )
    estimate_error: float = param(
        0.0,
        "sd of the logarithm of a project's published ceiling around its reference cost, drawn each year",
        ge=0,
        le=1,
        sweep=(0, 0.15),
        source="evidence 2F (spread of price over estimate)",
    )
    direct_cost_cap: float | None = param(
        None,
        "awards must cost less than this share of doing it in-house; empty: not asked",
        gt=0,
        le=5,
        sweep=(0.8, 1.2),
        source="facts R51",
    )
    in_house_wage: float = param(
        1.0,
        "wage of the department's own staff relative to what others pay, in its payroll and in the in-house cost",
        gt=0,
        le=3,
        sweep=(0.9, 1.5),
        source="facts G14",
    )
    term: int = param(
        3, "longest term of a contract", unit="years", ge=1, le=30, label="R", source="evidence 2B (MOF Order 102)"
    )
    switching_cost: float = param(
        4.0,
        "by how many points the best alternative must beat the incumbent before the buyer switches",
        unit="points",
        ge=0,
        sweep=(0, 10),
        source="equation 11.3",
    )
    overlays: tuple[str, ...] = param((), "overlays switched on")
    overlay: dict[str, Overlay] = param({}, "overlays that may be switched on, by name")
