"""A library that lives: projects are applied for, pass or fail, wait, age, are drawn, bought, accepted and settled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from gpss_sim import money
from gpss_sim.market.agencies.directory import Directory
from gpss_sim.market.contracts.contract import CityProject, Initiative
from gpss_sim.market.ledger import Ledger
from gpss_sim.market.library import application_gates
from gpss_sim.market.library import proposal as status
from gpss_sim.market.library.proposal import ProjectLibrary, Proposal
from gpss_sim.market.record import LibraryRow, NeedRow
from gpss_sim.market.rulebook.expert_pool import panel_error
from gpss_sim.market.setting import Setting
from gpss_sim.market.statuses import EventKind

MOST_URGENT = 5


@dataclass(frozen=True, slots=True)
class LibraryView(Setting):
    """What a library that lives looks at and touches: agencies that apply, and the cost of it to them."""

    directory: Directory
    ledger: Ledger


class LiveLibrary(ProjectLibrary):
    """Applications of one city.

    ``proposals`` holds every application ever made, in order.
    """

    def __init__(self, view: LibraryView) -> None:
        self._view = view
        self._gates = view.scenario.rules.library.gates
        self._waiting: dict[int, Proposal] = {}
        self._running: dict[int, list[Proposal]] = {}
        self._closed: set[int] = set()  # rejected, or bought once where nothing recurs
        self._late: set[int] = set()  # ready after the window closed
        self._numbers: dict[int, int] = {}
        self.proposals: list[Proposal] = []

    def holds(self, project: CityProject) -> bool:
        """Whether a project is in the library."""
        return project.index in self._waiting

    def waited(self, project: CityProject, year: int) -> int:
        """Draws that its application has waited through; -1 where it has not been applied for yet."""
        proposal = self._waiting.get(project.index)
        return -1 if proposal is None else proposal.age(year)

    def renew(self, year: int, needs: Sequence[NeedRow], continuing: Collection[int]) -> None:
        """Before a draw: expiry and withdrawal, then applications, inspection, appraisal, review of the estimate."""
        before = set(self._waiting)
        for index in sorted(self._waiting):
            self._stay_or_leave(self._waiting[index], year)
        free = [
            project
            for project in self._view.directory.projects
            if project.offered(year)
            and project.index not in continuing
            and project.index not in before  # what has just left does not come back in the same year
            and project.index not in self._closed
        ]
        for project, applicant in self._applicants(free, needs, year):
            self._apply(project, applicant, year)

    def _stay_or_leave(self, proposal: Proposal, year: int) -> None:
        rules = self._gates
        name = self._view.directory.projects[proposal.project].template.id
        if not rules.rolling or (rules.stay is not None and proposal.age(year) >= rules.stay):
            self._leave(proposal, year, status.EXPIRED)
        elif self._view.luck.withdrawal(name, year) < rules.withdrawal:
            self._leave(proposal, year, status.WITHDRAWN)

    def _leave(self, proposal: Proposal, year: int, reason: str) -> None:
        del self._waiting[proposal.project]
        self._move(proposal, reason)
        self._row(proposal, year)

    def _applicants(
        self, free: list[CityProject], needs: Sequence[NeedRow], year: int
    ) -> Iterator[tuple[CityProject, int]]:
        """Projects that are applied for, each with the agency that applies; -1 where a department or host unit does."""
        view, rules = self._view, self._gates
        residents = [district.residents for district in view.scenario.city.districts]
        own = [p for p in free if p.template.origin == "department"]
        needed = [(needs[p.index].surveyed / residents[p.district], p.index) for p in own]
        pressing = application_gates.neediest(needed, rules.need_share)
        for project in free:
            origin = project.template.origin
            rate = {"department": float(project.index in pressing), "host_unit": rules.host_rate}
            if not self._is_in_time(project, rate.get(origin, rules.agency_rate), year):
                continue
            if origin != "agency":
                yield project, -1
            elif able := view.directory.eligible(project.index):
                yield project, min(able, key=lambda agency: self._eagerness(agency, project, year))

    def _is_in_time(self, project: CityProject, rate: float, year: int) -> bool:
        """Whether somebody applies before the window closes; what was late for one draw is handed in for the next."""
        luck, name = self._view.luck, project.template.id
        if project.index in self._late:
            self._late.remove(project.index)
            return True
        if luck.application(name, year) >= rate:
            return False
        if is_late := application_gates.ready_too_late(luck.readiness(name, year), self._gates):
            self._late.add(project.index)
        return not is_late

    def _eagerness(self, agency: int, project: CityProject, year: int) -> tuple[float, int]:
        """Agencies come with ideas in the order of their lottery numbers."""
        return self._view.luck.idea_lot(self._view.directory.agencies[agency].profile.key, project.index, year), agency

    def _apply(self, project: CityProject, applicant: int, year: int) -> None:
        """One application through all its gates."""
        view, rules = self._view, self._gates
        number = self._numbers[project.index] = self._numbers.get(project.index, 0) + 1
        cost = project.estimate.unreviewed(view.scenario, project.bought, year)
        asked = application_gates.asked_for(cost, rules)
        proposal = Proposal(f"{project.template.id}/{number}", project.index, project.template.origin, applicant, asked)
        self.proposals.append(proposal)
        self._move(proposal, status.APPLIED)
        if applicant >= 0:
            agency = view.directory.agencies[applicant]
            view.ledger.move(view.now, agency.account, "offers", money.to_fen(rules.application_cost))
            proposal.idea = rules.idea_sd * view.luck.idea(agency.profile.key, project.index, year)
        self._judge(proposal, project, cost, year)

    def _judge(self, proposal: Proposal, project: CityProject, cost: int, year: int) -> None:
        view, rules, name = self._view, self._gates, project.template.id
        if view.luck.inspection(name, year) >= rules.inspection:
            self._fail(proposal, year, status.RETURNED)
            return
        self._move(proposal, status.INSPECTED)
        panel = view.scenario.rules.library
        worth = project.template.soundness
        if worth is None:
            worth = rules.soundness + rules.soundness_sd * view.luck.soundness(name)
        fresh = view.luck.appraisal_score(name, year, panel.experts)
        proposal.score = worth + proposal.idea + rules.score_sd * panel_error(view.luck, panel, fresh, name, year)
        found = application_gates.verdict(proposal.score, rules)
        if found != status.IN_LIBRARY:
            self._fail(proposal, year, found)
            return
        self._move(proposal, status.APPRAISED)
        proposal.approved = application_gates.reviewed(
            proposal.asked, cost, rules, view.luck.estimate_review(name, year)
        )
        self._move(proposal, status.REVIEWED)
        project.estimate = replace(project.estimate, approved=proposal.approved / cost)
        proposal.entered = year
        self._waiting[project.index] = proposal
        self._move(proposal, status.IN_LIBRARY)

    def _fail(self, proposal: Proposal, year: int, found: str) -> None:
        if found == status.REJECTED:
            self._closed.add(proposal.project)
        self._move(proposal, found)
        self._row(proposal, year)

    def draw(self, year: int, chosen: Sequence[CityProject], needs: Sequence[NeedRow]) -> None:
        """Note the class of every project in the draw; those chosen leave the library with their approved estimate."""
        drawn = {project.index for project in chosen}
        for index in sorted(self._waiting):
            proposal = self._waiting[index]
            proposal.urgency = needs[index].ranked
            if index in drawn:
                self._take(proposal)
            self._row(proposal, year)
        self._waiting = {index: each for index, each in self._waiting.items() if index not in drawn}

    def take(self, project: CityProject) -> None:
        """A project is drawn later in the year, from the reserve list."""
        proposal = self._waiting.pop(project.index, None)
        if proposal is not None:
            self._take(proposal)
            self._row(proposal, self._view.year)

    def _take(self, proposal: Proposal) -> None:
        """A proposal is drawn; its idea goes with the project, and its author may be asked to deliver it."""
        view, project = self._view, self._view.directory.projects[proposal.project]
        self._move(proposal, status.DRAWN)
        if not self._gates.recurring:
            self._closed.add(proposal.project)
        self._running.setdefault(proposal.project, []).append(proposal)
        is_asked = view.luck.asked(project.template.id, view.year) < self._gates.asked
        project.initiative = Initiative(proposal.idea, proposal.applicant if is_asked else -1)

    def note(self, project: CityProject, found: str) -> None:
        """The oldest proposal with the status before takes on a status; one that nobody sold returns to the library."""
        running = self._running.get(project.index, [])
        proposal = next((each for each in running if each.status in status.BEFORE[found]), None)
        if proposal is None:
            return
        self._move(proposal, found)
        if found in (status.IN_LIBRARY, status.SETTLED):
            running.remove(proposal)
        if found == status.IN_LIBRARY:
            self._waiting.setdefault(project.index, proposal)

    def assess(self, project: CityProject, passed: bool, ended: bool) -> None:
        """A proposal is accepted or not when its contract ends, or when the next one takes the contract over."""
        if ended or len(self._running.get(project.index, [])) > 1:
            self.note(project, status.ACCEPTED if passed else status.NOT_ACCEPTED)
            if not ended:
                self.note(project, status.IN_SERVICE)

    def admit(self, project: CityProject, year: int) -> None:
        """An emergency enters without the gates and is drawn at once, as most urgent."""
        proposal = self._waiting.pop(project.index, None)
        if proposal is None:
            number = self._numbers[project.index] = self._numbers.get(project.index, 0) + 1
            cost = project.estimate.unreviewed(self._view.scenario, project.bought, year)
            name = f"{project.template.id}/{number}"
            proposal = Proposal(name, project.index, project.template.origin, -1, cost, cost, entered=year)
            self.proposals.append(proposal)
            self._move(proposal, status.APPLIED)
        proposal.urgency = MOST_URGENT
        self._take(proposal)
        self._row(proposal, year)

    def _move(self, proposal: Proposal, found: str) -> None:
        proposal.move(self._view.now, found)
        self._view.record.event(self._view.now, EventKind.LIBRARY, f"proposal:{proposal.id}", found)

    def _row(self, proposal: Proposal, year: int) -> None:
        """One row a project and year: a later draw of the same year takes the place of the row that says it waits."""
        age = proposal.age(year) if proposal.entered >= 0 else 0
        each = proposal
        row = LibraryRow(
            year, each.project, each.origin, each.status, age, each.urgency, each.asked, each.approved, each.score
        )
        rows = self._view.record.library
        for k in range(len(rows) - 1, -1, -1):
            if rows[k].year != year:
                break
            if rows[k].project == each.project and rows[k].status == status.IN_LIBRARY:
                del rows[k]
                break
        rows.append(row)
