"""One project as cells of text, and back: an edited cell is read as a cell of a library file is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.library.columns import Column, column
from gpss_sim.library.project import Number, Project, exact
from gpss_sim.library.record import RowRecord, project
from gpss_sim.money import yuan

TEXTS = ("name", "district", "domain", "group", "form", "agency")
LISTS = ("sources", "requires", "excludes")
FIELDS = (
    "urgency",
    "name",
    "district",
    "domain",
    "group",
    "benefit",
    "beneficiaries",
    "form",
    "posts",
    "min_posts",
    "sources",
    "agency",
    "mandatory",
    "requires",
    "excludes",
)
"""Fields of a project that can be edited, costs apart; the id is its key and stays."""


def cost_fields(years: tuple[int, ...]) -> tuple[str, ...]:
    """Names of the columns of money.

    >>> cost_fields(()), cost_fields((2027, 2028))
    (('cost',), ('cost_2027', 'cost_2028'))
    """
    return tuple(f"cost_{year}" for year in years) or ("cost",)


def texts(p: Project, years: tuple[int, ...]) -> dict[str, str]:
    """Every cell of a project as text; money in yuan."""
    found = {"id": p.id, "urgency": str(p.urgency), "benefit": number(p.benefit)}
    found["beneficiaries"] = "" if p.beneficiaries is None else number(p.beneficiaries)
    found |= {name: getattr(p, name) for name in TEXTS}
    found |= {name: ";".join(getattr(p, name)) for name in LISTS}
    found |= {"posts": str(p.posts), "min_posts": "" if p.min_posts is None else str(p.min_posts)}
    found["mandatory"] = "yes" if p.mandatory else ""
    if not years:
        return found | {"cost": yuan(p.total)}
    return found | {f"cost_{year}": yuan(p.years.get(year, 0)) for year in years}


def number(value: Number) -> str:
    """A number as people write it.

    >>> number(Decimal("12.50")), number(40)
    ('12.5', '40')
    """
    whole = exact(value)
    return str(whole.numerator) if whole.denominator == 1 else f"{float(whole):.10g}"


def read(cells: Mapping[str, str], years: tuple[int, ...]) -> Project:
    """Read a project from its cells.

    Raises
    ------
    InputError
        With every fault: the cell, the value given and what is allowed.
    """
    known: dict[tuple[str, int | None], tuple[str, str, Decimal]] = {}
    columns: list[Column] = []
    for name in ("id", *FIELDS, *cost_fields(years)):
        found = column(name)
        if found is not None:
            columns.append(found)
            known[found.name, found.year] = (cells.get(name, "").strip(), name, found.times)
    record = RowRecord(cells.get("id", ""), 0, known)
    made = project(record, columns)
    if made is None:
        raise InputError([_of_project(fault) for fault in record.faults])
    return made


def _of_project(fault: Fault) -> Fault:
    """A fault that names the cell alone: the desk knows no rows by number."""
    name = fault.place.rpartition("column ")[2]
    return Fault(fault.file, Message("desk.cell", name=name), fault.value, fault.rule, fault.hint)
