"""The state of one simulated city: what every part of the market reads and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from simpy import Environment

from gpss_sim import fiscal
from gpss_sim.market.agency import ACTIVE, Agency
from gpss_sim.market.beliefs import Beliefs
from gpss_sim.market.contract import Contract, Project
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.luck import Luck
from gpss_sim.market.purse import Purse
from gpss_sim.market.recipients import Queues
from gpss_sim.market.record import Record
from gpss_sim.scenario.rulebook import Form, Mode
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
    contracts: list[Contract] = field(default_factory=list)
    mean_score: float = 80.0
    scores_this_year: list[float] = field(default_factory=list)
    on_vacancy: Callable[[Project, dict[str, int], int], None] = lambda project, released, year: None

    @property
    def now(self) -> float:
        """Day [day]."""
        return float(self.env.now)

    @property
    def year(self) -> int:
        """Fiscal year."""
        return fiscal.year_of(self.env.now)

    @property
    def mode(self) -> Mode:
        """The mode in force."""
        return self.scenario.rules.modes[self.scenario.rules.mode]

    @property
    def form(self) -> Form:
        """The funding form in force."""
        return self.scenario.rules.forms[self.scenario.rules.form]

    def newcomer_record(self) -> float:
        """What stands for a missing record [points]: an explicit rule of the scenario."""
        rules = self.scenario.assessment
        return self.mean_score if rules.missing_record == "mean" else rules.pass_line

    def record_of(self, agency: int) -> float:
        """Credit record of an agency, or what stands for it [points]."""
        record = self.agencies[agency].record
        return self.newcomer_record() if record is None else record

    def eligible(self, project: int) -> list[int]:
        """Agencies admitted to a project: active, in reach, large enough, not barred, with spare capacity."""
        now, rules = self.env.now, self.scenario.rules.eligibility
        target = self.projects[project]
        posts = target.template.posts
        found = []
        for index in self.reachable[project]:
            agency = self.agencies[index]
            if agency.status != ACTIVE or agency.barred_until > now or agency.profile.scale < rules.min_scale:
                continue
            if agency.profile.scale - agency.posts + target.held_by(index) >= posts:
                found.append(index)
        return found

    def best_alternative(self, project: int, incumbent: int) -> tuple[float | None, int]:
        """Best record among agencies that could take over a project, and how many could."""
        others = [self.record_of(agency) for agency in self.eligible(project) if agency != incumbent]
        return (max(others), len(others)) if others else (None, 0)


@dataclass(slots=True)
class BuyerRoll:
    """The roll of agencies as a seller rule may look at it (the protocol ``Roll``)."""

    state: State
    own: dict[tuple[str, int], int]

    def department(self, project: int) -> int | None:
        """The department's unit for a project."""
        return self.own.get(("department", project))

    def dependent(self, project: int) -> int | None:
        """The agency the buyer founded for a project, as long as it is open."""
        own = self.own.get(("dependent", project))
        return own if own is not None and self.state.agencies[own].status == ACTIVE else None

    def eligible(self, project: int) -> list[int]:
        """Agencies admitted to a project."""
        return self.state.eligible(project)

    def standing(self, agency: int, project: int) -> float:
        """Record; the incumbent's is raised by the cost of switching."""
        bonus = self.state.scenario.rules.switching_cost if agency in self.state.projects[project].incumbents else 0.0
        return self.state.record_of(agency) + bonus
