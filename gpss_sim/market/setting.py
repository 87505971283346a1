"""What everybody in a city shares: the clock, the rules, the luck, the book of events."""

from __future__ import annotations

from dataclasses import dataclass

from simpy import Environment

from gpss_sim import fiscal
from gpss_sim.market.luck import Luck
from gpss_sim.market.record import Record
from gpss_sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Setting:
    """The ground of every view: a room's view adds what its code may see and touch beside it.

    Parameters
    ----------
    env : Environment
        SimPy's clock.
    scenario : Scenario
        Rules and numbers of the city.
    luck : Luck
        Draws by name.
    record : Record
        What has happened; rows are added to it.
    """

    env: Environment
    scenario: Scenario
    luck: Luck
    record: Record

    @property
    def parts(self) -> tuple[Environment, Scenario, Luck, Record]:
        """The same four, to begin a wider view with."""
        return self.env, self.scenario, self.luck, self.record

    @property
    def now(self) -> float:
        """Day [day]."""
        return self.env.now

    @property
    def year(self) -> int:
        """Fiscal year."""
        return fiscal.year_of(self.env.now)
