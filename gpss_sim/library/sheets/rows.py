"""Rows of a table: which are projects, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from gpss_sim.library.sheets.grid import Sheet, SheetCell
from gpss_sim.library.sheets.header import is_amount
from gpss_sim.library.sheets.table import RowKind, SheetRow, SheetTable
from gpss_sim.library.sheets.vocabulary import count_units, is_empty, listed, money_units, plain, words

_TOTAL_END = re.compile(r"(?:小计|合计|总计|共计|汇总)(?:[(:（：].*)?$")
_COUNTED = re.compile(r"^(?:以上)?(?:共|总计|合计|共计)?\d+(?:个|项)(?:项目)?(?:合计|小计|总计)?$")
NUMERAL = r"(?:[一二三四五六七八九十]+|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+[类部批项])"
"""Numbers of sections: 一, (二), 第三类."""
NUMERAL_ALONE = re.compile(rf"^{NUMERAL}[、.．]?$")
"""A number of a section and nothing else."""
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．:：)）]|\([一二三四五六七八九十\d]+\)|第[一二三四五六七八九十]+[类部批项][、:：]?)"
)
_KIND = re.compile(r"(?:类|区|县|市|街道|镇|乡|片区|领域|部门|局|办|项目|服务|方面|板块)$")
_SIGNED = re.compile(
    r"^[^:：\d]{0,8}(?:人|领导|负责人|签字|签章|盖章|日期|电话|审核|复核|制表|经办)(?:\([^)]*\))?[:：]"
)
_MASK = re.compile(r"[x×*某○\u3007]{2,}")
_STEP = re.compile(r"^\(?\d{1,2}\)?$|^[a-z]$|^[甲乙丙丁戊己庚辛壬癸]$|^\d+=[\d+]+$|^栏次$|^行次$")


def classify(table: SheetTable) -> list[SheetRow]:
    """Every row below the headings, in order."""
    first = table.header.bottom + 1
    last = _last_table_row(table)
    rows: list[SheetRow] = []
    seen_project = False
    for index in range(first, len(table.sheet.rows)):
        kind = _kind(table, index, seen_project=seen_project, ended=index > last)
        if (
            kind is RowKind.PROJECT
            and rows
            and rows[-1].kind is RowKind.PART
            and _is_further_part(table, index, rows[-1].index)
        ):
            kind = RowKind.PART
        seen_project |= kind is RowKind.PROJECT
        rows.append(SheetRow(index, kind, _text(table.sheet, index)))
    return _with_sections(table, rows)


def _with_sections(table: SheetTable, rows: list[SheetRow]) -> list[SheetRow]:
    """Rows with those taken for projects that name what follows: over headings, or numbered 1 over 1.1 and 1.2."""
    told = [row for row in rows if row.kind is not RowKind.BLANK]
    for row, following in pairwise(told):
        if row.kind is RowKind.PROJECT and not table.filled(row.index, "urgency"):
            alone = sum(not cell.blank for cell in table.sheet.rows[row.index]) == 1
            if (alone and following.kind is RowKind.HEADING) or _is_parent(table, row.index, following.index):
                rows[rows.index(row)] = SheetRow(row.index, RowKind.SECTION, row.text)
    return rows


def _is_parent(table: SheetTable, row: int, following: int) -> bool:
    for column in _number_columns(table):
        own, below = (plain(table.sheet.cell(r, column).text).rstrip("、.") for r in (row, following))
        if own.isdecimal() and re.match(rf"{own}[.．\-—]\d", below):
            return True
    return False


def _is_further_part(table: SheetTable, index: int, above: int) -> bool:
    """Whether a row under 其中 breaks the same amount down: money and words, nothing else of a project.

    It may tell people where the row of 其中 does.
    """
    names = ("urgency", "beneficiaries", "benefit", "district", "agency")
    told = [name for name in names if table.at(name) and (name == "urgency" or not table.filled(above, name))]
    numbered = any(any(sign.isdigit() for sign in table.sheet.cell(index, c).text) for c in _number_columns(table))
    return bool(told) and not numbered and not any(table.filled(index, name) for name in told)


def _last_table_row(table: SheetTable) -> int:
    """Last row that has money and a name, an id or a class of urgency."""
    fit = [
        r
        for r in range(table.header.bottom + 1, len(table.sheet.rows))
        if table.filled(r, "cost") and any(table.filled(r, name) for name in ("name", "id", "urgency"))
    ]
    return fit[-1] if fit else table.header.bottom


def _text(sheet: Sheet, row: int) -> str:
    texts = [" ".join(cell.text.split()) for cell in sheet.rows[row] if cell.text]
    return " · ".join(dict.fromkeys(texts[:3]))


def _kind(table: SheetTable, index: int, *, seen_project: bool, ended: bool) -> RowKind:
    cells = table.sheet.rows[index]
    filled = [(c, cell) for c, cell in enumerate(cells) if not cell.blank]
    if not filled:
        return RowKind.BLANK
    texts = [plain(cell.text) for _, cell in filled if cell.text]
    if _is_heading(table, filled):
        return RowKind.HEADING
    if not seen_project and _is_column_numbers(filled, texts):
        return RowKind.COLUMN_NUMBERS
    leading = [plain(cell.text) for c, cell in filled if cell.text and c <= _reach(table)]
    if (kind := _sum_kind(table, index, leading)) is not None:
        return kind
    if _is_example(table, index, texts):
        return RowKind.EXAMPLE
    if (kind := _remark_kind(table, index, texts)) is not None:
        return kind
    if _is_unfilled(table, index):
        return RowKind.UNFILLED
    return _lone_kind(table, index, filled, ended=ended) or RowKind.PROJECT


def _reach(table: SheetTable) -> int:
    """Last column in which the word for a sum may stand: that of the name, or those in front of the money."""
    names = [use.column for use in table.uses if use.field in ("name", "id", "district", "domain")]
    money = [use.column for use in table.uses if use.field == "cost"]
    return max([*names, *(min(money) - 1 for _ in [0] if money)], default=0)


def _is_heading(table: SheetTable, filled: Sequence[tuple[int, SheetCell]]) -> bool:
    """The headings again, as they stand on every printed page."""
    same = sum(
        c < len(table.header.columns) and plain(cell.text) in {plain(part) for part in table.header.columns[c]}
        for c, cell in filled
        if cell.text
    )
    return same >= 2 and 2 * same >= len(filled)


def _is_column_numbers(filled: Sequence[tuple[int, SheetCell]], texts: Sequence[str]) -> bool:
    """A row that numbers the columns, or gives their units."""
    units = money_units().keys() | count_units().keys()
    if len(texts) == len(filled) and all(text.strip("()") in units for text in texts):
        return True
    steps = [text for text in texts if _STEP.match(text)]
    numbers = [int(text.strip("()")) for text in steps if text.strip("()").isdecimal()]
    rising = len(numbers) >= 3 and all(b - a == 1 for a, b in pairwise(numbers))
    return len(steps) == len(texts) >= 3 and (rising or not numbers)


def _sum_kind(table: SheetTable, index: int, leading: Sequence[str]) -> RowKind | None:
    if not leading:
        known = any(table.filled(index, name) for name in ("name", "id", "urgency", "district"))
        lonely = table.filled(index, "cost") and not known
        return RowKind.TOTAL if lonely else None
    for text in leading:
        word = re.sub(r"\s", "", text).strip(":：()")
        if any(word == part or word.startswith((part + ":", part + "：")) for part in words()["words"]["part"]):
            return RowKind.PART
        bare = re.split(r"[(:（：]", word)[0]
        if bare in listed("words", "subtotal"):
            return RowKind.SUBTOTAL
        if bare in listed("words", "total"):
            return RowKind.TOTAL
        if table.filled(index, "urgency"):
            continue
        if _COUNTED.match(word):
            return RowKind.TOTAL
        if _TOTAL_END.search(word):
            return RowKind.SUBTOTAL
    return None


def _is_example(table: SheetTable, index: int, texts: Sequence[str]) -> bool:
    marks = listed("words", "example")
    for text in texts:
        if text.strip("()[]:：.、") in marks or re.match(
            r"^(?:\(|\[)?(?:示例|样例|范例|填写示例|例如|例[:：]|举例)", text
        ):
            return True
        if re.search(r"[(\[](?:示例|样例|范例|填写示例|仅供参考|举例|此行[^)]*删除[^)]*)[)\]]$", text):
            return True
    names = [plain(table.cell(index, use).text) for use in table.at("name")]
    return any(_MASK.search(name) for name in names)


def _remark_kind(table: SheetTable, index: int, texts: Sequence[str]) -> RowKind | None:
    """Notes and signatures: words of their own, and neither money nor urgency in their columns."""
    if not texts:
        return None
    if sum(bool(_SIGNED.search(text)) for text in texts) > 1:
        return RowKind.SIGNATURE
    holds = any(
        is_amount(table.cell(index, use)) for use in table.uses if use.field in ("cost", "beneficiaries", "benefit")
    )
    first = texts[0]
    if holds or (table.filled(index, "urgency") and len(texts) > 2 and first not in listed("words", "note")):
        return None
    if any(
        re.match(rf"^{re.escape(mark)}(?:\d*\s*[:：、.．]|\d+\b|$|[(（])", first) for mark in listed("words", "note")
    ) or (first.startswith("※") or (re.match(r"^(?:注|说明|备注)\s*[:：]?", first) and len(first) > 8)):
        return RowKind.NOTE
    signs = sum(any(mark in text for text in texts) for mark in listed("words", "sign"))
    colon = any(re.search(r"[:：]", text) for text in texts)
    return RowKind.SIGNATURE if signs and (colon or signs > 1 or len(texts) == 1) else None


def _is_unfilled(table: SheetTable, index: int) -> bool:
    """A row of the form that nobody filled in: at most its number, formulas, and the zeros they give."""
    numbering = _number_columns(table)
    return all(
        is_empty(cell.text) or cell.number == 0 or (c in numbering and _is_number(cell))
        for c, cell in enumerate(table.sheet.rows[index])
    )


def _is_number(cell: SheetCell) -> bool:
    """Whether a cell numbers its row and says nothing else: 7, MZ-007, 七."""
    text = plain(cell.text)
    return text.isascii() or bool(NUMERAL_ALONE.match(text))


def _number_columns(table: SheetTable) -> set[int]:
    """Columns that number the rows."""
    running = listed("running", "headings")
    named = {use.column for use in table.at("id")} if table.at("name") else set()
    return named | {c for c, parts in enumerate(table.header.columns) if parts and plain(parts[-1]) in running}


def _lone_kind(
    table: SheetTable, index: int, filled: Sequence[tuple[int, SheetCell]], *, ended: bool
) -> RowKind | None:
    """A row with one text, and perhaps its sum: the name of what follows, or a note."""
    words_ = [(c, cell) for c, cell in filled if cell.text and not is_amount(cell)]
    distinct = {plain(cell.text) for _, cell in words_}
    told = any(table.filled(index, name) for name in ("urgency",))
    if told or not distinct or len(distinct) > 2:
        return None
    text = plain(words_[-1][1].text)
    amounts = [cell for _, cell in filled if is_amount(cell)]
    first = plain(words_[0][1].text)
    numbered = bool(_NUMBERED.match(first)) or (len(words_) == 2 and bool(NUMERAL_ALONE.match(first)))
    wide = _is_wide(table.sheet, index, words_[0][0])
    name_columns = {use.column for use in table.at("name")}
    if len(distinct) == 2 and not numbered:
        return None
    lone = not amounts or (not table.filled(index, "beneficiaries") and not table.filled(index, "cost"))
    if lone and (ended or len(text) > 20 or text.endswith(("。", "；", "."))):
        return RowKind.NOTE if ended or len(text) > 12 else RowKind.SECTION
    if numbered or wide:
        return RowKind.SECTION
    if words_[0][0] not in name_columns and lone:
        return RowKind.SECTION
    return RowKind.SECTION if lone and _KIND.search(text) and not _name_needs(table, index) else None


def _name_needs(table: SheetTable, index: int) -> bool:
    """Whether a text in the column of names looks like a project whose other cells are missing."""
    return any(table.filled(index, name) for name in ("id", "posts", "agency", "sources"))


def _is_wide(sheet: Sheet, row: int, column: int) -> bool:
    return any(
        area.top == row and area.left <= column <= area.right and area.right - area.left >= 2 for area in sheet.areas
    )
