"""What Excel's number formats add to a number: leading zeros, a prefix, a unit, a year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from gpss_sim.library.sheets.vocabulary import count_units, money_units
from gpss_sim.numbers import UNITS, NumberError, narrow, unit_written, unknown_unit

Formats = dict[tuple[int, int], tuple[str, str]]
"""Number format, and formula of a cell without a stored value, by row and column from 0."""

BUILT_IN = {9: "0%", 10: "0.00%"}
"""Formats that Excel knows by number, where they show another number than the cell holds."""
_CODE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<zeros>0+)|(?P<other>.)')
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|([\u4e00-\u9fff]+)')
_YEAR = re.compile(r'^y+("?年度?"?|\\年)?$')


def zero_padded(number: Decimal, code: str) -> str:
    """Text of a whole number under a format that only pads with zeros and adds text; empty for other formats.

    >>> zero_padded(Decimal(123), "00000"), zero_padded(Decimal(7), '"MZ-"000'), zero_padded(Decimal(7), "0.00")
    ('00123', 'MZ-007', '')
    """
    if number != number.to_integral_value() or number < 0:
        return ""
    parts, zeros = "", 0
    for piece in _CODE.finditer(code.split(";")[0]):
        if piece["zeros"]:
            if zeros:
                return ""
            zeros = len(piece["zeros"])
            parts += str(int(number)).zfill(zeros)
        elif piece["other"] is not None and piece["other"] not in "-/ ":
            return ""
        else:
            parts += piece["quoted"] or piece["escaped"] or piece["other"] or ""
    return parts if zeros > 1 or (zeros and any(letter.isascii() and letter.isalpha() for letter in parts)) else ""


UNREAD = "?"
"""Unit of a format that names none known here, or scales to another than it names."""
PERCENT = "%"
"""Unit of a format that shows a hundred times the number, with a sign of per cent."""
DOLLARS = "$"
"""Unit of a format that shows dollars: a sheet that counts in dollars has its amounts so, no sheet in yuan."""
_CURRENCY = re.compile(r"\[\$([^\]-]*)|\b(USD|EUR|GBP|JPY|HKD|KRW|TWD)\b|([$€£₩₽₹])")
_YUAN = {"", "¥", "￥", "元", "CNY", "RMB"}


def unit_of(code: str) -> str:
    """Unit of an amount, or of people, that a format names; empty without one, `UNREAD` for what cannot be read.

    A percentage is no number of anything, whatever its heading says: its unit is `PERCENT`.

    A format that scales and names no unit shows in the unit of the heading what the cell holds in yuan.

    >>> unit_of('0.0"万元"'), unit_of('0"千元"'), unit_of("#,##0.00"), unit_of("0!.0,")
    ('万元', '千元', '', '元')
    >>> unit_of('0.0"万人次"'), unit_of('0.0,"万元"')
    ('万人次', '?')
    >>> unit_of("0.00%"), unit_of('0"%"')
    ('%', '%')
    >>> unit_of('"$"#,##0'), unit_of("[$$-409]0.00"), unit_of("[$€-407]0"), unit_of("[$¥-804]0")
    ('$', '$', '?', '')
    """
    if "%" in _section(code):
        return PERCENT
    if foreign := {"".join(parts) for parts in _CURRENCY.findall(code.split(";")[0])} - _YUAN:
        return DOLLARS if foreign <= {"$", "US$", "USD"} else UNREAD
    try:
        named = unit_shown(code, money_units() | count_units())
    except NumberError:
        return UNREAD
    return named or ("元" if _scale(_section(code)) > 1 else "")


def date_text(value: date, code: str = "") -> str:
    """A date as text; a year alone where the format shows nothing else.

    >>> date_text(date(2027, 1, 1), 'yyyy"年"'), date_text(date(2027, 3, 1))
    ('2027年', '2027-03-01')
    """
    if _YEAR.match(code.lower()):
        return f"{value.year}年"
    day = value.date() if isinstance(value, datetime) else value
    return day.isoformat()


def unit_shown(number_format: str, units: Mapping[str, int] = UNITS) -> str:
    """Unit in which a cell of a spreadsheet holds its number, by the text that its number format adds.

    A format that scales (``0,`` hides thousands, ``0!.0,`` ten thousands) and names the unit to which it
    scales shows an amount that is held in yuan.

    Parameters
    ----------
    number_format : str
        Excel's code of the format: ``0.0"万元"``.
    units : mapping of str to int
        Units that may be named → yuan.

    Returns
    -------
    str
        A key of `units`; empty for yuan, and for a format without a unit.

    Raises
    ------
    NumberError
        If the format names a unit that is none of `units`, or scales to another than it names.

    >>> unit_shown('#,##0.0"万元"'), unit_shown('0!.0,"万"'), unit_shown("0.00")
    ('万元', '', '')
    """
    section = _section(number_format)
    literal = "".join("".join(parts) for parts in _LITERAL.findall(section))
    unit = unit_written(re.sub(r"[\s.¥￥/()（）-]", "", narrow(literal)))
    if not any(mark in unit for mark in "元万亿千百") and unit not in units:
        return ""
    if unit not in units:
        raise NumberError(unknown_unit(unit, units))
    scale = _scale(section)
    if scale == 1:
        return unit
    if scale == units[unit]:
        return ""
    raise NumberError(unknown_unit(unit, units))


def _section(number_format: str) -> str:
    """The code for positive numbers, without colours and padding."""
    return re.sub(r"\[[^\]]*\]|_.|\*.", "", number_format.split(";")[0])


def _scale(section: str) -> int:
    """How many times smaller a number is shown than it is held."""
    codes = _LITERAL.sub(lambda text: "|" if "." in text[0] else "", section)
    hidden = re.search(r"[0#?](,+)[^0#?]*$", codes)
    return 1000 ** len(hidden[1] if hidden else "") * 10 ** len(re.findall(r"[0#?]", codes.partition("|")[2]))
