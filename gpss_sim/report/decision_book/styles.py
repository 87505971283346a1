"""Cell formats of the decision's workbook, and how much room a text takes."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONTS = {"zh": "宋体", "en": "Calibri"}
HEAD = {"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}
BAND = {"border": 1, "bold": True, "bg_color": "#F2F2F2", "valign": "vcenter", "text_wrap": True}
MONEY = {"zh": "#,##0.00####", "en": "#,##0.00"}
LINE = 15.0
"""Height of a line of text [pt]."""


class Styles:
    """Formats made once a workbook and kept by what they hold.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    lang : str
    """

    def __init__(self, book: xlsxwriter.Workbook, lang: str) -> None:
        self._book, self._lang = book, lang
        self._made: dict[str, Format] = {}

    def get(self, **look: Any) -> Format:
        """Return the format of a look."""
        key = repr(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": FONTS[self._lang], "font_size": 10, **look})
        return self._made[key]

    def cell(self, kind: str = "", base: dict[str, Any] | None = None) -> Format:
        """Format of a bordered cell: ``money``, ``number``, ``share``, ``date``, ``center`` or text."""
        look = dict(CELL if base is None else base)
        formats = {"money": MONEY[self._lang], "yuan": "#,##0.00", "number": "#,##0.##", "whole": "0", "share": "0%"}
        if kind in formats:
            look |= {"num_format": formats[kind], "align": "right"}
        elif kind == "date":
            look |= {"num_format": "yyyy-mm-dd", "align": "left", "indent": 1}
        elif kind == "center":
            look["align"] = "center"
        else:
            look["indent"] = 1
        return self.get(**look)

    @property
    def head(self) -> Format:
        """Format of a heading."""
        return self.get(**HEAD)


def put(sheet: Worksheet, row: int, column: int, value: object, look: Format) -> None:
    """Write a value: text as text whatever it begins with, truth values as such, nothing as a blank cell."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, (int, float, Fraction)):
        sheet.write_number(row, column, float(value), look)
    else:
        sheet.write(row, column, value, look)


def width_of(text: str) -> int:
    """Columns that a text takes, a Chinese character two.

    >>> width_of("区 A")
    4
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def lines_of(text: str, width: float) -> int:
    """Lines that a text takes in a column of `width` characters."""
    room = max(1, int(width))
    if "\n" not in text:
        return -(-int(width_of(text) * 1.05 + 1) // room)
    return sum(-(-int(width_of(part) * 1.05 + 1) // room) for part in text.split("\n"))
