"""The state of one simulated city: what every part of the market reads and writes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from simpy import Environment

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.admission import Case, admitted, asked, preferred
from gpss_sim.market.agencies.agency import ACTIVE, Agency
from gpss_sim.market.agencies.beliefs import Beliefs
from gpss_sim.market.contracts.contract import Contract, Project
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.library.proposal import ProjectLibrary
from gpss_sim.market.luck import Luck
from gpss_sim.market.policies import MISSING_RECORDS
from gpss_sim.market.policies.choices import Option
from gpss_sim.market.recipients.queues import Queues, Service
from gpss_sim.market.record import Record
from gpss_sim.market.rulebook.panel import record_reliability
from gpss_sim.market.treasury.purse import Purse
from gpss_sim.scenario.eligibility import Eligibility
from gpss_sim.scenario.schema import Scenario


@dataclass(slots=True)
class State:
    """One city in the middle of its life."""

    env: Environment
    scenario: Scenario
    luck: Luck
    ledger: Ledger
    record: Record
    queues: Queues
    projects: list[Project]
    agencies: list[Agency]
    reachable: list[list[int]]
    posts_within_reach: list[int]
    beliefs: Beliefs
    purse: Purse
    library: ProjectLibrary = field(default_factory=ProjectLibrary)
    contracts: list[Contract] = field(default_factory=list)
    preferred: frozenset[int] | None = None
    mean_score: float = 80.0
    scores_this_year: list[float] = field(default_factory=list)
    changed_this_year: int = 0
    on_vacancy: Callable[[Project, dict[str, int], int], None] = lambda project, released, year: None
    _conditions: tuple[Callable[[Case, Eligibility], bool], ...] = field(init=False)

    def __post_init__(self) -> None:
        self._conditions = asked(self.scenario.rules.eligibility)

    @property
    def now(self) -> float:
        """Day [day]."""
        return self.env.now

    @property
    def year(self) -> int:
        """Fiscal year."""
        return fiscal.year_of(self.env.now)

    def promise_of(self, agency: int) -> float:
        """Quality that the written offer of an agency shows [points]."""
        seller = self.agencies[agency]
        drive = seller.profile.mission / seller.profile.effort_cost
        return self.scenario.delivery.quality_base + seller.capability + drive

    def newcomer_record(self, agency: int) -> float:
        """What stands for the missing record of an agency [points]: an explicit rule of the scenario."""
        rules = self.scenario.assessment
        stand_in = MISSING_RECORDS[rules.missing_record]()
        return stand_in.stands(self.mean_score, rules.pass_line, self.promise_of(agency))

    def record_of(self, agency: int) -> float:
        """Credit record of an agency, or what stands for it [points]."""
        record = self.agencies[agency].record
        return self.newcomer_record(agency) if record is None else record

    def eligible(self, project: int) -> list[int]:
        """Agencies admitted to a project: in reach, by the rules of admission, with spare capacity."""
        target = self.projects[project]
        posts = target.template.posts * target.part
        members = self.scenario.rules.consortium.members
        posts = posts if members == 1 else posts / members
        held, agencies = target.held, self.agencies
        too_large = self._too_large_for_recorded(target)
        found = []
        for index in self.reachable[project]:
            member = agencies[index]
            if member.profile.scale - member.posts + held.get(index, 0.0) >= posts and self.admits(index):
                if too_large and member.profile.recorded:
                    continue
                found.append(index)
        return found

    def _too_large_for_recorded(self, project: Project) -> bool:
        """Whether a project is above what recorded groups may take, where there are any."""
        rules = self.scenario.agencies.registration
        if not rules.recorded:
            return False
        return project.ceiling(self.scenario, self.year) > money.to_fen(rules.recorded_limit)

    def suppliers(self, project: int) -> int:
        """Agencies admitted to a project, whatever they are busy with now [agencies]."""
        return sum(self.admits(index) for index in self.reachable[project])

    def spare(self, agency: int, project: Project) -> float:
        """Posts an agency could take of a project, those it holds of it included [posts]."""
        return self._spare(agency, project.held)

    def _spare(self, agency: int, held: Mapping[int, float]) -> float:
        member = self.agencies[agency]
        return member.profile.scale - member.posts + held.get(agency, 0.0)

    def admits(self, agency: int) -> bool:
        """Whether the rules of admission let an agency sell now."""
        scenario = self.scenario
        rules = scenario.rules.eligibility
        listed = self.preferred is None or rules.preferred_advice is not None or agency in self.preferred
        record = partial(self.record_of, agency)
        case = Case(self.agencies[agency], self.env.now, record, scenario.assessment.pass_line, listed)
        return admitted(case, rules, self._conditions)

    def list_preferred(self) -> None:
        """The registrar draws up the preferred list of the year, where the rules ask for one."""
        share = self.scenario.rules.eligibility.preferred_share
        if share < 1:
            records = [self.record_of(agency.id) for agency in self.agencies]
            self.preferred = preferred(self.agencies, records, share)

    def seen(self, contract: Service, district: int) -> Option:
        """What a recipient of a district sees of a contract with a free place."""
        record, profile = self.record_of(contract.agency), self.agencies[contract.agency].profile
        close = self.scenario.demand.choice.closeness.get(profile.sort, 0.0)
        return Option(contract.slots - contract.busy, record, profile.home in (-1, district), close)

    def believed(self, record: float) -> float:
        """Quality that is believed of an agency of some record: shrunk towards the mean, as records err [points]."""
        return self.mean_score + record_reliability(self.scenario) * (record - self.mean_score)

    def best_alternative(self, project: int, incumbent: int) -> tuple[float | None, int]:
        """Best quality believed of an agency that could take over a project, and how many could."""
        others = [self.record_of(agency) for agency in self.eligible(project) if agency != incumbent]
        return (self.believed(max(others)), len(others)) if others else (None, 0)


@dataclass(slots=True)
class BuyerRoll:
    """The roll of agencies as a seller rule may look at it (the protocol ``Roll``)."""

    state: State
    own: dict[tuple[str, int], int]
    declined: dict[int, set[int]] = field(default_factory=dict)

    def department(self, project: int) -> int | None:
        """The department's unit for a project, as long as it has the staff."""
        own = self.own.get(("department", project))
        return own if own is not None and self._fields(own, project) else None

    def dependent(self, project: int) -> int | None:
        """The agency the buyer founded for a project, as long as it is open and has the staff."""
        own = self.own.get(("dependent", project))
        open_now = own is not None and self.state.agencies[own].status == ACTIVE
        return own if own is not None and open_now and self._fields(own, project) else None

    def _fields(self, agency: int, project: int) -> bool:
        """Whether an agency has workers to spare for what a project asks of one seller."""
        target = self.state.projects[project]
        return self.state.spare(agency, target) >= target.template.posts * target.part

    def named(self, project: int) -> int | None:
        """The agency a project is commissioned from, while it works and is not barred."""
        named = self.own.get(("named", project))
        working = named is not None and self.state.agencies[named].status == ACTIVE
        return named if working and self.state.agencies[named or 0].barred_until <= self.state.now else None

    def lot(self, agency: int, project: int) -> float:
        """Lottery number of an agency in this year's draw of suppliers for a project."""
        return self.state.luck.invitation(self.state.agencies[agency].profile.key, project, self.state.year)

    def known(self, agency: int, project: int) -> tuple[bool, int]:
        """Whether it holds the project, and how many contracts it holds."""
        return agency in self.state.projects[project].incumbents, len(self.state.agencies[agency].contracts)

    def eligible(self, project: int) -> list[int]:
        """Agencies admitted to a project."""
        return self.state.eligible(project)

    def willing(self, project: int) -> list[int]:
        """Agencies admitted to a project that have not turned this purchase down; all of them once none is left."""
        admitted, declined = self.eligible(project), self.declined.get(project, ())
        return [agency for agency in admitted if agency not in declined] or admitted

    def ask_anew(self, project: int) -> None:
        """A purchase begins: nobody has turned it down."""
        self.declined.pop(project, None)

    def note_declined(self, project: int, asked: Iterable[int], offering: Container[int]) -> None:
        """Remember who was asked and made no offer."""
        self.declined.setdefault(project, set()).update(agency for agency in asked if agency not in offering)

    def standing(self, agency: int, project: int) -> float:
        """Record; raised by the cost of switching for incumbents, by the advice of a preferred list for those on it."""
        rules = self.state.scenario.rules
        bonus = rules.switching_cost if agency in self.state.projects[project].incumbents else 0.0
        if self.state.preferred is not None and agency in self.state.preferred:
            bonus += rules.eligibility.preferred_advice or 0.0
        return self.state.record_of(agency) + bonus
