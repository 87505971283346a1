"""A project as the sheet has it → the cells of a record under the library's own names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gpss_sim.i18n import Message
from gpss_sim.library.sheets.amount_texts import comma_astray, source_shares
from gpss_sim.library.sheets.amounts import count, decimal_text, money
from gpss_sim.library.sheets.fill import ProjectDraft
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.number_formats import PERCENT, UNREAD
from gpss_sim.library.sheets.table import SheetTable
from gpss_sim.library.sheets.urgency import UNKNOWN, UrgencyScale
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import is_empty, plain, words

Key = tuple[str, int | None]
_PARTS = re.compile(r"[;；,，、|\n]")
_ASKED = re.compile(r"^(?:其中|拟|申请|申报|使用|用|需|安排|来自)+(?=..)")
_JOINED = re.compile(r"[+/＋和及与]")


@dataclass(slots=True)
class DraftCell:
    """A cell of a record: its text in yuan or people, its column, and what is wrong with it.

    Parameters
    ----------
    text : str
    use : Use or None
    wrong : Message or None
    value : str
        As the sheet has it, where that differs from `text`.
    """

    text: str
    use: Use | None
    wrong: Message | None = None
    value: str = ""


@dataclass(slots=True)
class Reader:
    """What is needed to read the cells of a table.

    Parameters
    ----------
    table : Table
    unit : str
        Unit of money where neither heading nor cell has one.
    scale : Scale or None
        How urgency is read; None without a column of it.
    names : dict of str to str
        Words for sources → names in the library.
    ranks : dict of int to int
        Row → class of urgency, where the order of the rows tells it.
    about : list of Message
        Approximate numbers met on the way.
    """

    table: SheetTable
    unit: str
    scale: UrgencyScale | None
    names: Mapping[str, str]
    ranks: Mapping[int, int] = field(default_factory=dict)
    about: list[Message] = field(default_factory=list)

    def record(self, draft: ProjectDraft) -> dict[Key, DraftCell]:
        """Every field that the row fills or should fill."""
        found: dict[Key, DraftCell] = {}
        for use in self.table.uses:
            if use.field and not use.total and use.field != "cost" and (use.field, None) not in found:
                found[use.field, None] = self._entry(draft, use)
        if draft.rows[0] in self.ranks:
            found["urgency", None] = DraftCell(str(self.ranks[draft.rows[0]]), None)
        for year, uses in self._costs():
            found["cost", year] = self._cost(draft, uses)
        if draft.district:
            found["district", None] = DraftCell(draft.district, None)
        if draft.domain:
            found["domain", None] = DraftCell(draft.domain, None)
        if paying := self._paying(draft):
            found.setdefault(("sources", None), DraftCell(";".join(paying), None))
        return found

    def _entry(self, draft: ProjectDraft, use: Use) -> DraftCell:
        cells = draft.cells[use.column]
        if broken := next((cell for cell in cells if cell.formula), None):
            return DraftCell("", use, wrong=_broken(broken.formula), value=broken.formula)
        text = next((cell.text for cell in cells if not is_empty(cell.text)), "")
        match use.field:
            case "urgency":
                return self._urgency(text, use)
            case "beneficiaries" | "benefit" | "posts" | "min_posts":
                return self._number(draft, use, text)
            case "mandatory":
                return DraftCell(_choice(next((c.text for c in cells), ""), "truth", {"yes": "yes", "no": ""}), use)
            case "form":
                return DraftCell(_choice(text, "forms", {}), use)
            case "sources":
                return DraftCell(";".join(dict.fromkeys(p for c in cells for p in self._sources(c.text))), use)
            case "requires" | "excludes":
                return DraftCell(
                    ";".join(part.strip() for part in _PARTS.split(text) if not is_empty(part.strip())), use
                )
        return DraftCell(" ".join(text.split()), use)

    def _urgency(self, text: str, use: Use) -> DraftCell:
        if not text or self.scale is None:
            return DraftCell("", use)
        number = self.scale.read(text)
        if number is None:
            return DraftCell("", use, wrong=Message(UNKNOWN), value=text)
        return DraftCell(str(number), use)

    def _number(self, draft: ProjectDraft, use: Use, text: str) -> DraftCell:
        """People or posts: the sum over the rows of the project and the columns of the field."""
        columns = [each for each in self.table.at(use.field)] if use.field == "beneficiaries" else [use]
        total, some = Decimal(0), False
        for each in columns:
            for row, cell in zip(draft.rows, draft.cells[each.column], strict=True):
                if cell.formula:
                    return DraftCell("", each, wrong=_broken(cell.formula), value=cell.formula)
                if is_empty(cell.text):
                    continue
                amount = count(cell, each)
                if amount.value is None:
                    wrong = _unit_shown(cell, "sheet.format_people")
                    return DraftCell("" if wrong else cell.text, each, wrong=wrong, value=cell.text)
                if amount.about:
                    line, across = self.table.sheet.line(row), self.table.sheet.across(each.column)
                    value = decimal_text(amount.value)
                    self.about.append(Message("sheet.about", row=line, column=across, text=cell.text, value=value))
                total, some = total + amount.value, True
        return DraftCell(decimal_text(total) if some else text, use)

    def _costs(self) -> Iterator[tuple[int | None, list[Use]]]:
        """Columns of money by year; the sum of a sheet by source where it has one, else the sources."""
        parts = self.table.at("cost")
        for year in sorted({use.year for use in parts}, key=lambda y: (y is not None, y or 0)):
            yield year, [use for use in parts if use.year == year]

    def _cost(self, draft: ProjectDraft, uses: Sequence[Use]) -> DraftCell:
        filled = [
            (use, cell) for use in uses for cell in draft.cells[use.column] if cell.formula or not is_empty(cell.text)
        ]
        broken = next(((use, cell) for use, cell in filled if cell.formula), None)
        if broken is not None:
            return DraftCell("", broken[0], wrong=_broken(broken[1].formula), value=broken[1].formula)
        if not filled:
            return DraftCell("", uses[0])
        if len(filled) == 1:
            return self._one_cost(*filled[0])
        total = Decimal(0)
        for use, cell in filled:
            amount = money(cell, use, self.unit)
            if amount.value is None or amount.value < 0:
                return self._one_cost(use, cell)
            total += amount.value
        return DraftCell(decimal_text(total), uses[0])

    def _one_cost(self, use: Use, cell: SheetCell) -> DraftCell:
        amount = money(cell, use, self.unit)
        if amount.value is None:
            wrong = Message("number.comma" if comma_astray(cell.text) else "sheet.amount")
            return DraftCell("", use, wrong=_unit_shown(cell, "sheet.format_money") or wrong, value=cell.text)
        return DraftCell(decimal_text(amount.value), use, value=cell.text)

    def _paying(self, draft: ProjectDraft) -> list[str]:
        """Sources whose column holds money in this row, and those that a cell of money names."""
        found = []
        for use in self.table.uses:
            if use.field == "cost" and use.source:
                amounts = [money(cell, use, self.unit).value for cell in draft.cells[use.column]]
                if any(amount for amount in amounts):
                    found.append(self.names.get(use.source, use.source))
            elif use.field == "cost" and not use.total:
                named = [share.name for cell in draft.cells[use.column] for share in source_shares(cell.text)]
                found += [self.names.get(name, name) for name in named]
        return list(dict.fromkeys(found))

    def _sources(self, text: str) -> Iterator[str]:
        if shares := source_shares(text):
            yield from (self.names.get(share.name, share.name) for share in shares)
            return
        for part in _PARTS.split(text):
            if is_empty(part.strip()):
                continue
            pieces = [piece.strip() for piece in _JOINED.split(part)]
            for piece in pieces if all(plain(p) in self.names for p in pieces) else [part.strip()]:
                yield self.names.get(plain(piece), piece)


def _broken(formula: str) -> Message:
    """What is wrong with a formula without a stored value: its value is an error, or there is none."""
    return Message("sheet.formula_error" if formula.startswith("#") else "sheet.formula")


def _unit_shown(cell: SheetCell, code: str) -> Message | None:
    """What is wrong with a number that its format shows as something else; None if nothing."""
    if cell.number is None or not cell.unit or cell.unit == UNREAD:
        return None
    return Message("sheet.format_percent") if cell.unit == PERCENT else Message(code, unit=cell.unit)


def _choice(text: str, table: str, renamed: Mapping[str, str]) -> str:
    """The library's own word for one of the vocabulary; any other text as it stands."""
    word = plain(text)
    for name, known in words()[table].items():
        if word in {plain(each) for each in known}:
            return renamed.get(name, name)
    return text


def _bare_source(word: str) -> str:
    """A source without what a form says before it: 申请财政资金, 拟用福彩."""
    return _ASKED.sub("", word)


def source_names(table: SheetTable, drafts: Sequence[ProjectDraft]) -> dict[str, str]:
    """Words of the sheet for sources → names that budgets use; a word whose name another has too stays as it is."""
    used = [use.source for use in table.uses if use.field == "cost" and use.source]
    for use in (*table.at("sources"), *(use for use in table.at("cost") if not use.source)):
        for draft in drafts:
            for cell in draft.cells[use.column]:
                shares = source_shares(cell.text) if cell.number is None else []
                used += [share.name for share in shares]
                for part in _PARTS.split(cell.text) if use.field == "sources" and not shares else ():
                    used += [plain(piece) for piece in _JOINED.split(part)] + [plain(part)]
    distinct = list(dict.fromkeys(word for word in used if word and not is_empty(word)))
    named = {
        word: name
        for name, known in words()["sources"].items()
        for word in distinct
        if _bare_source(word) in {plain(each) for each in known}
    }
    values = list(named.values())
    return {word: name for word, name in named.items() if values.count(name) == 1}
