"""From the sheets of a file to the projects of a library, and what was understood on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from gpss_sim.errors import Fault, InputError
from gpss_sim.i18n import Message
from gpss_sim.library.columns import Column
from gpss_sim.library.project import Project
from gpss_sim.library.record import NoProjectsError, project
from gpss_sim.library.sheets.amounts import count, money
from gpss_sim.library.sheets.answers import REVERSED, SheetAnswers
from gpss_sim.library.sheets.choose import choose, remarks, unit_of_table
from gpss_sim.library.sheets.drafts import DraftCell, Key, Reader, source_names
from gpss_sim.library.sheets.fill import ProjectDraft, Shared, fill
from gpss_sim.library.sheets.grid import Sheet, SheetCell
from gpss_sim.library.sheets.ids import Identity, make_ids
from gpss_sim.library.sheets.money_columns import with_one_unit
from gpss_sim.library.sheets.questions import earlier_years, missing_columns, questions
from gpss_sim.library.sheets.row_order import by_order, ranges
from gpss_sim.library.sheets.rows import classify
from gpss_sim.library.sheets.sheet_columns import is_running
from gpss_sim.library.sheets.sheet_record import SheetRecord, cell_fault
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.totals import check_totals, row_sums, source_sums
from gpss_sim.library.sheets.understood import CellFault, LeftOut, Understood
from gpss_sim.library.sheets.urgency import UrgencyScale, scale_of
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import is_empty


def understand(
    file: str, sheets: Sequence[Sheet], answers: SheetAnswers | None = None
) -> tuple[list[tuple[int | str, Project]], Understood]:
    """Find the table, read its rows, and say what was understood.

    Parameters
    ----------
    file : str
        Named in errors.
    sheets : sequence of Sheet
    answers : SheetAnswers, optional
        What the user said of the file.

    Returns
    -------
    list of (int or str, Project), Understood
        Each project with the number of its row, or the letter of its column in a table that lies on its side.

    Raises
    ------
    InputError
        With every fault.
    """
    answers = answers or SheetAnswers()
    choice = choose(file, sheets, answers)
    table = choice.table
    faults = missing_columns(file, table, remarks(sheets, table))
    if faults:
        raise InputError(faults)
    rows = classify(table)
    drafts, shared, notes = fill(table, rows)
    if not drafts:
        raise NoProjectsError(file)
    exact = _is_exact(table)
    unit, unit_from = unit_of_table(sheets, table)
    table = table if unit else replace(table, uses=with_one_unit(table.uses))
    scale = _scale(table, drafts, remarks(sheets, table), answers)
    ranks = by_order([draft.rows[0] for draft in drafts], last=table.by_rows == "last") if table.by_rows else {}
    names = {} if exact else source_names(table, drafts)
    reader = Reader(table, unit, scale, names, ranks)
    records = [reader.record(draft) for draft in drafts]
    ids, made = _ids(table, drafts, records)
    projects, faults = _projects(file, table, drafts, records, ids, shared)
    if faults:
        raise InputError(sorted(faults, key=_place))
    if table.sheet.hidden:
        notes.append(Message("sheet.hidden", sheet=table.sheet.name))
    notes += [*reader.about, *check_totals(table, rows, _amount_reader(unit))]
    notes += [*row_sums(table, drafts, unit), *source_sums(table, drafts, unit), *earlier_years(table)]
    if ranks:
        notes.append(Message("sheet.urgency_rows", pairs=ranges(table.sheet, ranks)))
    if made:
        notes.append(Message("sheet.ids_made", count=len(made), of=len(drafts)))
    understood = Understood(
        file,
        table.sheet.name,
        choice.others,
        _headings(table),
        len(drafts),
        table.uses,
        unit,
        unit_from,
        scale.classes if scale is not None and not exact_numbers(scale) else (),
        tuple(names.items()),
        tuple(_left_out(table, rows)),
        tuple(notes),
        tuple(questions(table, rows, drafts, unit, scale, choice.others)),
        exact and not made and not _left_out(table, rows) and not notes,
        any("\u4e00" <= sign <= "\u9fff" for parts in table.header.columns for part in parts for sign in part),
    )
    return projects, understood


def _headings(table: SheetTable) -> tuple[int | str, int | str]:
    """First and last row of the headings; of a table without any, its first row and the number before."""
    top = table.sheet.mark(table.header.top)
    if table.header.bottom >= table.header.top or isinstance(top, str):
        return top, table.sheet.mark(table.header.bottom)
    return top, top - 1


def exact_numbers(scale: UrgencyScale) -> bool:
    """Whether urgency stands in the sheet as the library wants it."""
    return all(word == str(number) for word, number in scale.classes)


def _place(fault: Fault) -> tuple[int, int]:
    return (fault.row, fault.column) if isinstance(fault, CellFault) else (-1, -1)


def _is_exact(table: SheetTable) -> bool:
    """Whether the table has no title, one row of headings, and every used heading is the library's own."""
    alone = table.header.top == table.header.bottom and all(table.sheet.blank(row) for row in range(table.header.top))
    return alone and all(use.confidence == 1.0 and not use.given for use in table.uses if use.field)


