"""Libraries of cities of their size: one template a district and field of service, posts by residents.

Run ``python -m tools.city_library`` to write the ``library.csv`` of every city that ``city_libraries.toml`` names.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gpss_sim.scenario.document import find
from gpss_sim.scenario.load import load_scenario

COLUMNS = ("id", "name", "district", "domain", "group", "posts", "cost", "urgency", "benefit", "circumstance")
WAYS = Path(__file__).with_name("city_libraries.toml")
CASELOAD = 20
AT_WORK = 0.85
"""Share of the time that is not administration."""
CLASSES = 5


def ways() -> dict[str, dict[str, Any]]:
    """How each library is made, by scenario."""
    return tomllib.loads(WAYS.read_text("utf-8"))


def place(name: str) -> Path:
    """Where a scenario's library stands."""
    return find(name).parent / "library.csv"


def library(name: str) -> str:
    """The text of a library: posts by residents, benefits by what posts can serve in a year, urgency in turn.

    The scenario has to load already, with a library of one row at least.
    """
    page, way = io.StringIO(), ways()[name]
    columns = (*COLUMNS, "origin") if "origins" in way else COLUMNS
    writer = csv.DictWriter(page, columns, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(_rows(name, way))
    return page.getvalue()


def _rows(name: str, way: dict[str, Any]) -> Iterator[dict[str, Any]]:
    city = load_scenario(name).city
    for number, district in enumerate(city.districts):
        posts = min(max(round(district.residents / way["residents_a_post"]), 1), way["most"])
        for turn, domain in enumerate(city.domains):
            yield {
                "id": f"{district.id}_{domain.id}",
                "name": f"{domain.name}, {district.name.partition(':')[0]}",
                "district": district.id,
                "domain": domain.id,
                "group": domain.group,
                "posts": posts,
                "cost": posts * way["price"],
                "urgency": (number + CLASSES // 2 * turn) % CLASSES + 1,
                "benefit": f"{posts * CASELOAD * AT_WORK * 12 / domain.duration:.3g}",
                "circumstance": way.get("circumstances", {}).get(domain.id, ""),
                "origin": way.get("origins", {}).get(domain.id, "department"),
            }


if __name__ == "__main__":
    for each in ways():
        place(each).write_text(library(each), "utf-8")
