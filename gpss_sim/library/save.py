"""Write a library as CSV that `read_library` reads back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gpss_sim.library.columns import CHINESE
from gpss_sim.library.project import Project, exact
from gpss_sim.money import yuan
from gpss_sim.tabular import write_csv

TEXTS = ("domain", "group", "district", "form")
LISTS = ("sources", "requires", "excludes")


def table(projects: Sequence[Project], lang: str = "en") -> tuple[list[str], list[list[object]]]:
    """Header and rows of a library, costs in yuan.

    Parameters
    ----------
    lang : str
        Language of the headers, ``en`` or ``zh``.
    """
    years = sorted({year for p in projects if not isinstance(p.cost, int) for year in p.cost})
    costs = [f"cost_{year}" for year in years] or ["cost"]
    names = ["id", "name", "urgency", "benefit", *costs, *TEXTS, "posts", "min_posts", *LISTS, "mandatory", "agency"]
    rows = [[*_row(p, years)] for p in projects]
    header = [_header(name) if lang == "zh" else name for name in names]
    return header, rows


def write_library(path: Path, projects: Sequence[Project], lang: str = "en") -> None:
    """Write a library in UTF-8 CSV."""
    header, rows = table(projects, lang)
    write_csv(path, header, rows)


def _header(name: str) -> str:
    base, _, year = name.partition("_2")
    return f"{CHINESE['cost'][0]}_2{year}" if year else CHINESE[base][0]


def _row(p: Project, years: Sequence[int]) -> Iterable[object]:
    benefit = exact(p.benefit)
    yield from (p.id, p.name, p.urgency, int(benefit) if benefit.denominator == 1 else float(benefit))
    price = p.years
    yield from ([yuan(price.get(year, 0)) for year in years] or [yuan(p.total)])
    yield from (getattr(p, name) for name in TEXTS)
    yield from (p.posts, p.min_posts)
    yield from (";".join(getattr(p, name)) for name in LISTS)
    yield from ("yes" if p.mandatory else "", p.agency)
