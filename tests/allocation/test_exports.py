"""What the budget decision offers under its own name is there, and is what its modules hold."""

from __future__ import annotations

from importlib import import_module

import pytest

from gpss_sim import allocation
from gpss_sim.allocation import explain

OFFERED = {
    allocation: {
        "POLICIES": "search.urgency_readings",
        "Appropriation": "problem.budget",
        "Budget": "problem.budget",
        "Outcome": "plan.outcome",
        "Problem": "problem.problem",
        "Rules": "problem.rules",
        "Tier": "plan.outcome",
        "allocate": "search.decide",
    },
    explain: {
        "Change": "explain.change",
        "Explanation": "explain.change",
        "explain": "explain.explainer",
        "explain_all": "explain.explainer",
    },
}


@pytest.mark.parametrize("package", OFFERED, ids=lambda package: package.__name__)
def test_every_name_is_there(package: object) -> None:
    homes = OFFERED[package]  # type: ignore[index]
    assert set(package.__all__) - {"Project"} == set(homes)  # type: ignore[attr-defined]
    for name, home in homes.items():
        assert getattr(package, name) is getattr(import_module(f"gpss_sim.allocation.{home}"), name)
    assert allocation.Project is import_module("gpss_sim.library.project").Project
