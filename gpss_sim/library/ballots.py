"""What single voters of a participatory-budget file wanted (Pabulib ``.pb``, section VOTES)."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import read_text
from gpss_sim.i18n import Message
from gpss_sim.numbers import NumberError, read_number

POINTS = ("cumulative", "scoring")
"""Values of the field ``vote_type`` under which voters give points; else all projects they name count alike."""


@dataclass(frozen=True, slots=True)
class VoterGroup:
    """Voters whose ballots are alike.

    Parameters
    ----------
    voters : int
    points : mapping of str to Fraction
        Points by project, all positive; 1 each where voters only name projects.
    """

    voters: int
    points: Mapping[str, Fraction]


def read_ballots(path: Path, known: Container[str]) -> tuple[VoterGroup, ...]:
    """Read the ballots, alike ones together, in order of their first voter.

    Parameters
    ----------
    known : container of str
        Projects that count; votes for others, which were withdrawn or cost nothing, are passed over.

    Raises
    ------
    InputError
        If there are none, or a row does not tell its points.
    """
    kind, rows = _rows(path)
    faults: list[Fault] = []
    found: dict[tuple[tuple[str, Fraction], ...], int] = {}
    for number, row in rows:
        ids = [name.strip() for name in row.get("vote", "").split(",") if name.strip()]
        given = [text.strip() for text in row.get("points", "").split(",")] if kind in POINTS else ["1"] * len(ids)
        try:
            points = [Fraction(read_number(text, low=0)) for text in given] if ids else []
        except NumberError as error:
            faults.append(Fault(str(path), f"row {number}, column points", row.get("points", ""), error.message))
            continue
        if len(points) != len(ids):
            rule = Message("library.ballot_points", ids=len(ids), points=len(points))
            faults.append(Fault(str(path), f"row {number}, column points", row.get("points", ""), rule))
            continue
        ballot = tuple(sorted((name, p) for name, p in zip(ids, points, strict=True) if p and name in known))
        found[ballot] = found.get(ballot, 0) + 1
    if not found and not faults:
        faults.append(Fault(str(path), "VOTES", "", Message("library.ballots_none")))
    if faults:
        raise InputError(faults[:20])
    return tuple(VoterGroup(voters, dict(ballot)) for ballot, voters in found.items())


def _rows(path: Path) -> tuple[str, Iterator[tuple[int, dict[str, str]]]]:
    """Kind of the votes, and rows of the section VOTES with their numbers."""
    reader = csv.reader(io.StringIO(read_text(path), newline=""), delimiter=";")
    kind = ""
    for cells in reader:
        if cells and cells[0].strip() == "vote_type" and len(cells) > 1:
            kind = cells[1].strip()
        if len(cells) == 1 and cells[0].strip().upper() == "VOTES":
            break
    header = [cell.strip() for cell in next(reader, [])]
    return kind, (
        (reader.line_num, dict(zip(header, map(str.strip, cells), strict=False))) for cells in reader if any(cells)
    )
