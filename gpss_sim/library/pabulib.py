"""Participatory-budget files (Pabulib ``.pb``): votes as benefit, the budget and caps of their META.

References
----------
Faliszewski et al. (2023), Participatory budgeting: data, tools and analysis. IJCAI.
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import read_text, refuse
from gpss_sim.i18n import Message
from gpss_sim.library.columns import FORMS
from gpss_sim.library.project import Project
from gpss_sim.money import FEN_PER_YUAN
from gpss_sim.numbers import NumberError, read_amount, read_number

DIGITS = re.compile(r"(\d)\1{5,}")
"""Whole units of a cost that may stand for a withdrawn project: one digit, again and again."""

COUNTS = (
    *("num_projects", "num_votes", "min_length", "max_length", "min_points", "max_points"),
    *("min_sum_points", "max_sum_points", "min_sum_cost", "max_sum_cost", "min_project_cost", "max_project_cost"),
)
"""Fields of META that hold numbers and decide nothing here."""

SELECTED = {"": False, "0": False, "1": True, "2": False, "3": False}
"""Values of the column ``selected`` → whether the officials funded it; 2 and 3 stand for other ends of a project."""

DOWN = ("greedy", "greedy-threshold")
"""Rules of the field ``rule`` that go down the list to its end, as the rules written beside a library do."""

ENDING = ("greedy-no-skip", "greedy-custom")
"""Rules of the field ``rule`` under which the first project that does not fit ends the list."""

OUTLIER = 5
"""How many times the largest other cost, and the budget, such a cost exceeds when it is no price."""


@dataclass(frozen=True, slots=True)
class Election:
    """What a file holds.

    Parameters
    ----------
    projects : tuple of Project
        Votes as benefit, or the score where the file gives one; urgency by its quintile, 5 for the most; of several
        categories the first.
    budget : int [fen]
    caps : tuple of (str, int)
        Most that may be spent on a category [fen].
    threshold : Decimal
        Fewest votes, or the least score, with which a project may be funded.
    officials : tuple of str
        Projects the officials chose; empty when the file does not say.
    left_out : tuple of (str, Message)
        Ids that were not taken over, each with the reason.
    meta : dict of str to str
    remarks : tuple of Message
        What of the file cannot be as it stands, and decides nothing.
    """

    projects: tuple[Project, ...]
    budget: int
    caps: tuple[tuple[str, int], ...]
    officials: tuple[str, ...]
    left_out: tuple[tuple[str, Message], ...]
    meta: dict[str, str]
    threshold: Decimal = Decimal(0)
    remarks: tuple[Message, ...] = ()


def read_pabulib(path: Path) -> Election:
    """Read a ``.pb`` file; ballots are passed over.

    Raises
    ------
    InputError
        If it is no Pabulib file, a number of it cannot be read, or an id stands twice.
    """
    meta, rows = _sections(path)
    faults: list[Fault] = []
    budget = _amount(path, "META, budget", meta.get("budget", ""), faults)
    if not rows:
        faults.append(Fault(str(path), "PROJECTS", "", Message("library.pabulib_none")))
    read: list[tuple[Fraction, int, dict[str, str]]] = []
    column = "score" if rows and all(row.get("score") for _, row in rows) else "votes"
    seen: set[str] = set()
    left_out: list[tuple[str, Message]] = []
    for number, row in rows:
        place = f"row {number}"
        if not row.get("project_id"):
            faults.append(Fault(str(path), f"{place}, column project_id", "", Message("library.no_id")))
            continue
        if row["project_id"] in seen:
            rule = Message("library.pabulib_twice")
            faults.append(Fault(str(path), f"{place}, column project_id", row["project_id"], rule))
        seen.add(row["project_id"])
        if row.get("selected", "") not in SELECTED:
            rule = Message("library.choice", allowed=", ".join(filter(None, SELECTED)))
            faults.append(Fault(str(path), f"{place}, column selected", row["selected"], rule))
        votes = _votes(path, place, row, column, faults)
        cost = _amount(path, f"{place}, column cost", row.get("cost", ""), faults)
        if cost is None or votes is None:
            continue
        read.append((votes, cost, row))
    caps = tuple(_caps(path, meta, faults))
    threshold = _threshold(path, meta, faults)
    if faults or budget is None:
        raise InputError(faults)
    placeholders = _placeholders([cost for _, cost, _ in read], budget)
    counted = []
    for votes, cost, row in read:
        if cost in placeholders:
            left_out.append((row["project_id"], Message("library.pabulib_withdrawn")))
        elif cost <= 0:
            left_out.append((row["project_id"], Message("library.costs_nothing")))
        else:
            counted.append((votes, cost, row))
    projects = tuple(_project(votes, cost, row, rank) for rank, (votes, cost, row) in _quintiles(counted))
    officials = tuple(row["project_id"] for _, row in rows if SELECTED[row.get("selected", "")])
    domains = {p.domain for p in projects}
    caps = tuple((name, fen) for name, fen in caps if name in domains)
    return Election(
        projects, budget, caps, officials, tuple(left_out), meta, threshold, tuple(_remarks(meta, len(rows)))
    )


def rule_told(election: Election) -> Message | None:
    """How far the rules of `rules_text` are those by which the officials decided, where the file says it otherwise."""
    rule = election.meta.get("rule", "")
    if rule in DOWN or rule == ENDING[0]:
        return None
    known = {"": "unknown", "unknown": "unknown", ENDING[1]: "custom", "greedy-exclusive": "exclusive"}
    return Message(f"library.pabulib_rule_{known.get(rule, 'other')}", rule=rule)


def _remarks(meta: dict[str, str], rows: int) -> Iterator[Message]:
    """Numbers of META that are none, and a number of projects that is not the file's."""
    names, amounts = _categories(meta)
    if amounts and len(names) != len(amounts):
        yield Message("library.pabulib_caps", amounts=len(amounts), categories=len(names))
    for name in COUNTS:
        if not (text := meta.get(name, "")):
            continue
        try:
            number = read_number(text)
        except NumberError as error:
            yield Message("library.pabulib_number", field=name, text=text, why=error.message)
            continue
        if name == "num_projects" and number != rows:
            yield Message("library.pabulib_projects", said=text, rows=rows)


