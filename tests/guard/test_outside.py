"""A scenario neither shows nor takes along files outside its own folder, unless that is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gpss_sim.cli import main
from tests.scenario_files import TINY

SECRET = "root:x:0:0:secret:/root"


@pytest.fixture(name="city")
def _city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.csv").write_text(f"id,residents\n{SECRET},5\n")
    (tmp_path / "city").mkdir()
    text = TINY.replace('[[city.districts]]\nid = "north"\nresidents = 100_000', '[city]\ndistricts = "{}"')
    (tmp_path / "city" / "link.csv").symlink_to(tmp_path / "secret.csv")
    for number, name in enumerate(("../secret.csv", str(tmp_path / "secret.csv"), "link.csv")):
        (tmp_path / "city" / f"{number}.toml").write_text(text.replace("{}", name))
    return tmp_path / "city"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("number", range(3))
def test_a_table_outside_is_neither_quoted_nor_copied(number: int, city: Path) -> None:
    for words in (["validate", city / f"{number}.toml"], ["init", "mine", "--from", city / f"{number}.toml"]):
        result = call(*words)
        assert result.exit_code == 2
        assert "lies outside the folder of the scenario" in result.output
        assert SECRET not in result.output
    assert not Path("mine").exists()


def test_a_table_outside_is_read_where_that_is_allowed(city: Path) -> None:
    assert "lies outside" not in call("validate", city / "0.toml", "--allow-outside").output


STUDY = """\
[study]
scenario = "tiny.toml"
{study}
[levers]
{lever}
[outcomes]
primary = ["wait"]
{point}
"""
PLACES = {
    "lever": '"city.districts" = ["../secret.csv", "link.csv"]',
    "study": 'set = { "city.districts" = "../secret.csv" }',
    "point": '[[design.point]]\nname = "a"\nset = { city = { library = "../secret.csv" } }',
}


@pytest.mark.parametrize("place", PLACES)
def test_an_experiment_names_no_table_outside(place: str, city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(city)
    (city / "tiny.toml").write_text(TINY)
    words = dict.fromkeys(PLACES, "") | {"lever": '"demand.load" = [1.0, 1.1]'} | {place: PLACES[place]}
    (city / "study.toml").write_text(STUDY.format_map(words))
    result = call("validate", "study.toml")
    assert result.exit_code == 2
    assert "study.toml" in result.output
    assert "lies outside the folder" in result.output
    assert SECRET not in result.output
    assert "lies outside" not in call("validate", "study.toml", "--allow-outside").output
    assert "lies outside" not in call("validate", "tiny.toml", "--set", "city.districts=../secret.csv").output
