"""What the channel table, circumstances and templates may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.scenario.load import load_scenario
from tests.city import load

WRONG = {
    'rules.channels=[{mode="fromal"}]': "must be one of [rules.modes]",
    'rules.channels=[{form="posts"}]': "must be one of [rules.forms]",
    'rules.channels=[{method="tender"}]': "must be one of [rules.methods]",
    'rules.channels=[{domain="elderley"}]': "must be a domain of the city",
    'rules.channels=[{district="north"}]': "must be a district of the city",
    'rules.channels=[{template="x"}]': "must be a template of the library",
    'rules.channels=[{source="gifts"}]': "must be one of [budget.sources]",
    "budget.envelopes.gifts={most=0.5}": "must be one of [budget.sources]",
    'budget.envelopes.fiscal={domains=["elderley"]}': "must be one of [city.domains]",
    'budget.envelopes.fiscal={districts=["norht"]}': "must be one of [city.districts]",
    'rules.circumstances.major={method="x"}': "must be one of [rules.methods]",
    "rules.sole_supplier=x": "must be one of [rules.methods]",
    "rules.committee={finance=-1}": "must not be negative",
}


@pytest.mark.parametrize("override", WRONG)
def test_a_name_that_does_not_exist_is_told(override: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, override)
    assert WRONG[override] in str(caught.value)


COLUMNS = {
    'agency = "nobody"': "must be an agency of [[agencies.listed]]",
    'circumstance = "unknown"': "must be one of [rules.circumstances] or of a row of [[rules.channels]]",
    'sources = "fiscal; gifts"': "must be sources of [budget.sources]",
    "from_year = 3\nuntil_year = 2": "must be at least from_year (3)",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_template_that_does_not_fit_is_told(column: str, tmp_path: Path) -> None:
    load(tmp_path)
    file = tmp_path / "small.toml"
    file.write_text(file.read_text("utf-8") + column + "\n", "utf-8")

    with pytest.raises(InputError) as caught:
        load_scenario(file)
    assert COLUMNS[column] in str(caught.value)
