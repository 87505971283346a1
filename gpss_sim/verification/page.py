"""The page of the verification, written from what was found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from pathlib import Path

from gpss_sim.sources import sources
from gpss_sim.verification.row import Case
from gpss_sim.verification.table import CASES
from gpss_sim.verification.verdict import Found

FOLDER = Path(__file__).resolve().parent
FINE = 0.002
"""Standard error, as a share of the exact value, at which a mistake of one percent cannot hide."""
COARSER = "## Coarser than 0.2 %"
COLUMNS = ("row", "scenario and settings", "indicator", "exact", "simulated", "s.e.", "s.e./exact", "n", "z", "verdict")


def markdown(found: Sequence[Found]) -> str:
    """The whole page."""
    parts = [(FOLDER / "header.md").read_text("utf-8")]
    for theory, rows in groupby(found, key=lambda row: row.name.partition(".")[0]):
        parts.append(_section(theory, list(rows)))
    parts += [_coarser(found), _left_out()]
    return "\n".join(parts)


def _section(theory: str, rows: Sequence[Found]) -> str:
    source = sources()[theory]
    lines = [f"## {theory}", "", f"{source.says}. {'; '.join(source.literature)}.", ""]
    lines += ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join([*lines, *map(line, rows)]) + "\n"


def line(found: Found) -> str:
    """One row of the table."""
    case = CASES[found.name.rpartition(".")[0]]
    row = next(row for row in case.rows if found.name == f"{case.id}.{row.name}")
    cells = [f"`{found.name}`", _set_up(case), row.shown, *numbers(found)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def numbers(found: Found) -> list[str]:
    """Exact value, simulated value, standard error, its share of the exact value, replications, z, verdict."""
    share = f"{abs(found.error / found.exact):.2%}" if found.exact and found.error else ""
    return [
        f"{found.exact:.6f}",
        f"{found.simulated:.6f}",
        f"{found.error:.2g}",
        share,
        str(found.replications),
        f"{found.z:.2f}",
        "holds" if found.holds else "off",
    ]


def _set_up(case: Case) -> str:
    if not case.scenario:
        return "no run"
    return "; ".join([case.scenario.rpartition("/")[2], *(f"`{_short(setting)}`" for setting in case.settings)])


def _short(setting: str) -> str:
    return setting if len(setting) < 60 else setting[:57] + "..."


def _coarser(found: Sequence[Found]) -> str:
    lines = [COARSER, "", "Rows in which a mistake of one percent could hide, and why.", ""]
    lines += ["| row | s.e./exact | why |", "|---|---|---|"]
    return "\n".join([*lines, *_coarse_rows(found)]) + "\n"


def _coarse_rows(found: Sequence[Found]) -> Iterator[str]:
    for row in found:
        share = abs(row.error / row.exact) if row.exact else 0.0
        if share > FINE:
            yield f"| `{row.name}` | {share:.2%} | {why_coarse(row.name)} |"


@cache
def reasons() -> dict[str, str]:
    """Why rows are coarse, by pattern of their names; the first that fits holds."""
    return tomllib.loads((FOLDER / "coarse.toml").read_text("utf-8"))


def why_coarse(name: str) -> str:
    """Why the standard error of a row stays above 0.2 %.

    Raises
    ------
    LookupError
        If nothing is said of it.
    """
    for pattern, why in reasons().items():
        if fnmatchcase(name, pattern):
            return why
    raise LookupError(f"{FOLDER / 'coarse.toml'}: no pattern fits {name}")


def _left_out() -> str:
    reasons = tomllib.loads((FOLDER / "left_out.toml").read_text("utf-8"))
    lines = ["## What the model does not nest", "", "| theory | part | why |", "|---|---|---|"]
    return "\n".join([*lines, *_reasons(reasons)]) + "\n"


def _reasons(reasons: dict[str, dict[str, str]]) -> Iterator[str]:
    for theory, parts in reasons.items():
        for part, why in parts.items():
            yield f"| {theory} | {part} | {why} |"
