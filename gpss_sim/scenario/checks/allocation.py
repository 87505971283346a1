"""Rules of the budget decision fit the library, the city and the sources of money."""

from __future__ import annotations

from collections.abc import Iterator

from gpss_sim.allocation import Appropriation, Budget, Problem
from gpss_sim.errors import InputError
from gpss_sim.scenario.budget_rules import granted_by_source, project_of
from gpss_sim.scenario.checks.common import Broken, named, one_of
from gpss_sim.scenario.origin import Key
from gpss_sim.scenario.schema import Scenario


def budget_rules_fit(scenario: Scenario) -> Iterator[Broken]:
    """Rules name projects of the library, values that some project has, and sources of the budget."""
    rules = scenario.rules.allocation
    if rules is None:
        return
    for index, contract in enumerate(rules.commitment):
        if contract.source is not None:
            key: Key = ("rules", "allocation", "commitment", index, "source")
            yield from named(key, contract.source, scenario.budget.sources, one_of("budget.sources"))
    projects = {template.id: project_of(scenario, template) for template in scenario.templates}
    granted = granted_by_source(scenario)
    lines = tuple(Appropriation(fen, source=name) for name, fen in granted.items())
    money = Budget(lines) if scenario.budget.earmarked else Budget.of(sum(granted.values()))
    try:
        Problem(projects.values(), money, rules)
    except InputError as error:
        for fault in error.faults:
            if fault.file == "rules":
                yield ("rules", "allocation", fault.place), fault.value, fault.rule, fault.hint
