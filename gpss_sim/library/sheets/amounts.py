"""Numbers of a sheet with the units that stand in the cell, its format, its heading or over the table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from gpss_sim.library.sheets.amount_texts import MoneyText, count_text, money_text, source_shares
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.number_formats import DOLLARS
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import count_units, is_empty, money_units


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
    """Amount of a cell in yuan: the nearest unit counts, that of the cell before that of its column.

    Several amounts of sources in one cell (财政17万元，福彩1万元) are added up.
    """
    if is_empty(cell.text) and cell.number is None:
        return Amount(None)
    named = use.unit or unit or "元"
    found = money_text(cell.text) if cell.number is None else _shown(cell, cell.number)
    if found is not None:
        foreign = found.dollars and not (use.unit or unit or "dollars").isascii()
        return Amount(None) if foreign else _in_yuan([found], named)
    if cell.number is not None:
        return Amount(None)
    shares = [share.money for share in source_shares(cell.text)]
    return _in_yuan([money for money in shares if money is not None], named) if shares and all(shares) else Amount(None)


def _shown(cell: SheetCell, number: Decimal) -> MoneyText | None:
    """A number as its format shows it; None where the format names what is no amount."""
    if cell.unit == DOLLARS:
        return MoneyText(number, "", dollars=True)
    return MoneyText(number, cell.unit) if not cell.unit or cell.unit in money_units() else None


def _in_yuan(texts: Sequence[MoneyText], unit: str) -> Amount:
    total = sum((text.number * money_units()[text.unit or unit] for text in texts), Decimal(0))
    return Amount(total, about=any(text.about for text in texts), own_unit=all(text.unit for text in texts))


def count(cell: SheetCell, use: Use) -> Amount:
    """Number of people or things of a cell: ``872人``, ``约1.2万人次``."""
    factor = Decimal(count_units().get(use.count, 1))
    if cell.number is not None and cell.unit:
        return Amount(cell.number * count_units()[cell.unit] if cell.unit in count_units() else None)
    if cell.number is not None:
        return Amount(cell.number * factor)
    found = count_text(cell.text)
    if found is None:
        return Amount(None)
    return Amount(found.number * (count_units()[found.unit] if found.unit else factor), about=found.about)


def decimal_text(value: Decimal) -> str:
    """Shortest text of a number.

    >>> decimal_text(Decimal("125000.00")), decimal_text(Decimal("7.50"))
    ('125000', '7.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
