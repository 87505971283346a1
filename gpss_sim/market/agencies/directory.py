"""The directory of agencies: what is known of each, who is admitted to what, who has workers to spare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from simpy import Environment

from gpss_sim import fiscal, money
from gpss_sim.market.agencies.admission import LASTING, AdmissionRequest, admitted, asked, preferred
from gpss_sim.market.agencies.agency import ACTIVE, Agency
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.policies import MISSING_RECORDS
from gpss_sim.market.policies.choices import Option
from gpss_sim.market.recipients.queues import Service
from gpss_sim.market.rulebook.panel import record_reliability
from gpss_sim.scenario.eligibility import Eligibility
from gpss_sim.scenario.schema import Scenario


@dataclass(slots=True)
class Directory:
    """Everybody who may sell, as rules and buyers look at them.

    Parameters
    ----------
    env : Environment
        The clock.
    scenario : Scenario
    projects : list of Project
    agencies : list of Agency
    reachable : list of list of int
        For each project the agencies of admitted kinds that can work there.
    mean_score : float [points]
        Mean score of the year before; stands for missing records.
    scores_this_year : list of float [points]
        Scores given in the year that runs.
    preferred : frozenset of int or None
        The registrar's list of the year; None where there is none.
    """

    env: Environment
    scenario: Scenario
    projects: list[CityProject]
    agencies: list[Agency]
    reachable: list[list[int]]
    mean_score: float
    scores_this_year: list[float] = field(default_factory=list)
    preferred: frozenset[int] | None = None
    _conditions: tuple[Callable[[AdmissionRequest, Eligibility], bool], ...] = field(init=False)
    _able: dict[int, list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        rules = asked(self.scenario.rules.eligibility)
        self._conditions = tuple(rule for rule in rules if rule not in LASTING)

    def promise_of(self, agency: int) -> float:
        """Quality that the written offer of an agency shows [points]."""
        seller = self.agencies[agency]
        drive = seller.profile.motives.mission / seller.profile.motives.effort_cost
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
        held, agencies, admits = target.letting.held, self.agencies, self._admitting()
        too_large = self._too_large_for_recorded(target)
        found = []
        for index in self._able_to_sell(project):
            member = agencies[index]
            if member.status != ACTIVE:  # as `is_open` says; half of them are not founded yet
                continue
            if member.profile.abilities.scale - member.posts + held.get(index, 0.0) >= posts and admits(member):
                if too_large and member.profile.standing.recorded:
                    continue
                found.append(index)
        return found

    def _able_to_sell(self, project: int) -> list[int]:
        """Agencies in reach of a project that no lasting rule refuses."""
        able = self._able.get(project)
        if able is None:
            able = self._able[project] = [index for index in self.reachable[project] if self._is_able(index)]
        return able

    def _is_able(self, agency: int) -> bool:
        rules, case = self.scenario.rules.eligibility, self._request(self.agencies[agency], self.env.now)
        return all(rule(case, rules) for rule in LASTING)

    def _too_large_for_recorded(self, project: CityProject) -> bool:
        """Whether a project is above what recorded groups may take, where there are any."""
        rules = self.scenario.agencies.registration
        if not rules.recorded:
            return False
        return project.ceiling(self.scenario, fiscal.year_of(self.env.now)) > money.to_fen(rules.recorded_limit)

    def suppliers(self, project: int) -> int:
        """Agencies admitted to a project, whatever they are busy with now [agencies]."""
        admits, agencies = self._admitting(), self.agencies
        return sum(admits(agencies[index]) for index in self._able_to_sell(project))

    def spare(self, agency: int, project: CityProject) -> float:
        """Posts an agency could take of a project, those it holds of it included [posts]."""
        return self._spare(agency, project.letting.held)

    def _spare(self, agency: int, held: Mapping[int, float]) -> float:
        member = self.agencies[agency]
        return member.profile.abilities.scale - member.posts + held.get(agency, 0.0)

    def admits(self, agency: int) -> bool:
        """Whether the rules of admission let an agency sell now."""
        return self._is_able(agency) and self._admitting()(self.agencies[agency])

    def _admitting(self) -> Callable[[Agency], bool]:
        """Tells whether the rules whose answer may change let an agency sell now."""
        rules, conditions, now, request = self.scenario.rules.eligibility, self._conditions, self.env.now, self._request
        return lambda member: admitted(request(member, now), rules, conditions)

    def _request(self, member: Agency, now: float) -> AdmissionRequest:
        listed = self.preferred is None or member.id in self.preferred
        if not listed:
            listed = self.scenario.rules.eligibility.preferred_advice is not None
        return AdmissionRequest(
            member, now, partial(self.record_of, member.id), self.scenario.assessment.pass_line, listed
        )

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

    def close_year(self) -> None:
        """This year's mean score stands for missing records in the next."""
        if self.scores_this_year:
            self.mean_score = sum(self.scores_this_year) / len(self.scores_this_year)
            self.scores_this_year = []