def _scale(
    table: SheetTable, drafts: Sequence[ProjectDraft], said: Sequence[str], answers: SheetAnswers
) -> UrgencyScale | None:
    uses = table.at("urgency")
    if not uses:
        return None
    texts = [cell.text for draft in drafts for cell in draft.cells[uses[0].column][:1] if not is_empty(cell.text)]
    reverse = any(wish.field == "urgency" and wish.unit == REVERSED for wish in answers.columns.values())
    return scale_of(texts, uses[0].heading, said, reverse=reverse).told(answers.urgency, texts)


def _ids(
    table: SheetTable, drafts: Sequence[ProjectDraft], records: Sequence[Mapping[Key, DraftCell]]
) -> tuple[list[str], list[int]]:
    columns = table.at("id")
    running = not columns or _numbers_rows(table, drafts, columns[0])

    def text(record: Mapping[Key, DraftCell], name: str) -> str:
        return record[name, None].text if (name, None) in record else ""

    rest = ("agency", "domain", "group", "urgency", "beneficiaries")
    rows = [
        Identity(
            text(record, "id"),
            text(record, "name") or "·".join(cell.text for cells in draft.cells.values() for cell in cells),
            text(record, "district"),
            "|".join(
                [*(text(record, name) for name in rest), *(e.text for (n, _), e in record.items() if n == "cost")]
            ),
        )
        for draft, record in zip(drafts, records, strict=True)
    ]
    return make_ids(rows, running=running)


def _numbers_rows(table: SheetTable, drafts: Sequence[ProjectDraft], use: Use) -> bool:
    """Whether a column numbers the rows: by its heading, or by what stands in it where it has none."""
    if parts := table.header.columns[use.column]:
        return is_running(parts[-1])
    return all(cell.text.isdecimal() for draft in drafts for cell in draft.cells[use.column])


def _projects(
    file: str,
    table: SheetTable,
    drafts: Sequence[ProjectDraft],
    records: Sequence[dict[Key, DraftCell]],
    ids: Sequence[str],
    shared: Sequence[Shared],
) -> tuple[list[tuple[int | str, Project]], list[Fault]]:
    """Every row as a project; the faults of all rows, each with its cell."""
    years = sorted({use.year for use in table.at("cost") if use.year is not None})
    known = [Column("cost", year, Decimal(1)) for year in (years or (None,))]
    links = _links(records, ids)
    joint = {(each.row, each.use.field): each for each in shared}
    found: list[tuple[int | str, Project]] = []
    faults: list[Fault] = []
    for draft, entries, name in zip(drafts, records, ids, strict=True):
        row = draft.rows[0]
        entries["id", None] = DraftCell(name, entries["id", None].use if ("id", None) in entries else None)
        own, done = [], set()
        for (field_, _), entry in entries.items():
            if entry.wrong is not None:
                own.append(cell_fault(file, table.sheet, row, entry.use, field_, entry.value, entry.wrong))
                done.add(field_)
        for (at, field_), each in joint.items():
            if at == row:
                rule = _shared(table, each)
                own.append(cell_fault(file, table.sheet, row, each.use, field_, each.cell.text, rule))
                done.add(field_)
        for field_ in ("requires", "excludes"):
            if (field_, None) in entries:
                entry = entries[field_, None]
                entry.text = ";".join(links.get(part, part) for part in entry.text.split(";") if part)
        record = SheetRecord(
            file,
            table.sheet.number(row),
            {key: (e.text, key[0], Decimal(1)) for key, e in entries.items()},
            sheet=table.sheet,
            index=row,
            uses={key: e.use for key, e in entries.items() if e.use is not None},
            originals={key: e.value for key, e in entries.items() if e.value},
            done=done | ({"benefit"} if "beneficiaries" in done else set()),
        )
        read = project(record, known)
        faults += [*own, *record.faults]
        if read is not None and not own:
            found.append((table.sheet.mark(row), read))
    return found, faults


def _shared(table: SheetTable, each: Shared) -> Message:
    code = "sheet.shared_turned" if table.sheet.fields else "sheet.shared"
    return Message(code, first=str(table.sheet.mark(each.first)), last=str(table.sheet.mark(each.last)))


def _links(records: Sequence[Mapping[Key, DraftCell]], ids: Sequence[str]) -> dict[str, str]:
    """What a row may be called by others, where only one row is called so → its id."""
    called: dict[str, list[str]] = {}
    for record, name in zip(records, ids, strict=True):
        for field_ in ("id", "name"):
            if (field_, None) in record and record[field_, None].text:
                called.setdefault(record[field_, None].text, []).append(name)
    return {text: names[0] for text, names in called.items() if len(set(names)) == 1}


def _amount_reader(unit: str):  # type: ignore[no-untyped-def]
    def read(cell: SheetCell, use: Use) -> Decimal | None:
        return (money(cell, use, unit) if use.field == "cost" else count(cell, use)).value

    return read


def _left_out(table: SheetTable, rows: Sequence[SheetRow]) -> list[LeftOut]:
    kept = (RowKind.PROJECT, RowKind.BLANK)
    return [LeftOut(table.sheet.mark(row.index), row.kind, row.text) for row in rows if row.kind not in kept]
