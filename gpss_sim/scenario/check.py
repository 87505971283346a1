"""Rules that tie several fields together: names that must exist, shares that must sum to one."""

from __future__ import annotations

from gpss_sim.errors import Fault
from gpss_sim.scenario.faults import Places
from gpss_sim.scenario.schema import Scenario


def cross_faults(scenario: Scenario, places: Places) -> list[Fault]:
    """Every rule broken between fields that are each valid alone."""
    return []
