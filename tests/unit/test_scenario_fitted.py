"""A city made from a table of districts."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.errors import InputError
from gpss_sim.scenario.fitted import fitted_city
from gpss_sim.scenario.load import load_scenario


@pytest.fixture
def places(tmp_path: Path) -> Path:
    file = tmp_path / "places.csv"
    file.write_text("id,name,residents,remote\na,Alpha,600000,false\nb,Beta,60000,true\n", "utf-8")
    return file


def test_a_library_goes_with_residents(places: Path, tmp_path: Path) -> None:
    """The small city has 108 posts for 1.2 million residents in nine fields: one for 100,000 in each."""
    fitted_city("small_city", places, tmp_path / "mine")
    made, source = load_scenario(tmp_path / "mine"), load_scenario("small_city")
    posts = {template.id: template.posts for template in made.templates}
    assert len(posts) == 2 * len(source.city.domains)
    assert {posts[f"a_{domain.id}"] for domain in source.city.domains} == {6}
    assert {posts[f"b_{domain.id}"] for domain in source.city.domains} == {1}
    assert {template.cost / template.posts for template in made.templates} == {100_000}
    assert [(each.id, each.residents, each.remote) for each in made.city.districts] == [
        ("a", 600_000, False),
        ("b", 60_000, True),
    ]
    assert made.agencies.number == round(30 * 660 / 1200)
    assert made.rules == source.rules


def test_the_made_city_stands_alone_and_has_a_title(places: Path, tmp_path: Path) -> None:
    fitted_city("small_city", places, tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "two")
    places.unlink()
    assert load_scenario(tmp_path / "two").title == "one: districts of its own, all else as in small_city"


def test_agencies_known_by_name_stay_in_their_city(places: Path, tmp_path: Path) -> None:
    fitted_city("shanghai", places, tmp_path / "mine", 'A "title"')
    made = load_scenario(tmp_path / "mine")
    assert (made.agencies.listed, made.title, made.title_zh) == ((), 'A "title"', 'A "title"')


def test_faults_name_the_table_that_was_given(places: Path, tmp_path: Path) -> None:
    places.write_text("id,residents\na,-5\nb,many\n", "utf-8")
    with pytest.raises(InputError) as told:
        fitted_city("small_city", places, tmp_path / "mine")
    assert [fault.value for fault in told.value.faults] == ["-5", "many"]
    assert all("places.csv" in str(fault) for fault in told.value.faults)
    assert [path.name for path in tmp_path.iterdir()] == ["places.csv"]


def test_init_makes_up_a_title_and_takes_one(places: Path, tmp_path: Path) -> None:
    for title, arguments in (("x: begun as a copy of baseline", []), ("Mine", ["--title", "Mine"])):
        folder = tmp_path / f"{len(arguments)}" / "x"
        assert CliRunner().invoke(main, ["init", str(folder), *arguments]).exit_code == 0
        assert load_scenario(folder).title == title


def test_a_library_of_other_districts_is_one_fault_with_the_way_out(places: Path) -> None:
    with pytest.raises(InputError) as told:
        load_scenario("small_city", [f"city.districts={str(places)!r}"])
    (fault,) = told.value.faults
    assert "(a, b); gpss-sim init DIR --districts FILE makes a library that fits" in str(fault)
