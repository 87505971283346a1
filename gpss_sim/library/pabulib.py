"""Participatory-budget files (Pabulib ``.pb``): votes as benefit, the budget and caps of their META.

References
----------
Faliszewski et al. (2023), Participatory budgeting: data, tools and analysis. IJCAI.
"""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.library.columns import FORMS
from gpss_sim.library.project import Project
from gpss_sim.money import to_fen

PLACEHOLDER = 999_999_999
"""Cost that stands for a withdrawn project, in units of currency."""


@dataclass(frozen=True, slots=True)
class Election:
    """What a file holds.

    Parameters
    ----------
    projects : tuple of Project
        Votes as benefit; urgency by quintile of votes, 5 for the most; of several categories the first.
    budget : int [fen]
    caps : tuple of (str, int)
        Most that may be spent on a category [fen].
    officials : tuple of str
        Projects the officials chose; empty when the file does not say.
    left_out : tuple of (str, str)
        Ids that were not taken over, each with the reason.
    meta : dict of str to str
    """

    projects: tuple[Project, ...]
    budget: int
    caps: tuple[tuple[str, int], ...]
    officials: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    meta: dict[str, str]


def read_pabulib(path: Path) -> Election:
    """Read a ``.pb`` file; ballots are passed over.

    Raises
    ------
    InputError
        If it is no Pabulib file, or its budget or a cost cannot be read.
    """
    meta, rows = _sections(path)
    faults: list[Fault] = []
    budget = _amount(path, "META, budget", meta.get("budget", ""), faults)
    if not rows:
        faults.append(Fault(str(path), "PROJECTS", "", "holds no project"))
    counted: list[tuple[Fraction, int, dict[str, str]]] = []
    left_out: list[tuple[str, str]] = []
    for number, row in rows:
        place = f"row {number}"
        votes = _votes(path, place, row, faults)
        cost = _amount(path, f"{place}, column cost", row.get("cost", ""), faults)
        if cost is None or votes is None:
            continue
        if cost >= to_fen(PLACEHOLDER):
            left_out.append((row["project_id"], "placeholder cost of a withdrawn project"))
        elif cost <= 0:
            left_out.append((row["project_id"], "costs nothing"))
        else:
            counted.append((votes, cost, row))
    if faults or budget is None:
        raise InputError(faults)
    projects = tuple(_project(votes, cost, row, rank) for rank, (votes, cost, row) in _quintiles(counted))
    officials = tuple(row["project_id"] for _, row in rows if row.get("selected", "").strip() == "1")
    domains = {p.domain for p in projects}
    caps = tuple((name, fen) for name, fen in _caps(meta) if name in domains)
    return Election(projects, budget, caps, officials, tuple(left_out), meta)


def rules_text(election: Election) -> str:
    """Caps per category as a rules file; empty without caps."""
    return "".join(
        f"[[limit]]\nname = {json.dumps(f'category {name}', ensure_ascii=False)}\n"
        f"where = {{ domain = [{json.dumps(name, ensure_ascii=False)}] }}\nmax = {fen / 100:.2f}\n\n"
        for name, fen in election.caps
    )


def _sections(path: Path) -> tuple[dict[str, str], list[tuple[int, dict[str, str]]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError([Fault(str(path), "file", "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise InputError([Fault(str(path), "file", "", "must be UTF-8 text")]) from None
    meta: dict[str, str] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    section = ""
    header: list[str] = []
    reader = csv.reader(text.splitlines(), delimiter=";")
    for cells in reader:
        if len(cells) == 1 and cells[0].strip().upper() in ("META", "PROJECTS", "VOTES"):
            section, header = cells[0].strip().upper(), []
        elif section == "VOTES":
            break
        elif not any(cells) or not section:
            continue
        elif not header:
            header = [cell.strip() for cell in cells]
        elif section == "META":
            meta[cells[0].strip()] = ";".join(cells[1:]).strip()
        else:
            rows.append((reader.line_num, dict(zip(header, map(str.strip, cells), strict=False))))
    if not meta or (rows and "project_id" not in rows[0][1]):
        raise InputError([Fault(str(path), "file", "", "is no Pabulib file: META and PROJECTS with project_id")])
    return meta, rows


def _amount(path: Path, place: str, text: str, faults: list[Fault]) -> int | None:
    try:
        return to_fen(text.replace(",", ".").replace(" ", ""))
    except ArithmeticError:
        faults.append(Fault(str(path), place, text, "must be an amount"))
        return None


def _votes(path: Path, place: str, row: dict[str, str], faults: list[Fault]) -> Fraction | None:
    """Return votes, or the score where there are none."""
    text = row.get("votes") or row.get("score") or ""
    try:
        return Fraction(text.replace(",", "."))
    except ValueError:
        faults.append(Fault(str(path), f"{place}, column votes", text, "must be a number"))
        return None


def _quintiles(
    counted: list[tuple[Fraction, int, dict[str, str]]],
) -> Iterator[tuple[int, tuple[Fraction, int, dict[str, str]]]]:
    """Urgency 5 for the fifth with most votes, and so on; equal votes share the higher class."""
    order = sorted((votes for votes, _, _ in counted), reverse=True)
    for entry in counted:
        yield 5 - 5 * order.index(entry[0]) // len(order), entry


def _project(votes: Fraction, cost: int, row: dict[str, str], urgency: int) -> Project:
    domain = html.unescape(row.get("category", "")).split(",")[0].strip()
    return Project(
        row["project_id"],
        urgency,
        votes,
        cost,
        name=html.unescape(row.get("name", "")),
        domain=domain,
        group=row.get("beneficiaries", "").split(",")[0] or row.get("target", "").split(",")[0],
        district=row.get("subunit", "") or row.get("neighborhood", ""),
        form=FORMS["project"],
    )


def _caps(meta: dict[str, str]) -> Iterator[tuple[str, int]]:
    names = [html.unescape(name).strip() for name in meta.get("categories", "").split(",")]
    amounts = [text for text in meta.get("budget_per_category", "").split(",") if text.strip()]
    if amounts:
        yield from ((name, to_fen(text)) for name, text in zip(names, amounts, strict=False))
