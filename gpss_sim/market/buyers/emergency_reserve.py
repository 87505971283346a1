"""Money kept back for emergencies, what becomes urgent in the middle of a year, and what is left (facts R08, R49)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simpy.events import Timeout

from gpss_sim import fiscal
from gpss_sim.market.buyers.buyer_view import BuyerDesk
from gpss_sim.market.buyers.planning_year import PlanningYear
from gpss_sim.market.contracts.contract import CityProject
from gpss_sim.market.statuses import EventKind


class EmergencyReserve:
    """A part of the free money that the yearly draw does not touch.

    Parameters
    ----------
    desk : BuyerDesk
    buy : callable
        Starts the procurement of a project now; says whether it could.
    spend_rest : callable
        Goes down the reserve list with what is free.
    """

    def __init__(self, desk: BuyerDesk, buy: Callable[[CityProject], bool], spend_rest: Callable[[], None]) -> None:
        self._desk = desk
        self._gates = desk.scenario.rules.library.gates
        self._buy = buy
        self._spend_rest = spend_rest
        self._held = 0

    def set_aside(self, year: int) -> None:
        """Before a draw: keep back the share of the free money; nothing in year 0."""
        self._held = 0
        if year and self._desk.scenario.rules.library.live:
            self._held = self._desk.purse.hold(int(self._gates.reserve * max(self._desk.purse.free, 0)))

    def behind(self, told: PlanningYear, planned: Sequence[CityProject]) -> list[CityProject]:
        """Where money is kept back: projects that did not fit into the draw, the most urgent first, then by id."""
        names = {project.template.id for project in planned}
        left = [candidate for candidate in told.candidates if self._held and candidate.id not in names]
        return [self._desk.projects[each.index] for each in sorted(left, key=lambda each: (-each.urgency, each.id))]

    def watch(self, year: int, left: Sequence[CityProject]) -> None:
        """After a draw: emergencies among the projects left, each on its day, and the day of the adjustment."""
        if not year or not self._desk.scenario.rules.library.live:
            return
        start = fiscal.year_start(year)
        for project in self._desk.projects:
            if project.template.from_day and project.template.from_year == year:
                self._on(start + project.template.from_day, project)
        for project in left:
            if not project.offered(year):
                continue
            luck = self._desk.luck.emergency(project.template.id, year)
            if luck < self._gates.emergencies:
                # Given that it happens, the draw is uniform below the chance.
                day = fiscal.tick(luck / self._gates.emergencies * self._desk.scenario.calendar.last_contract_day)
                self._on(start + day, project)
        if self._held:
            self._on(start + self._gates.adjustment, None)

    def _on(self, day: float, project: CityProject | None) -> None:
        wait = max(day - self._desk.now, 0)
        Timeout(self._desk.env, wait, project).callbacks.append(lambda event: self._happen(event._value))

    def _happen(self, project: CityProject | None) -> None:
        if project is None:
            self._release(self._held)
            self._spend_rest()
            return
        if project.letting.in_procurement or project.letting.is_let:
            return
        held = self._held
        self._release(held)
        free = self._desk.purse.free
        bought = self._buy(project)
        spent = free - self._desk.purse.free
        self._desk.record.event(
            self._desk.now,
            EventKind.EMERGENCY,
            f"project:{project.template.id}",
            "bought" if bought else "no money or time",
        )
        if held and self._desk.now < fiscal.year_start(self._desk.year) + self._gates.adjustment:
            self._held = self._desk.purse.hold(max(held - spent, 0))

    def _release(self, amount: int) -> None:
        self._desk.purse.release_hold(amount)
        self._held = 0
