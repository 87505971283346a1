"""Numbers of a sheet with the units that stand in the cell, its format, its heading or over the table."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from gpss_sim.library.sheets.columns import Use
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.vocabulary import count_units, is_empty, money_units, plain

_MONEY = re.compile(
    r"^(?P<about>约|近|大约|约计|不超过|不高于)?(?:人民币|rmb|cny|[¥￥$])*(?P<number>[-+]?[\d,]*\.?\d+)"
    r"(?P<unit>[^\d\s.,+%/-]*?)(?:整|正)?(?P<after>左右|以内|以下)?(?:/年|/年度|每年)?(?:\([^()]*\))?$"
)
_COUNT = re.compile(
    r"^(?P<about>约|近|大约|约计|不少于|不低于|超|超过|≥|>)?(?P<number>\d[\d,]*\.?\d*)(?P<more>余|多|\+)?"
    r"(?P<unit>[^\d\s.,+%()-]*?)(?P<after>左右|以上|以内|/年|每年|\+)?$"
)
_NAMED = re.compile(r"(\D*?)(\d[\d,]*\.?\d*)(万?人次?|户|名)(?:[、,，;；和及]|$)")
"""People named by group in one cell: 老年人320人、儿童50人."""


class Amount(NamedTuple):
    """A number of a cell.

    Parameters
    ----------
    value : Decimal or None
        In yuan, or in people; None for what is no number.
    about : bool
        Whether the cell says that it is approximate.
    own_unit : bool
        Whether the unit stands in the cell itself or its number format.
    """

    value: Decimal | None
    about: bool = False
    own_unit: bool = False


def money(cell: SheetCell, use: Use, unit: str) -> Amount:
    """Amount of a cell in yuan: the nearest unit counts, that of the cell before that of its column."""
    if is_empty(cell.text) and cell.number is None:
        return Amount(None)
    found = _MONEY.match(plain(cell.text).replace(" ", ""))
    if cell.number is not None:
        number, own = cell.number, cell.unit
    elif found is not None:
        number, own = Decimal(found["number"].replace(",", "")), found["unit"]
    else:
        return Amount(None)
    named = own or use.unit or unit or "元"
    if named not in money_units():
        return Amount(None)
    about = cell.number is None and found is not None and bool(found["about"] or found["after"])
    return Amount(number * money_units()[named], about=about, own_unit=bool(own))


def count(cell: SheetCell, use: Use) -> Amount:
    """Number of people or things of a cell: ``872人``, ``约1.2万人次``."""
    factor = Decimal(count_units().get(use.count, 1))
    if cell.number is not None:
        return Amount(cell.number * factor)
    text = plain(cell.text).replace(" ", "")
    found = _COUNT.match(text)
    if found is None and (several := _NAMED.findall(text)):
        people = [Decimal(number.replace(",", "")) * count_units()[unit] for _, number, unit in several]
        return Amount(sum(people, Decimal(0)), about=True)
    if found is None or found["unit"] not in {"", *count_units()}:
        return Amount(None)
    factor = Decimal(count_units()[found["unit"]]) if found["unit"] in count_units() else factor
    number = Decimal(found["number"].replace(",", ""))
    return Amount(
        number * factor, about=bool(found["about"] or found["more"] or found["after"] in ("左右", "以上", "以内", "+"))
    )


def decimal_text(value: Decimal) -> str:
    """Shortest text of a number.

    >>> decimal_text(Decimal("125000.00")), decimal_text(Decimal("7.50"))
    ('125000', '7.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