def rules_text(election: Election) -> str:
    """Rules as officials apply them: down the list by votes, to its end or to the first that does not fit, as the file
    says; above the threshold, within the caps per category."""
    ranking = '[ranking]\nby = "benefit"\nuse_urgency = false\n'
    if election.meta.get("rule", "") in ENDING:
        ranking += "skip = false\n"
    if election.threshold:
        ranking += f"threshold = {election.threshold:f}\n"
    return f"{ranking}\n" + "".join(
        f"[[limit]]\nname = {json.dumps(f'category {name}', ensure_ascii=False)}\n"
        f"where = {{ domain = [{json.dumps(name, ensure_ascii=False)}] }}\nmax = {fen / 100:.2f}\n\n"
        for name, fen in election.caps
    )


def _sections(path: Path) -> tuple[dict[str, str], list[tuple[int, dict[str, str]]]]:
    text = read_text(path)
    meta: dict[str, str] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    section = ""
    header: list[str] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";")  # other signs end lines in Python's own
    for cells in _cells(reader, str(path)):
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
        elif any(cell.strip() for cell in cells[len(header) :]):
            rule = Message("library.pabulib_cells", cells=len(cells), columns=len(header))
            raise InputError([Fault(str(path), f"row {reader.line_num}", cells[0], rule)])
        else:
            rows.append((reader.line_num, dict(zip(header, map(str.strip, cells), strict=False))))
    if not meta or (rows and "project_id" not in rows[0][1]):
        raise refuse(str(path), "library.pabulib")
    return meta, rows


def _cells(reader: Any, name: str) -> Iterator[list[str]]:
    """Rows of a CSV reader; what is no CSV is told with its row."""
    try:
        yield from reader
    except csv.Error as error:
        raise refuse(name, "library.csv", f"row {reader.line_num}", why=str(error)) from None


def _amount(path: Path, place: str, text: str, faults: list[Fault]) -> int | None:
    try:
        return read_amount(text)
    except NumberError as error:
        faults.append(Fault(str(path), place, text, error.message))
        return None


def _placeholders(costs: Sequence[int], budget: int) -> set[int]:
    """Costs of one repeated digit that lie far above the budget and every other cost [fen]."""
    alike = {cost for cost in costs if not cost % FEN_PER_YUAN and DIGITS.fullmatch(str(cost // FEN_PER_YUAN))}
    largest = max([budget, *(cost for cost in costs if cost not in alike)])
    return {cost for cost in alike if cost > OUTLIER * largest}


def _threshold(path: Path, meta: dict[str, str], faults: list[Fault]) -> Decimal:
    """Least score, or fewest votes, with which a project may be funded; 0 where the file asks for none."""
    text = meta.get("min_project_score_threshold", "")
    try:
        return read_number(text, low=0) if text else Decimal(0)
    except NumberError as error:
        faults.append(Fault(str(path), "META, min_project_score_threshold", text, error.message))
        return Decimal(0)


def _votes(path: Path, place: str, row: dict[str, str], column: str, faults: list[Fault]) -> Fraction | None:
    """Return the score where every project has one, else votes, or the score where there are none."""
    column = column if row.get(column) else "score" if row.get("score") else "votes"
    text = row.get(column, "")
    try:
        return Fraction(read_number(text, low=0))
    except NumberError as error:
        faults.append(Fault(str(path), f"{place}, column {column}", text, error.message))
        return None


def _quintiles(
    counted: list[tuple[Fraction, int, dict[str, str]]],
) -> Iterator[tuple[int, tuple[Fraction, int, dict[str, str]]]]:
    """Urgency 5 for the fifth with most votes, and so on; equal votes share the higher class."""
    order = sorted((votes for votes, _, _ in counted), reverse=True)
    first = {votes: place for place, votes in reversed(list(enumerate(order)))}
    for entry in counted:
        yield 5 - 5 * first[entry[0]] // len(order), entry


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


def _categories(meta: dict[str, str]) -> tuple[list[str], list[str]]:
    """Categories, and the amounts that may be spent on them, in one order."""
    names = [html.unescape(name).strip() for name in meta.get("categories", "").split(",")]
    return names, [text for text in meta.get("budget_per_category", "").split(",") if text.strip()]


def _caps(path: Path, meta: dict[str, str], faults: list[Fault]) -> Iterator[tuple[str, int]]:
    """Most that may be spent on each category; on none where it cannot be told which amount is whose."""
    names, amounts = _categories(meta)
    told = dict(zip(names, amounts, strict=True)) if len(names) == len(amounts) else {}
    for name, text in told.items():
        fen = _amount(path, "META, budget_per_category", text, faults)
        if fen is not None:
            yield name, fen
