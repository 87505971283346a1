"""Agencies: what they are (drawn once) and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, inf

from gpss_sim import fiscal
from gpss_sim.market.contracts.guideline import guideline_wage
from gpss_sim.market.statuses import AgencyStatus
from gpss_sim.scenario.assessment import Assessment
from gpss_sim.scenario.fields import AgencyKind
from gpss_sim.scenario.rulebook import Form
from gpss_sim.scenario.schema import Scenario

POTENTIAL, ACTIVE, CLOSED, DISSOLVED = AgencyStatus


@dataclass(frozen=True, slots=True)
class Abilities:
    """What an agency can do when it opens (equations 6.1, 6.2).

    Parameters
    ----------
    scale : int [persons]
        Workers it can field.
    theta : float
        Least staff needed per unit of output where it decides on staffing; 1 is the reference.
    capability : float [points]
        Shift of the quality index.
    certified_share : float
        Share of certified social workers among the workers it can field.
    slack : float
        Staff above the least needed per unit of output, as a share of it.
    """

    scale: int
    theta: float
    capability: float
    certified_share: float
    slack: float = 0.0

    @property
    def certified(self) -> int:
        """Certified social workers it can field [persons]."""
        return floor(self.scale * self.certified_share + 1e-9)


@dataclass(frozen=True, slots=True)
class Motives:
    """What quality is worth to an agency, and what effort costs it (equation 6.3).

    Parameters
    ----------
    mission : float [1/point]
        Worth of one quality point to itself, as a share of the price.
    effort_cost : float [1/point²]
        Half of it times effort squared is the cost of effort, as a share of the price.
    """

    mission: float
    effort_cost: float


@dataclass(frozen=True, slots=True)
class LegalStanding:
    """What an agency is before the law.

    Parameters
    ----------
    registered : float [day]
        Day of its registration; before day 0 for those that are old.
    governed : bool
        Sound governance: own accounts, taxes and social insurance paid.
    hosted : bool
        It is not registered; public money reaches it through a fiscal host.
    recorded : bool
        A recorded community group without legal personality, which may take small projects.
    """

    registered: float
    governed: bool
    hosted: bool
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What an agency is, the same under every rule.

    Parameters
    ----------
    key : str
        Name under which its luck is drawn; also its identifier.
    kind : str
        ``independent``, ``dependent`` or ``department``.
    home : int
        Home district; -1 for the whole city.
    domains : tuple of int
        Domains it works in.
    abilities : Abilities
        What it can do.
    motives : Motives
        What quality is worth to it, and what effort costs it.
    standing : LegalStanding
        What it is before the law.
    wage : float
        Wage policy relative to the market wage.
    founded : float [day]
        Day on which it opens.
    newcomer : bool
        It may enter after the first day; the entry rule decides.
    sort : str
        What families see in it, such as a neighbour; empty: an organization.
    """

    key: str
    kind: AgencyKind
    home: int
    domains: tuple[int, ...]
    abilities: Abilities
    motives: Motives
    standing: LegalStanding
    wage: float
    founded: float
    newcomer: bool = False
    sort: str = ""


@dataclass(slots=True)
class Experience:
    """What an agency has been through.

    Parameters
    ----------
    years : int
        Contract years served.
    skill : float [points]
        Capability gained.
    breaches : int
        Breaches suffered.
    ease : float
        Factor on the staff needed per unit of output, by learning.
    score : float or None [points]
        Latest assessment.
    offended : float [day]
        When it was last barred for misconduct.
    """

    years: int = 0
    skill: float = 0.0
    breaches: int = 0
    ease: float = 1.0
    score: float | None = None
    offended: float = -inf


@dataclass(slots=True)
class Agency:
    """What becomes of an agency; its cash is the balance of its account."""

    id: int
    profile: Profile
    status: AgencyStatus = POTENTIAL
    record: float | None = None
    barred_until: float = 0.0
    posts: float = 0
    contracts: list[int] = field(default_factory=list)
    invoices: list[tuple[float, float, int]] = field(default_factory=list)
    months_below: int = 0
    last_contract: float = 0.0
    experience: Experience = field(default_factory=Experience)

    @property
    def theta(self) -> float:
        """Staff it uses per unit of output now, slack included; 1 is the reference."""
        born = self.profile.abilities
        return born.theta * (1 + born.slack) * self.experience.ease

    @property
    def capability(self) -> float:
        """Shift of the quality index now: what it was born with and what it has gained [points]."""
        return self.profile.abilities.capability + self.experience.skill

    @property
    def account(self) -> str:
        """Name of its cash account."""
        return f"agency:{self.profile.key}"

    def learn(self, score: float, rules: Assessment, newcomer_record: float) -> None:
        """Take a score into the credit record: exponential mean, diluted by the contracts held (equation 11.2)."""
        self.experience.score = score
        old = newcomer_record if self.record is None else self.record
        self.record = old + self.weight(rules) * (score - old)

    def bar(self, now: float, years: float) -> None:
        """Bar it from new contracts for misconduct."""
        self.experience.offended = now
        self.barred_until = now + fiscal.YEAR * years

    def weight(self, rules: Assessment) -> float:
        """Weight of the next score in the record."""
        return rules.record_weight / (1 + rules.record_dilution * min(len(self.contracts), 4))

    def late_share(self, now: float) -> float:
        """Share of the money due in the last quarter that has not arrived."""
        since = now - fiscal.months(3)
        self.invoices = [invoice for invoice in self.invoices if invoice[0] > since or invoice[1] > now]
        due = unpaid = 0
        for day, paid, amount in self.invoices:
            if since < day <= now:
                due += amount
                unpaid += amount if paid > now else 0
        return unpaid / due if due else 0.0


def wage_of(scenario: Scenario, form: Form, profile: Profile, year: int) -> float:
    """What a seller pays under a form, relative to the market: its own policy or the contract's wage.

    The department's own staff is paid `rules.in_house_wage` times that.
    """
    usual = profile.wage if form.staffing == "by_agency" else guideline_wage(scenario, form, year)
    return usual * (scenario.rules.in_house_wage if profile.kind == "department" else 1.0)
