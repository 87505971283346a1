"""Rows of projects with what merged and omitted cells stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gpss_sim.i18n import Message
from gpss_sim.library.sheets.evidence import AMOUNTS
from gpss_sim.library.sheets.grid import Area, SheetCell
from gpss_sim.library.sheets.sections import is_place, sections
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import is_empty

GROUPED = ("district", "agency", "domain", "group", "sources")
"""Fields that a sheet may write in the first row of a group only."""


@dataclass(slots=True)
class ProjectDraft:
    """One project as the sheet has it.

    Parameters
    ----------
    rows : list of int
        Its rows, from 0; more than one where its name is merged over them.
    cells : dict of int to list of Cell
        By column, one cell a row; filled from merged cells.
    district, domain : str
        Named by the section it stands in; empty without one.
    """

    rows: list[int]
    cells: dict[int, list[SheetCell]]
    district: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """An amount in a merged cell over several projects."""

    row: int
    use: Use
    cell: SheetCell
    first: int
    last: int


def fill(table: SheetTable, rows: Sequence[SheetRow]) -> tuple[list[ProjectDraft], list[Shared], list[Message]]:
    """Every project with its cells filled, amounts that stand for several projects, and what was filled."""
    projects = [row.index for row in rows if row.kind is RowKind.PROJECT]
    groups = _grouped_rows(table, projects)
    wide = _tall_areas(table)
    runs = {use.column: _run_values(table, use, projects, wide) for use in table.uses if use.field in GROUPED}
    drafts, shared = [], []
    for group in groups:
        cells: dict[int, list[SheetCell]] = {}
        for use in table.uses:
            area = wide.get((group[0], use.column))
            if area is not None and use.field in AMOUNTS and _projects_in(area, groups) > 1:
                shared.append(Shared(group[0], use, table.sheet.cell(area.top, area.left), area.top, area.bottom))
            cells[use.column] = [_cell(table, row, use, wide, runs) for row in group]
        drafts.append(ProjectDraft(group, cells))
    _name_sections(table, rows, drafts)
    return drafts, shared, _notes(table, projects, groups, wide, runs)


def _tall_areas(table: SheetTable) -> dict[tuple[int, int], Area]:
    """Merged areas over more than one row, by every place in their first column."""
    return {
        (row, area.left): area
        for area in table.sheet.areas
        if area.bottom > area.top > table.header.bottom
        for row in range(area.top, area.bottom + 1)
    }


def _grouped_rows(table: SheetTable, projects: Sequence[int]) -> list[list[int]]:
    """Rows of each project: several where the cell of its name is merged over them."""
    names = {use.column for use in table.at("name")}
    tops = {
        row: area.top
        for area in table.sheet.areas
        if area.bottom > area.top > table.header.bottom and area.left in names
        for row in range(area.top, area.bottom + 1)
    }
    groups: dict[int, list[int]] = {}
    for row in projects:
        groups.setdefault(tops.get(row, row), []).append(row)
    return list(groups.values())


def _projects_in(area: Area, groups: Sequence[Sequence[int]]) -> int:
    return sum(area.top <= group[0] <= area.bottom for group in groups)


def _cell(
    table: SheetTable, row: int, use: Use, wide: dict[tuple[int, int], Area], runs: dict[int, dict[int, SheetCell]]
) -> SheetCell:
    area = wide.get((row, use.column))
    if area is not None and use.field not in AMOUNTS:
        return table.sheet.cell(area.top, area.left)
    return runs.get(use.column, {}).get(row) or table.cell(row, use)


def _run_values(
    table: SheetTable, use: Use, projects: Sequence[int], wide: dict[tuple[int, int], Area]
) -> dict[int, SheetCell]:
    """Values for blank cells of a column that names each group once, in its first row; else nothing.

    A column is taken as one when its first row is filled, no value stands twice in rows that follow each
    other, and at least a third of it is blank.
    """
    if any(column == use.column for _, column in wide) or not projects:
        return {}
    cells = [table.cell(row, use) for row in projects]
    texts = [cell.text for cell in cells]
    blank = sum(not text for text in texts)
    twice = any(a and a == b for a, b in pairwise(texts))
    if not texts[0] or twice or 3 * blank < len(texts):
        return {}
    last, values = cells[0], {}
    for row, cell in zip(projects, cells, strict=True):
        last = last if cell.blank else cell
        if cell.blank:
            values[row] = last
    return values


def _name_sections(table: SheetTable, rows: Sequence[SheetRow], drafts: Sequence[ProjectDraft]) -> None:
    """Give each project the district and field that its sections name, where it names none in its own row."""
    by_row = {row.index: names for row, names in sections(table, rows)}
    for draft in drafts:
        for name in by_row[draft.rows[0]]:
            if is_place(name) and not _tells(table, draft, "district"):
                draft.district = name
            elif not is_place(name) and not _tells(table, draft, "domain"):
                draft.domain = name


def _tells(table: SheetTable, draft: ProjectDraft, name: str) -> bool:
    return any(not is_empty(cell.text) for use in table.at(name) for cell in draft.cells[use.column])


def _notes(
    table: SheetTable,
    projects: Sequence[int],
    groups: Sequence[Sequence[int]],
    wide: dict[tuple[int, int], Area],
    runs: dict[int, dict[int, SheetCell]],
) -> list[Message]:
    notes = []
    inside = set(projects)
    for use in table.uses:
        if not use.field or use.field in AMOUNTS:
            continue
        merged = sum(
            row in inside and row > area.top and area.left == use.column
            for (row, _), area in wide.items()
            if _ == use.column
        )
        if merged:
            notes.append(
                Message("sheet.filled_merged", column=table.sheet.across(use.column), heading=use.heading, count=merged)
            )
        if runs.get(use.column):
            count = len(runs[use.column])
            notes.append(
                Message("sheet.filled_blank", column=table.sheet.across(use.column), heading=use.heading, count=count)
            )
    for group in groups:
        if len(group) > 1:
            first, last = (str(table.sheet.mark(row)) for row in (group[0], group[-1]))
            notes.append(Message(_code(table, "sheet.one_project"), first=first, last=last))
    return notes


def _code(table: SheetTable, code: str) -> str:
    """Code of a sentence on several rows, which are columns of the file in a table that lies on its side."""
    return f"{code}_turned" if table.sheet.fields else code
