"""``[rules.allocation]`` of a scenario: the tables of a rules file, read as strictly, in the scenario's own places."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.allocation.problem.rules.file import read_rules
from gpss_sim.errors import InputError
from gpss_sim.scenario.digest import digest
from gpss_sim.scenario.load import load_scenario
from tests.market.town import FILE, scenario

RULES = """
mandatory = ["yard"]
weights = [1, 1, 2, 4, 8]

[reserve]
share = 0.03

[[limit]]
name = "half for the old"
where = { group = "old" }
max_share = 0.5

[[staff]]
name = "workers"
available = 12

[[requires]]
name = "home with yard"
project = "home"
needs = ["yard"]

[[commitment]]
name = "lease"
amount = "2万"
source = "fiscal"
"""


def test_a_scenario_takes_what_a_rules_file_takes(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    tables = RULES.replace("[[", "[[rules.allocation.").replace("\n[reserve]", "\n[rules.allocation.reserve]")
    text = f'extends = "{FILE}"\n[budget]\nearmarked = true\n[rules.allocation]\n{tables}'
    (tmp_path / "city.toml").write_text(text, "utf-8")
    read = load_scenario(tmp_path / "city.toml").rules.allocation
    assert read == read_rules(tmp_path / "rules.toml")


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ("staf=[]", "rules.allocation.staf: is no key of [rules.allocation]; allowed: weights"),
        ("staff={name='x'}", "rules.allocation.staff = {name = x}: must be a list"),
        ("staff=[{name='x',available='many'}]", "rules.allocation.staff[0].available = many: must be a number"),
        ("staff=[{name='x',availabel=3}]", "staff[0].availabel: is no key of [rules.allocation.staff[0]]"),
        ("limit=[{name='x'}]", "limit[0] = {name = x}: needs one of min, max, min_share"),
        ("limit=[{name='x',max_share=2}]", "limit[0].max_share = 2: must be at most 1"),
        (
            "limit=[{name='x',where={group='odl'},max=1}]",
            "'x'.where.group = odl: no project has it (did you mean 'old'",
        ),
        ("limit=[{name='x',max=1,year=2027}]", "'x'.year = 2027: the library has no costs in that year"),
        ("mandatory=['yardd']", "mandatory = yardd: is no id in the library (did you mean 'yard'?)"),
        (
            "commitment=[{name='x',amount=1,source='lotery'}]",
            "commitment[0].source = lotery: must be one of [budget.sources]",
        ),
    ],
)
def test_what_cannot_be_right_is_told_at_its_place(rules: str, fault: str) -> None:
    with pytest.raises(InputError) as error:
        scenario(f"rules.allocation={{{rules}}}")
    assert fault in str(error.value)


def test_a_scenario_without_them_is_the_same_scenario_as_before() -> None:
    """Its digest names stored runs; rules of the budget decision belong to it only where there are any."""
    assert scenario().rules.allocation is None
    ruled = {digest(scenario(f"rules.allocation={{staff=[{{name='x',available={n}}}]}}")) for n in (1, 2)}
    assert len({*ruled, digest(scenario())}) == 3
