"""A library over several sheets with the same headings, such as one a district, read together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.library.project import Project
from gpss_sim.library.sheets.answers import SheetAnswers
from gpss_sim.library.sheets.choose import choose, headed
from gpss_sim.library.sheets.grid import Sheet
from gpss_sim.library.sheets.read import understand
from gpss_sim.library.sheets.sections import is_place
from gpss_sim.library.sheets.understood import Understood
from gpss_sim.library.sheets.vocabulary import plain

ALL = frozenset(("all", "*", "全部", "所有"))
"""What stands for every sheet in ``--sheet``."""


def is_all(sheets: Sequence[Sheet], wanted: str) -> bool:
    """Whether the user asked for every sheet; a sheet of that name goes first."""
    return plain(wanted) in ALL and all(plain(sheet.name) != plain(wanted) for sheet in sheets)


def understand_all(
    file: str, sheets: Sequence[Sheet], answers: SheetAnswers
) -> tuple[list[tuple[int | str, Project]], Understood]:
    """Read the sheets that have the same headings; where there are several such groups, the largest.

    A project without a district, or else without a field of service, takes the name of its sheet for it. Ids that
    stand in two sheets get the name of their sheet in front.

    Parameters
    ----------
    file : str
        Named in errors.
    sheets : sequence of Sheet
    answers : SheetAnswers
        What the user said of the file.

    Returns
    -------
    list of (int or str, Project), Understood
        Each project with the number of its row in its own sheet.

    Raises
    ------
    InputError
        With every fault of every sheet.
    """
    best = choose(file, sheets, replace(answers, sheet=""))
    with_table = [sheet for sheet in sheets if sheet.name in (best.table.sheet.name, *best.others)]
    headings = [_headings(sheet) for sheet in with_table]
    alike = max(headings, key=headings.count)
    names = [sheet.name for sheet, own in zip(with_table, headings, strict=True) if own == alike]
    read: list[tuple[str, list[tuple[int | str, Project]], Understood]] = []
    faults: list[Fault] = []
    for name in names:
        try:
            read.append((name, *understand(file, sheets, replace(answers, sheet=name))))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    seen = Counter(p.id for _, found, _ in read for _, p in found)
    projects = [
        (row, _placed(_named(p, sheet, {q.id for _, q in found if seen[q.id] > 1}), sheet))
        for sheet, found, _ in read
        for row, p in found
    ]
    left = tuple(name for name in (best.table.sheet.name, *best.others) if name not in names)
    return projects, _together([told for _, _, told in read], left)


def _headings(sheet: Sheet) -> tuple[str, ...]:
    found = headed(sheet)
    return () if found is None else tuple(plain("".join(parts)) for parts in found[1].columns if parts)


def _named(p: Project, sheet: str, repeated: set[str]) -> Project:
    """A project whose id, and those that it names, are told from the same ones of other sheets."""

    def own(name: str) -> str:
        return f"{sheet}-{name}" if name in repeated else name

    return replace(p, id=own(p.id), requires=tuple(map(own, p.requires)), excludes=tuple(map(own, p.excludes)))


def _placed(p: Project, sheet: str) -> Project:
    if is_place(plain(sheet)):
        return p if p.district else replace(p, district=sheet)
    return p if p.domain else replace(p, domain=sheet)


def _together(told: Sequence[Understood], left: Sequence[str]) -> Understood:
    first = told[0]
    names = "、".join(each.sheet for each in told)
    notes = [each.place for each in told]
    notes += [Message("sheet.in_sheet", sheet=each.sheet, text=note) for each in told for note in each.notes]
    asked = list(dict.fromkeys(q for each in told for q in each.questions if q.code != "sheet.ask_sheet"))
    if left:
        asked.append(Message("sheet.not_joined", others="、".join(left)))
    return replace(
        first,
        sheet=names,
        others=tuple(left),
        rows=sum(each.rows for each in told),
        urgency=tuple(dict.fromkeys(pair for each in told for pair in each.urgency)),
        sources=tuple(dict.fromkeys(pair for each in told for pair in each.sources)),
        left_out=tuple(replace(row, text=f"{each.sheet} · {row.text}") for each in told for row in each.left_out),
        notes=tuple(notes),
        questions=tuple(asked),
        exact=False,
    )
