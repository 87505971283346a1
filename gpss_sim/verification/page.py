"""The page of the verification, written from what was found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import groupby
from pathlib import Path

from gpss_sim.sources import sources
from gpss_sim.verification.row import TheoryCase, TheoryRow
from gpss_sim.verification.table import CASES
from gpss_sim.verification.verdict import RowResult

FOLDER = Path(__file__).resolve().parent
FINE = 0.002
"""Standard error, as a share of the exact value, at which a mistake of one percent cannot hide."""
COARSER = "## Coarser than 0.2 %"
HIDDEN = """Rows in which a mistake of one percent could hide behind luck, the time of one core in which they would
become fine, and why it is long."""
STEPPED = "## Without luck, yet coarser than 0.2 %"
BY_STEPS = """On a grid a mistake shows that is larger than a step; in a yes or a no one that is larger than the
distance of the setting from where the answer turns."""
LIMIT_MARK = "{seconds}"
"""Stands in the header for the time that every row too coarse would more than take."""
FEW = "few replications"
"""Why a row is coarse that the full run makes fine."""
QUICK = "**A quick run**: a few replications a row. The documented page is that of the full run.\n"
COLUMNS = ("row", "scenario and settings", "indicator", "exact", "simulated", "s.e.", "s.e./exact", "n", "z", "verdict")


def markdown(found: Sequence[RowResult], *, quick: bool = False) -> str:
    """The whole page; that of a quick run says so."""
    title, _, header = (FOLDER / "header.md").read_text("utf-8").partition("\n\n")
    parts = [f"{title}\n", *([QUICK] if quick else []), header.replace(LIMIT_MARK, str(seconds_allowed(found)))]
    for theory, rows in groupby(found, key=lambda row: row.name.partition(".")[0]):
        parts.append(_section(theory, list(rows)))
    parts += [_coarser(found), _stepped(found), _left_out()]
    return "\n".join(parts)


def _section(theory: str, rows: Sequence[RowResult]) -> str:
    source = sources()[theory]
    lines = [f"## {theory}", "", f"{source.says}. {'; '.join(source.literature)}.", ""]
    lines += ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    return "\n".join([*lines, *map(line, rows)]) + "\n"


def line(found: RowResult) -> str:
    """One row of the table."""
    case = CASES[found.name.rpartition(".")[0]]
    cells = [f"`{found.name}`", _set_up(case), row_of(found.name).shown, *numbers(found)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def numbers(found: RowResult) -> list[str]:
    """Exact value, simulated value, standard error, its share of the exact value, replications, z, verdict."""
    share = f"{found.coarseness:.2%}" if found.coarseness else ""
    return [
        f"{found.exact:.6f}",
        f"{found.simulated:.6f}",
        f"{found.error:.2g}",
        share,
        str(found.replications),
        f"{found.z:.2f}",
        "holds" if found.holds else "off",
    ]


def _set_up(case: TheoryCase) -> str:
    if not case.scenario:
        return "no run"
    return "; ".join([case.scenario.rpartition("/")[2], *(f"`{_short(setting)}`" for setting in case.settings)])


def _short(setting: str) -> str:
    return setting if len(setting) < 60 else setting[:57] + "..."


def coarse(found: Sequence[RowResult]) -> list[RowResult]:
    """Rows whose standard error leaves room for a mistake of one percent."""
    return [row for row in found if row.coarseness > FINE]


def seconds_allowed(found: Sequence[RowResult]) -> int:
    """Whole seconds of one core in which none of the coarse rows would have become fine."""
    return int(min((row.seconds_to(FINE) for row in coarse(found)), default=0))


def _coarser(found: Sequence[RowResult]) -> str:
    lines = [COARSER, "", HIDDEN, "", "| row | s.e./exact | s for 0.2 % | why |", "|---|---|---|---|"]
    for row in coarse(found):
        lines.append(f"| `{row.name}` | {row.coarseness:.2%} | {row.seconds_to(FINE):.0f} | {why_coarse(row.name)} |")
    return "\n".join(lines) + "\n"


def _stepped(found: Sequence[RowResult]) -> str:
    """Rows without luck: what keeps a small mistake from showing is a grid, or how near a yes stands to a no."""
    lines = [STEPPED, "", BY_STEPS, "", "| row | step or distance | of |", "|---|---|---|"]
    for name in (row.name for row in found):
        row = row_of(name)
        if row.step > FINE:
            lines.append(f"| `{name}` | {row.step:.2%} | {'the turning point' if row.margin else 'the exact value'} |")
    return "\n".join(lines) + "\n"


def row_of(name: str) -> TheoryRow:
    """A row of the table by its full name."""
    return CASES[name.rpartition(".")[0]].row(name)


@cache
def reasons() -> dict[str, str]:
    """Why rows are coarse, by pattern of their names; the first that fits holds."""
    return tomllib.loads((FOLDER / "coarse.toml").read_text("utf-8"))


def why_coarse(name: str) -> str:
    """Why the standard error of a row stays above 0.2 % in the full run; else there were too few replications."""
    return next((why for pattern, why in reasons().items() if fnmatchcase(name, pattern)), FEW)


def _left_out() -> str:
    reasons = tomllib.loads((FOLDER / "left_out.toml").read_text("utf-8"))
    lines = ["## What the model does not nest", "", "| theory | part | why |", "|---|---|---|"]
    return "\n".join([*lines, *_reasons(reasons)]) + "\n"


def _reasons(reasons: dict[str, dict[str, str]]) -> Iterator[str]:
    for theory, parts in reasons.items():
        for part, why in parts.items():
            yield f"| {theory} | {part} | {why} |"
