"""A library from year to year: what leaves, what ages, what is new."""

from __future__ import annotations

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
