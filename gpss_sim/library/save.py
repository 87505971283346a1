"""Write a library as CSV that `read_library` reads back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from gpss_sim.library.columns import CHINESE
from gpss_sim.library.project import Number, Project, exact
from gpss_sim.money import yuan
from gpss_sim.tabular import write_csv

TEXTS = ("domain", "group", "district", "form")
LISTS = ("sources", "requires", "excludes")


def table(
    projects: Sequence[Project], heading: Callable[[str], str] = str, *, people: bool = False
) -> tuple[list[str], list[list[object]]]:
    """Header and rows of a library, costs in yuan.

    Parameters
    ----------
    heading : callable
        Heading of a column by its name, such as :func:`chinese_heading`.
    people : bool
        Add the people served as a column of their own, beside the benefit.
    """
    years = sorted({year for p in projects if not isinstance(p.cost, int) for year in p.cost})
    costs = [f"cost_{year}" for year in years] or ["cost"]
    names = ["id", "name", "urgency", "benefit", *costs, *TEXTS, "posts", "min_posts", *LISTS, "mandatory", "agency"]
    rows = [[*_row(p, years)] for p in projects]
    if people:
        names.append("beneficiaries")
        rows = [[*row, _number(p.beneficiaries)] for row, p in zip(rows, projects, strict=True)]
    header = list(map(heading, names))
    return header, rows


def write_library(
    path: Path, projects: Sequence[Project], heading: Callable[[str], str] = str, *, people: bool = False
) -> None:
    """Write a library in UTF-8 CSV; see :func:`table`."""
    header, rows = table(projects, heading, people=people)
    write_csv(path, header, rows)


def chinese_heading(name: str) -> str:
    """Heading of a column in Chinese, as `read_library` knows it."""
    base, _, year = name.partition("_2")
    return f"{CHINESE['cost'][0]}_2{year}" if year else CHINESE[base][0]


def _row(p: Project, years: Sequence[int]) -> Iterable[object]:
    yield from (p.id, p.name, p.urgency, _number(p.benefit))
    price = p.years
    yield from ([yuan(price.get(year, 0)) for year in years] or [yuan(p.total)])
    yield from (getattr(p, name) for name in TEXTS)
    yield from (p.posts, p.min_posts)
    yield from (";".join(getattr(p, name)) for name in LISTS)
    yield from ("yes" if p.mandatory else "", p.agency)


def _number(number: Number | None) -> int | float | None:
    """A number as a cell shows it."""
    if number is None:
        return None
    value = exact(number)
    return int(value) if value.denominator == 1 else float(value)
