"""Districts of a list: those that the scenario knows by name are taken from it, the others share out its people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.allocation import Project
from gpss_sim.i18n import Message, Names
from gpss_sim.scenario.place import District
from gpss_sim.scenario.schema import Scenario

_KIND = re.compile(r"(?:新区|区|县|市|街道|镇|乡| new area| district| county)$")
SHOWN = 6
"""Names that a sentence lists."""


@dataclass(frozen=True, slots=True)
class CityDistricts:
    """Districts of the city made from a list.

    Parameters
    ----------
    ids : dict of str to str
        Id of each district, by its name in the list.
    rows : list of tuple
        Rows of ``districts.csv``.
    known, others : tuple of str
        Names that the scenario knows, and those it does not.
    """

    ids: dict[str, str]
    rows: list[tuple[object, ...]]
    known: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def assumed(self) -> Message:
        """Where the number of residents comes from."""
        if not self.known:
            return Message("plan.assumed_residents")
        named = Names(_few(self.known))
        if not self.others:
            return Message("plan.assumed_residents_known", named=named)
        rest = Names(name or "–" for name in self.others[:SHOWN])
        return Message("plan.assumed_residents_some", named=named, others=rest)


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """The first names, with dots behind the last where there are more."""
    few = tuple(names[:SHOWN])
    return few if len(names) <= SHOWN else (*few[:-1], few[-1] + "…")


def places_of(projects: Sequence[Project], base: Scenario) -> CityDistricts:
    """Districts of the projects, with the residents of the scenario's where their names agree.

    Residents of the scenario's other districts are shared out among the rest in proportion to the money asked. Where
    the scenario has no other, the rest have as many for each yuan asked as those that agree.

    Parameters
    ----------
    projects : sequence of Project
    base : Scenario
    """
    asked: dict[str, int] = {}
    for p in projects:
        asked[p.district] = asked.get(p.district, 0) + max(1, p.total)
    found = {name: d for name in asked if (d := _find(name, base.city.districts)) is not None}
    rest = [d for d in base.city.districts if d not in found.values()]
    others = sum(fen for name, fen in asked.items() if name not in found)
    free = sum(d.residents for d in rest)
    if found and not rest:
        free = sum(d.residents for d in found.values()) * others // sum(asked[name] for name in found)
    ids = {name: f"q{k:02d}" for k, name in enumerate(sorted(asked), start=1)}
    rows: list[tuple[object, ...]] = []
    for name, fen in sorted(asked.items()):
        if (d := found.get(name)) is None:
            people, remote = free * fen // others, False
        else:
            same = sum(asked[other] for other, its in found.items() if its is d)
            people, remote = d.residents * fen // same, d.remote
        rows.append((ids[name], name or "-", name or "-", max(1, people), str(remote).lower()))
    known = tuple(name for name in sorted(asked) if name in found)
    return CityDistricts(ids, rows, known, tuple(name for name in sorted(asked) if name not in found))


def _find(name: str, districts: Sequence[District]) -> District | None:
    """District of the scenario that bears a name, with or without its kind (浦东, 浦东新区)."""
    bare = _bare(name)
    for d in districts:
        names = {text for text in (d.id, d.name, d.name_zh) if text}
        if name and (name in names or (bare and bare in {_bare(text) for text in names})):
            return d
    return None


def _bare(name: str) -> str:
    """A name without its kind; empty where too little would be left."""
    short = _KIND.sub("", name.strip().casefold())
    return short if len(short) > 1 else ""
