"""How agencies behave in the market and what they are: every number of the decision rules."""

from __future__ import annotations

from gpss_sim.scenario.fields import AgencyKind, Table, param
from gpss_sim.scenario.growth import Registration
from gpss_sim.scenario.own import INDEPENDENT, OwnSeller


class Agencies(Table):
    """The founding population and its types, drawn once and the same under every rule."""

    number: int = param(
        80,
        "independent agencies on day 0",
        unit="agencies",
        ge=0,
        le=5000,
        label="F",
        source="evidence 2A (Shenzhen 2012: about 80)",
    )
    listed: tuple[ListedAgency, ...] = param(
        (), "agencies known by name: a list of tables or a CSV file; they come first, the rest is drawn"
    )
    scale_median: float = param(
        12.0, "median of the workers an agency can field", unit="persons", gt=0, sweep=(6, 25), source="evidence 2A"
    )
    scale_sd: float = param(
        1.0, "sd of the logarithm of that number", ge=0, le=2, sweep=(0.5, 1.3), source="evidence 2A"
    )
    unlimited: bool = param(False, "agencies can take any number of contracts (theory scenarios)")
    certified_share: float = param(
        1.0,
        "usual share of certified social workers among an agency's workers",
        gt=0,
        le=1,
        sweep=(0.3, 1),
        source="facts R20, M78",
    )
    certified_sd: float = param(
        0.5,
        "sd of the logarithm of the exponent by which agencies differ from that share",
        ge=0,
        le=2,
        sweep=(0, 1),
        source="facts R20, R21",
    )
    governed: float = param(
        0.8,
        "share of agencies of sound governance",
        ge=0,
        le=1,
        sweep=(0.5, 1),
        source="facts R26",
    )
    oldest: float = param(
        10.0,
        "age of the oldest agency on day 0; ages are spread evenly",
        unit="years",
        ge=0,
        le=100,
        sweep=(2, 20),
        source="evidence 2A (agencies, national)",
    )
    theta_low: float = param(
        0.75,
        "least staff needed per unit of output (project form); 1 is the reference",
        gt=0,
        le=1.5,
        label="D",
        sweep=(0.55, 0.94),
        source="equation 6.1; evidence 2F",
    )
    theta_high: float = param(1.0, "most staff needed per unit of output", gt=0, le=2, label="D", source="equation 6.1")
    cost_exponent: float = param(
        1.0,
        "exponent k of the power family 1 − F = ((b − x) / (b − a))^k of staff needed and cost draw; below 1 low "
        "costs are rare, 1: uniform, above 1 high costs are rare",
        gt=0,
        le=10,
        label="D",
        sweep=(0.41, 1.59),
        source="evidence 2F (fitted with the spread to two to five bidders: 1.00), T1",
    )
    omega: float = param(
        0.03,
        "half-width of the cost draw of an agency for one project and year",
        ge=0,
        le=0.5,
        sweep=(0, 0.1),
        source="equation 6.1",
    )
    omega_mean: float = param(0.0, "centre of that draw", ge=-0.5, le=0.5, sweep=(-0.05, 0.05), source="equation 6.1")
    capability_sd: float = param(
        4.0, "sd of capability", unit="points", ge=0, le=20, label="D", sweep=(1, 8), source="evidence 2E.7"
    )
    mission: float = param(
        0.008,
        "mean worth of one quality point to the agency itself, as a share of the price",
        unit="1/point",
        ge=0,
        le=0.1,
        sweep=(0.002, 0.016),
        source="equation 6.2",
    )
    mission_cv: float = param(
        0.4, "coefficient of variation of that worth", ge=0, le=2, sweep=(0, 0.8), source="equation 6.2"
    )
    effort_cost: float = param(
        0.002,
        "cost of effort: half of it times effort squared, as a share of the price",
        unit="1/point²",
        gt=0,
        le=0.1,
        sweep=(0.001, 0.004),
        source="equation 6.2",
    )
    effort_cost_sd: float = param(
        0.3, "sd of the logarithm of that cost", ge=0, le=1.5, sweep=(0, 0.6), source="equation 6.2"
    )
    effort_paid: float = param(
        0.5,
        "part of the cost of effort that the agency pays (supervision, better people); its workers bear the rest",
        ge=0,
        le=1,
        sweep=(0, 1),
        source="evidence 2A (turnover, overload), T10",
    )
    offences: float = param(
        0.0,
        "chance that an independent agency is penalised by the registrar, or misses its annual inspection, in a year",
        unit="1/year",
        ge=0,
        le=1,
        sweep=(0, 0.1),
        source="facts R22, R23 (penalties and inspections; their frequency is not stated)",
    )
    domains_known: int = param(3, "domains an agency works in", ge=1, le=50, sweep=(2, 5), source="equation 6.4")
    reach: float = param(
        0.7,
        "probability that an agency can work in a given district of its domains",
        ge=0,
        le=1,
        sweep=(0.1, 0.9),
        source="equation 6.4",
    )
    wage_sd: float = param(
        0.03,
        "spread of agencies' wage policy around the market wage",
        ge=0,
        le=0.3,
        sweep=(0, 0.1),
        source="equation 6.2",
    )
    cash_months: float = param(
        2.0, "months of own payroll held on day 0", unit="months", ge=0, le=120, sweep=(0.5, 6), source="evidence 2E.9"
    )
    credit_months: float = param(
        1.0,
        "credit line in months of payroll; half for agencies under 10 workers",
        unit="months",
        ge=0,
        le=120,
        sweep=(0, 3),
        source="evidence 2E.9",
    )
    newcomer_cash: float = param(
        1.0,
        "cash that an agency founded later opens with, over that of those there on day 0",
        ge=0,
        le=2,
        sweep=(0.25, 1),
        source="evidence §3 fact 10 (sign only)",
    )
    newcomer_ties: float = param(
        1.0,
        "probability that an agency founded later can work in a district, over `reach`",
        ge=0,
        le=1,
        sweep=(0.5, 1),
        source="evidence §3 fact 10 (sign only)",
    )
    department: OwnSeller = param(OwnSeller, "what sets the department's own staff apart from independent agencies")
    dependent: OwnSeller = param(OwnSeller, "what sets agencies that the buyer founded apart from independent ones")
    registration: Registration = param(Registration, "registration and fiscal hosts", source="facts M53")

    def own(self, kind: str) -> OwnSeller:
        """What sets a kind of seller apart."""
        return {"department": self.department, "dependent": self.dependent}.get(kind, INDEPENDENT)


class ListedAgency(Table):
    """An agency known by name; empty fields are drawn like everybody's."""

    id: str = param(..., "identifier", min_length=1)
    name: str = param("", "name in English")
    name_zh: str = param("", "name in Chinese")
    kind: AgencyKind = param("independent", "who founded it")
    district: str | None = param(None, "home district")
    domains: str | None = param(None, "domains, separated by ;")
    scale: int | None = param(None, "workers it can field", unit="persons", ge=1)
    sort: str = param(
        "", "sort of provider as families see it, such as neighbour; see `demand.choice.closeness`", source="facts A35"
    )
    founded: float = param(0, "day on which it opens", unit="day")
    theta: float | None = param(
        None, "staff it needs per unit of output; 1 is the reference", gt=0, le=2, source="facts R83, A35"
    )
    capability: float | None = param(
        None, "shift of its quality index", unit="points", ge=-30, le=30, source="facts R83, A35"
    )
    wage: float | None = param(None, "what it pays relative to the market", gt=0, le=3, source="facts R83, A35")


Agencies.model_rebuild()
