"""A city made from a table of districts: a library, agencies and entry in the proportions of another city."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import write_whole
from gpss_sim.folders import fresh
from gpss_sim.i18n import Message
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.copy import copy_into, refuse_target
from gpss_sim.scenario.document import SCENARIO_FILE
from gpss_sim.scenario.load import load_scenario
from gpss_sim.scenario.origin import shown
from gpss_sim.scenario.place import District
from gpss_sim.scenario.schema import Scenario, Template
from gpss_sim.scenario.tables import read_table

FEWEST = 5
"""Fewest agencies of a city that is made."""
COLUMNS = ("id", "name", "district", "domain", "group", "posts", "cost", "urgency", "benefit")
PLACES = ("id", "name", "name_zh", "residents", "remote")


def fitted_city(source: str | Path, districts: Path, target: Path, title: str = "") -> list[Path]:
    """Write a scenario for some districts: everything else is that of another city, in proportion to residents.

    The library has one template a district and field that the other city buys for: posts for as many residents, at the
    same cost and benefit a post, urgent as in its districts one after another. Agencies, and those founded a year, go
    with residents too; agencies listed by name stay away. The folder holds the other city, which the new one extends.

    Parameters
    ----------
    source : str or Path
        The other city, as :func:`~gpss_sim.scenario.load.load_scenario` takes it.
    districts : Path
        CSV or a workbook with a row a district: id and residents; name, name_zh and remote where they are known.
    target : Path
        A folder that does not exist yet or is empty; its name becomes the name of the scenario.
    title : str
        One sentence; made up from the name where it is left out.

    Returns
    -------
    list[Path]
        Files written.

    Raises
    ------
    InputError
        With every fault of the table, or where rules of the other city name districts or projects of its own.
    """
    refuse_target(target)
    if not districts.is_file():
        raise InputError([Fault(shown(districts), "--districts", "", Message("file.missing"))])
    city, name = load_scenario(source), target.resolve().name
    rows = read_table(districts, District).rows
    ratio = sum(_residents(row) for row in rows) / sum(district.residents for district in city.city.districts)
    with fresh(target) as top:
        write_whole(top / "library.csv", _csv(COLUMNS, _templates(city, rows)))
        tables = {"districts": districts, "library": top / "library.csv"}
        overrides = [f"city.{field}={json.dumps(str(path))}" for field, path in tables.items()]
        load_scenario(source, [*overrides, "agencies.listed=[]"])  # faults name the rows of the table that was given
        write_whole(top / "districts.csv", _csv(PLACES, ([row.get(field, "") for field in PLACES] for row in rows)))
        parent, copies = copy_into(source, top)
        write_whole(top / SCENARIO_FILE, _file(name, title, parent, city, ratio))
        load_scenario(top)
        made = [top / SCENARIO_FILE, top / "districts.csv", top / "library.csv", *copies]
        return [target / path.relative_to(top) for path in made]


def _residents(row: Mapping[str, Any]) -> float:
    """Residents of a row, or 0 where that is no number: the fault is told by the loader."""
    given = row.get("residents")
    return float(given) if isinstance(given, (int, float)) and given > 0 else 0.0


def _templates(city: Scenario, rows: Sequence[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """A template for each district and each field that the other city buys for, in its order."""
    people = sum(district.residents for district in city.city.districts)
    names = {domain.id: domain.name or domain.id for domain in city.city.domains}
    fields: dict[str, list[Template]] = {}
    for template in city.templates:
        fields.setdefault(template.domain, []).append(template)
    for place, row in enumerate(rows):
        where = str(row.get("id", ""))
        for domain, known in fields.items():
            posts = sum(template.posts for template in known)
            own = max(1, round(posts * _residents(row) / people))
            cost, benefit = (own * sum(amounts) / posts for amounts in _amounts(known))
            urgency = known[place % len(known)].urgency  # as spread over districts there
            name = f"{names[domain]}, {row.get('name') or where}"
            yield [
                f"{where}_{domain}",
                name,
                where,
                domain,
                known[0].group,
                own,
                round(cost),
                urgency,
                round(benefit, 2),
            ]


def _amounts(known: Sequence[Template]) -> tuple[list[float], list[float]]:
    """Costs and benefits of some templates."""
    return [template.cost for template in known], [template.benefit for template in known]


def _csv(columns: Sequence[str], rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain(cell) if isinstance(cell, bool) else cell for cell in row] for row in rows)
    return text.getvalue()


def _file(name: str, title: str, parent: str, city: Scenario, ratio: float) -> str:
    """The scenario file, with what stands behind each value."""
    agencies = max(FEWEST, round(city.agencies.number * ratio))
    entry = float(f"{city.market.entry_per_year * ratio:.2g}")
    listed = "\nlisted = []" if city.agencies.listed else ""
    made = f'"A in proportion to residents, from {parent}"'
    return f"""# Made from a table of districts; what is not said here is as in {parent}. Every number is a first guess.

extends = "{parent}"

name = "{name}"
title = {json.dumps(title or f"{name}: districts of its own, all else as in {parent}", ensure_ascii=False)}
title_zh = {json.dumps(title or f"{name}：区县为自有数据，其余同 {parent}", ensure_ascii=False)}

[city]
name = {json.dumps(name, ensure_ascii=False)}
name_zh = {json.dumps(name, ensure_ascii=False)}
districts = "districts.csv"
library = "library.csv"

[agencies]
number = {agencies}{listed}

[market]
entry_per_year = {entry}

[sources]
"city.name" = "A given"
"city.name_zh" = "A given"
"city.districts" = "A given"
"city.library" = {made}
"agencies.number" = {made}
"market.entry_per_year" = {made}
"""
