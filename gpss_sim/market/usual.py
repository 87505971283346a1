"""What is usual before anything was seen."""

from __future__ import annotations

from gpss_sim.scenario.schema import Scenario


def usual_quality(scenario: Scenario) -> float:
    """Quality of an agency of usual capability that works for its mission alone [points]."""
    return scenario.delivery.quality_base + scenario.agencies.mission / scenario.agencies.effort_cost
