"""A scenario in a study's store is read back as it was, exact shares of budget rules included."""

from __future__ import annotations

from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.folder import as_json, from_json


def test_budget_rules_are_read_back() -> None:
    limit = 'rules.allocation.limit=[{name="equal shares", each="district", max_share=0.34, of="budget"}]'
    scenario = load_scenario("small_city", [limit])
    assert from_json(as_json(scenario)) == scenario
