"""A library from year to year: what was drawn leaves, what was not waits and ages, what waited too long expires."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gpss_sim.library.project import Project

Status = Literal["new", "waits", "drawn", "expired"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A project of the library with what became of it.

    Parameters
    ----------
    project : Project
    age : int [years]
        Draws it has waited through.
    status : str
        ``new`` or ``waits`` where it stands in the library now, ``drawn`` or ``expired`` where it has left.
    """

    project: Project
    age: int
    status: Status

    @property
    def stands(self) -> bool:
        """Whether it is in the library now."""
        return self.status in ("new", "waits")


def roll(
    last: Sequence[Project],
    drawn: Collection[str],
    new: Sequence[Project],
    ages: Mapping[str, int],
    stay: int | None = None,
) -> list[Entity]:
    """Last year's library one year on, and this year's applications behind it.

    Parameters
    ----------
    last : sequence of Project
        What stood in the last draw.
    drawn : collection of str
        Ids that were drawn then.
    new : sequence of Project
        This year's applications. One whose id still waits brings its figures up to date; one whose id was drawn or has
        expired is a new application.
    ages : mapping of str to int [years]
        Draws that projects had waited through before the last one; 0 where nothing is said.
    stay : int or None [years]
        Draws in vain after which a project expires.

    Examples
    --------
    >>> a, b = Project("a", 5, 1, 100), Project("b", 1, 1, 100)
    >>> [(each.project.id, each.age, each.status) for each in roll([a, b], {"a"}, [], {"b": 1}, stay=3)]
    [('a', 0, 'drawn'), ('b', 2, 'waits')]
    """
    return list(_rolled(last, drawn, new, ages, stay))


def _rolled(
    last: Sequence[Project], drawn: Collection[str], new: Sequence[Project], ages: Mapping[str, int], stay: int | None
) -> Iterator[Entity]:
    updated, waiting = {project.id: project for project in new}, {}
    for project in last:
        age = ages.get(project.id, 0)
        if project.id in drawn:
            yield Entity(project, age, "drawn")
        elif stay is not None and age + 1 >= stay:
            yield Entity(project, age + 1, "expired")
        else:
            waiting[project.id] = age + 1
            yield Entity(updated.get(project.id, project), age + 1, "waits")
    for project in new:
        if project.id not in waiting:
            yield Entity(project, 0 if last else ages.get(project.id, 0), "new")
