"""What a sheet leaves open: columns that are missing, and what the user should confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gpss_sim.errors import Fault, nearest
from gpss_sim.i18n import InBoth, Message, Told, listed
from gpss_sim.library.columns import CHINESE
from gpss_sim.library.sheets.amounts import money
from gpss_sim.library.sheets.choose import first_year
from gpss_sim.library.sheets.fill import ProjectDraft
from gpss_sim.library.sheets.header import merged_likeness
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.row_order import says_order
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.urgency import UrgencyScale
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import plain, source_names

FAR = 500
"""How many times the lower quartile of its column an amount must be to be asked about."""
HUGE = Decimal(100_000_000)
"""Lower quartile of amounts [yuan] from which a column is asked about: yuan under a heading in 万元."""
_CANCELLED = re.compile(r"^(?:已|拟|建议|申请)?(?:撤销|取消|作废|退出|终止|撤回|删除|不再实施|不再申报)")
SMALL = Decimal(5_000)
"""Largest amount [yuan] below which a table without a stated unit is asked about."""


def missing_columns(file: str, table: SheetTable, texts: Sequence[str] = ()) -> list[Fault]:
    """Fields without which there is no decision.

    Parameters
    ----------
    file : str
    table : SheetTable
    texts : sequence of str
        Sentences of the file, of which one may say that its rows stand in order of urgency.
    """
    have = {use.field for use in table.uses} | ({"urgency"} if table.by_rows else set())
    spare = [use.heading for use in table.uses if not use.field and use.heading]
    wanted = [("urgency", ("urgency",)), ("beneficiaries", ("beneficiaries", "benefit")), ("cost", ("cost",))]
    faults = [
        Fault(file, "header", "", _no_column(table, name, spare, texts), _hint(name, spare))
        for name, instead in wanted
        if not have & set(instead)
    ]
    if twice := _side_by_side(table):
        faults.append(Fault(file, "header", "", Message("sheet.side_by_side", first=twice[0], last=twice[1])))
    if not have & {"id", "name"}:
        faults.append(Fault(file, "header", "", _no_column(table, "name", spare, texts)))
    return [_untold(file, table, faults)] if faults and not any(use.heading for use in table.uses) else faults


def _untold(file: str, table: SheetTable, faults: Sequence[Fault]) -> Fault:
    """One sentence for a table without headings: what is not known, what its columns hold, what to say."""
    facts = [fault.rule.facts for fault in faults if isinstance(fault.rule, Message)]
    missing = [str(told["field"]) for told in facts if "field" in told]
    fields = InBoth(", ".join(missing), "、".join(CHINESE[name][0] for name in missing))
    columns = Told("; ".join(f"{use.letter}: {use.sample or '–'}" for use in table.uses if use.sample))
    example = InBoth(*(" ".join(f"--map {letter}={name}" for name in missing) for letter in ("LETTER", "列号")))
    return Fault(file, "header", "", Message("sheet.no_headings", fields=fields, columns=columns, example=example))


def _side_by_side(table: SheetTable) -> tuple[str, str] | None:
    """Letters of a second table beside the first, under the same headings."""
    used = {plain(use.heading): use.column for use in table.uses if use.field in ("name", "cost", "urgency")}
    again = [
        use for use in table.uses
        if not use.field and use.column > max(used.values(), default=0) and plain(use.heading) in used
        and any(not cell.blank for cell in table.below(use.column))
    ]  # fmt: skip
    return (again[0].letter, again[-1].letter) if len(again) > 2 else None


def _no_column(table: SheetTable, name: str, spare: Sequence[str], texts: Sequence[str]) -> Message:
    facts = {"field": name, "chinese": CHINESE[name][0], "unused": "、".join(spare) or "–"}
    if name != "urgency":
        return Message("sheet.no_column", **facts)
    says = next((text for text in (*texts, table.sheet.name) if says_order(text)), "")
    return Message("sheet.no_urgency_ordered", **facts, text=says) if says else Message("sheet.no_urgency", **facts)


def _hint(name: str, spare: Sequence[str]) -> str:
    return nearest(name, [plain(text) for text in spare]) or nearest(CHINESE[name][0], spare)


def questions(
    table: SheetTable,
    rows: Sequence[SheetRow],
    drafts: Sequence[ProjectDraft],
    unit: str,
    scale: UrgencyScale | None,
    others: Sequence[str],
) -> list[Message]:
    """What the user should confirm."""
    asked = []
    for use in table.uses:
        names = {"heading": use.heading, "field": use.field, "chinese": CHINESE[use.field][0] if use.field else ""}
        if use.doubtful and use.rival:
            asked.append(Message("sheet.ask_rival", **names, rival=use.rival))
        elif use.doubtful and use.sample:
            asked.append(Message("sheet.ask_guess", **names, column=use.letter, cells=use.sample))
        elif use.doubtful and not use.total:
            asked.append(Message("sheet.ask_field", **names, share=f"{round(100 * use.confidence)}%"))
    amounts = [
        amount.value
        for draft in drafts
        for use in table.at("cost")
        for cell in draft.cells[use.column]
        if (amount := money(cell, use, unit)).value is not None and not amount.own_unit and not use.unit and not unit
    ]
    if amounts and max(amounts) < SMALL:
        heading = table.at("cost")[0].key
        asked.append(Message("sheet.ask_unit", largest=f"{max(amounts).normalize():f}", heading=heading))
    asked += _out_of_size(table, drafts, unit)
    asked += _cancelled(table, drafts)
    if table.by_rows and any(row.kind in (RowKind.SECTION, RowKind.SUBTOTAL) for row in rows):
        asked.append(Message("sheet.ask_order"))
    if aside := [table.sheet.number(draft.rows[0]) for draft in drafts if draft.rows[0] in table.sheet.aside]:
        asked.append(Message("sheet.ask_aside", rows=listed(map(str, aside[:20])), number=len(aside)))
    if scale is not None and scale.doubt:
        asked.append(Message("sheet.ask_direction", heading=table.at("urgency")[0].key))
    if scale is not None and (alike := scale.alike):
        asked.append(Message("sheet.ask_alike", words="、".join(alike[0]), number=alike[1]))
    if own := _own_money(table):
        asked.append(Message("sheet.ask_own", heading=own[0].heading, other=own[1].heading))
    if others:
        asked.append(Message("sheet.ask_sheet", sheet=table.sheet.name, others="、".join(others)))
    return asked


def _out_of_size(table: SheetTable, drafts: Sequence[ProjectDraft], unit: str) -> Iterator[Message]:
    """Amounts far above the others of their column: written in yuan under a heading in 万元."""
    for use in table.at("cost"):
        read = [(draft, money(draft.cells[use.column][0], use, unit)) for draft in drafts]
        amounts = sorted(amount.value for _, amount in read if amount.value)
        if not amounts:
            continue
        usual = amounts[len(amounts) // 4]
        if usual > HUGE and not all(amount.own_unit for _, amount in read):
            across = table.sheet.across(use.column)
            yield Message("sheet.ask_huge", column=across, heading=use.shown, value=f"{usual.normalize():f}")
        most = FAR * usual
        far = [(draft, amount.value) for draft, amount in read if amount.value is not None and amount.value > most]
        if far and not all(amount.own_unit for _, amount in read):
            draft, value = far[0]
            place = table.sheet.line(draft.rows[0]), table.sheet.across(use.column)
            facts = {"row": place[0], "column": place[1], "heading": use.shown}
            yield Message("sheet.ask_size", **facts, value=f"{value.normalize():f}", number=len(far))


def _cancelled(table: SheetTable, drafts: Sequence[ProjectDraft]) -> Iterator[Message]:
    """Projects of which a cell beside says that they are cancelled: they are read all the same."""
    unused = [use for use in table.uses if not use.field]
    for draft in drafts:
        for use in unused:
            text = table.cell(draft.rows[0], use).text
            if _CANCELLED.match(plain(text)):
                yield Message("sheet.ask_cancelled", row=table.sheet.line(draft.rows[0]), text=text)


def _own_money(table: SheetTable) -> tuple[Use, Use] | None:
    """A column of the applicant's own money among those that make up the cost, and one of the others."""
    parts = [use for use in table.at("cost") if use.source and not use.given]
    own = [use for use in parts if source_names().get(use.source) == "self_raised"]
    others = [use for use in parts if use not in own]
    return (own[0], others[0]) if own and others else None


def earlier_years(table: SheetTable) -> Iterator[Message]:
    """Columns of money of years before the one that the title names."""
    first = first_year(table.sheet, table.header)
    used = [use.year for use in table.at("cost") if use.year is not None]
    if first is None or min(used, default=first) < first:
        return
    for use in table.uses:
        parts = table.header.columns[use.column]
        year = next((each.year for each in map(label, reversed(parts)) if each.year), first)
        if year < first and not use.field and (use.unit or "cost" in merged_likeness(parts)):
            yield Message(
                "sheet.earlier_year", column=table.sheet.across(use.column), heading=use.heading, year=str(first)
            )


CONFIRMED = frozenset(
    f"sheet.{name}"
    for name in (
        "ask_direction",
        "ask_field",
        "ask_guess",
        "ask_own",
        "ask_rival",
        "ask_sheet",
        "ask_unit",
        "no_column",
        "no_headings",
        "no_urgency",
        "no_urgency_ordered",
        "urgency",
    )
)
"""Sentences that name an option of the command line."""


def without_options(message: str) -> str:
    """The sentence for a reader who has no command line: on the desk, in the workbook."""
    if isinstance(message, Message) and message.code in CONFIRMED:
        return Message(f"{message.code}_here", **message.facts)
    return message
