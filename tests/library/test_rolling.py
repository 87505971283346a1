"""A library from year to year: what leaves, what ages, what is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gpss_sim.cli import main
from gpss_sim.library.project import Project
from gpss_sim.library.rolling import roll


def named(*names: str, cost: int = 100) -> list[Project]:
    return [Project(name, 3, 1, cost) for name in names]


def told(*args: object, **kwargs: object) -> list[tuple[str, int, str]]:
    return [(each.project.id, each.age, each.status) for each in roll(*args, **kwargs)]  # type: ignore[arg-type]


def test_what_was_drawn_leaves_and_the_rest_is_a_year_older() -> None:
    found = told(named("a", "b", "c"), {"a"}, named("d"), {"b": 2})
    assert found == [("a", 0, "drawn"), ("b", 3, "waits"), ("c", 1, "waits"), ("d", 0, "new")]


def test_after_so_many_draws_in_vain_a_project_expires() -> None:
    assert told(named("a", "b"), (), [], {"a": 2, "b": 1}, stay=3) == [("a", 3, "expired"), ("b", 2, "waits")]
    assert told(named("a"), (), [], {}, stay=1) == [("a", 1, "expired")]


def test_an_application_with_a_known_id_brings_figures_up_to_date_or_is_new() -> None:
    rolled = roll(named("a", "b", "c"), {"a"}, named("a", "b", "c", cost=120), {"c": 4}, stay=5)
    assert [(each.project.id, each.age, each.status, each.project.cost) for each in rolled] == [
        ("a", 0, "drawn", 100),
        ("b", 1, "waits", 120),
        ("c", 5, "expired", 100),
        ("a", 0, "new", 120),
        ("c", 0, "new", 120),
    ]
    assert [each.stands for each in rolled] == [False, True, False, True, True]


def test_the_first_year_takes_the_ages_that_are_noted() -> None:
    assert told([], (), named("a", "b"), {"a": 2}) == [("a", 2, "new"), ("b", 0, "new")]


@pytest.mark.parametrize(
    "headings", ["id,name,district,urgency,cost,benefit", "项目名称,所属区,紧急程度,申报金额（元）,服务人数"]
)
def test_a_year_in_which_nobody_applies_rolls_what_waits(headings: str, tmp_path: Path) -> None:
    (tmp_path / "first.csv").write_text("id,urgency,cost,benefit\na,5,100,1\nb,1,100,1\n", "utf-8")
    (tmp_path / "none.csv").write_text(f"{headings}\n", "utf-8")
    last = str(tmp_path / "last")
    CliRunner().invoke(main, ["allocate", str(tmp_path / "first.csv"), "--budget", "100", "--no-plots", "--out", last])
    rolled = CliRunner().invoke(main, ["library", "status", str(tmp_path / "none.csv"), "--roll", last])
    assert [line.split()[0] for line in rolled.output.splitlines() if line[:2] in ("a\t", "b\t")] == ["a", "b"]
    assert "waits" in rolled.output
    alone = CliRunner().invoke(main, ["library", "status", str(tmp_path / "none.csv")])
    assert alone.exit_code == 2
    assert "has a header and no project" in alone.output
