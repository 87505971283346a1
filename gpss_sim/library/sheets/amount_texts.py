"""Amounts of money and numbers of people as people write them into cells."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from gpss_sim.library.sheets.numerals import chinese_money, chinese_number
from gpss_sim.library.sheets.vocabulary import count_units, money_units, plain, source_names, words
from gpss_sim.numbers import NumberError, read_number

_LEAD = re.compile(
    r"^(?P<lead>(?:约计?|大约|近|不超过|不高于|人民币|rmb|cny|[¥￥$:]|\(?[大小]写\)?|共计?|合计|总计)*)(?P<rest>.*)$"
)
_ABOUT = re.compile(r"约|近|不超过|不高于")
_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"^(?P<number>[-+]?(?:{_FIGURE}(?:\.[0-9]*)?|\.[0-9]+))(?P<unit>[^\d\s.,+%/-]*?)(?:整|正)?$")
_MIXED = re.compile(
    r"^(?:([0-9]{1,9})亿)?(?:([0-9]{1,9})万)?(?:([0-9]{1,9})千)?(?:([0-9]{1,9})百)?([0-9]{1,9})?(?P<end>元?)(?:整|正)?$"
)
_SIZES = (10**8, 10**4, 1000, 100, 1)
"""Of the parts of the former."""
_TAIL = re.compile(r"(?P<about>左右|以内|以下)?(?:/年|/年度|每年)?(?:\([^()]*\))?$")
_COUNT = re.compile(
    rf"^(?P<about>约|近|大约|约计|不少于|不低于|超|超过|≥|>)?(?P<number>{_FIGURE}(?:\.[0-9]*)?)(?P<more>余|多|\+)?"
    r"(?P<unit>[^\d\s.,+%()-]*?)(?P<after>左右|以上|以内|/年|每年|\+)?$"
)
_NAMED_PEOPLE = re.compile(rf"(?<![0-9.,])({_FIGURE}(?:\.[0-9]*)?)(万?人次?|户|名)(?:[、,，;；和及]|$)")
"""People named by group in one cell: 老年人320人、儿童50人."""
_OVER = re.compile(r"约|近|不少于|不低于|超|余|多|≥|>")
_SEPARATOR = re.compile(r"[;；，、|\n+/＋。]|,(?!\d{3}(?!\d))|(?<=[\d元万亿%)）])\s+(?=\D)|[和及与](?=\D+\d)")
"""What stands between the sources of one cell; a comma inside a number is none."""
_ENDS = re.compile(r"\n|(?<=[\d元万亿%)）])[ \u3000]+(?=[^\d元万亿(（])")
_SHARE = re.compile(r"^(?P<name>[^\d:(-]+?)[:(]?(?P<amount>[¥￥]?\d[\d,.]*(?:%|[^\d()%]*))\)?$")
_SHARE_BEHIND = re.compile(r"^(?P<amount>[¥￥]?\d[\d,.]*(?:%|万元|元|万|亿元))\(?(?P<name>[^\d()]+)\)?$")


class MoneyText(NamedTuple):
    """An amount as a cell has it.

    Parameters
    ----------
    number : Decimal
        In `unit`.
    unit : str
        As it is compared; empty where the cell has none.
    about : bool
        Whether the cell says that it is approximate.
    dollars : bool
        Whether a sign of dollars stands before it.
    """

    number: Decimal
    unit: str
    about: bool = False
    dollars: bool = False


class SourceShare(NamedTuple):
    """One source of a cell that names several.

    Parameters
    ----------
    name : str
        As it is compared.
    money : MoneyText or None
        What it pays; None where the cell does not say, or says a percentage.
    """

    name: str
    money: MoneyText | None = None


def money_text(text: str) -> MoneyText | None:
    """One amount; None for any other text, and for a unit that is none of money.

    >>> money_text("约45.4万元"), money_text("人民币（大写）：叁拾陆万元整").number
    (MoneyText(number=Decimal('45.4'), unit='万元', about=True, dollars=False), Decimal('360000'))
    >>> money_text("24万5600元").number, money_text("872人"), money_text("十三")
    (Decimal('245600'), None, None)
    """
    found = _LEAD.match(figures(text))
    if found is None:
        return None
    tail = _TAIL.search(found["rest"])
    body = found["rest"][: tail.start()] if tail else found["rest"]
    about = bool(_ABOUT.search(found["lead"]) or (tail and tail["about"]))
    if number := _NUMBER.match(body):
        value = _value(number["number"])
        known = value is not None and (not number["unit"] or number["unit"] in money_units())
        return MoneyText(value or Decimal(0), number["unit"], about, "$" in found["lead"]) if known else None
    value = _mixed(body) or chinese_money(body)
    return None if value is None else MoneyText(value, "元", about)


def figures(text: str) -> str:
    """Text as it is compared, without blanks; empty where its digits cannot be told.

    That is where blanks stand between them, and where it holds signs for numbers that are no digits: ², ①, Ⅳ.

    >>> figures("约 １２．５ 万"), figures("45①"), figures("10³"), figures("1 2")
    ('约12.5万', '', '', '')
    """
    bare = plain(text)
    odd = any(unicodedata.category(sign) in ("No", "Nl") for sign in text) or re.search("[0-9,.] [0-9,.]", bare)
    return "" if odd else bare.replace(" ", "")


def comma_astray(text: str) -> bool:
    """Whether a comma of a number stands elsewhere than between thousands.

    >>> comma_astray("200000,50"), comma_astray("约1,200.50元"), comma_astray("财政、福彩")
    (True, False, False)
    """
    found = re.search(r"[0-9][0-9,.]*,[0-9,.]*", figures(text))
    return found is not None and _value(found[0]) is None


def _value(figure: str) -> Decimal | None:
    """Value of digits, read as every other number here is; None where they are none."""
    try:
        return read_number(figure)
    except NumberError:
        return None


def _mixed(text: str) -> Decimal | None:
    """An amount of digits and words, 24万5600元; None where a part is not below the unit before it."""
    found = _MIXED.match(text)
    parts = (
        [(int(part), size, len(part)) for part, size in zip(found.groups()[:5], _SIZES, strict=True) if part]
        if found
        else []
    )
    if found is None or len(parts) < 2:
        return None
    if any(part * size >= above for (_, above, _), (part, size, _) in pairwise(parts)):
        return None
    _, size, digits = parts[-1]
    if not found["end"] and size == 1 and 10**digits != parts[-2][1]:
        return None  # 2万5 may be 25,000
    return Decimal(sum(part * size for part, size, _ in parts))


class CountText(NamedTuple):
    """People or things as a cell has them; `unit` is empty where it names none."""

    number: Decimal
    unit: str
    about: bool = False


def count_text(text: str) -> CountText | None:
    """A number of people or things; None for any other text.

    >>> count_text("≥320人次"), count_text("三百二十人").number
    (CountText(number=Decimal('320'), unit='人次', about=True), Decimal('320'))
    >>> count_text("老年人320人、儿童50人").number, count_text("18万元")
    (Decimal('370'), None)
    """
    bare = figures(text)
    found = _COUNT.match(bare)
    if found is not None and (not found["unit"] or found["unit"] in count_units()):
        about = bool(found["about"] or found["more"] or found["after"] in ("左右", "以上", "以内", "+"))
        value = _value(found["number"])
        return None if value is None else CountText(value, found["unit"], about)
    if (several := _NAMED_PEOPLE.findall(bare)) and not re.search(r"\d", _NAMED_PEOPLE.sub("", bare)):
        people = [Decimal(number.replace(",", "")) * count_units()[unit] for number, unit in several]
        return CountText(sum(people, Decimal(0)), "人", about=len(people) > 1 or bool(_OVER.search(bare)))
    for unit in sorted(count_units(), key=len, reverse=True):
        if bare.endswith(unit) and (number := chinese_number(bare.removesuffix(unit))) is not None:
            return CountText(Decimal(number), unit)
    return None


def source_shares(text: str) -> list[SourceShare]:
    """Sources of one cell, each with what it pays; empty where no source stands with an amount.

    >>> [(share.name, str(share.money.number)) for share in source_shares("财政17、福彩1")]
    [('财政', '17'), ('福彩', '1')]
    >>> [share.name for share in source_shares("财政资金80%，福彩公益金20%")], source_shares("财政、福彩")
    (['财政资金', '福彩公益金'], [])
    """
    whole = _plain_lines(text)
    if inner := re.search(r"\((?:其中)?[:,]?([^()]*\d[^()]*)\)$", whole):
        whole = inner[1] if money_text(whole) else whole
    pieces = [piece.strip().removeprefix("其中").strip(" :.") for piece in _SEPARATOR.split(whole)]
    shares = [_share(piece) for piece in pieces if piece]
    found = [share for share in shares if share is not None]
    return found if found and len(found) == len(shares) else []


def _plain_lines(text: str) -> str:
    """Text as it is compared; line breaks, and blanks behind an amount, kept as separators."""
    return "、".join(line for part in _ENDS.split(text) if (line := plain(part)))


def _share(piece: str) -> SourceShare | None:
    found = _SHARE.match(piece) or _SHARE_BEHIND.match(piece)
    if found is None or not _is_source(found["name"].strip()):
        return None
    if found["amount"].endswith("%"):
        return SourceShare(found["name"].strip())
    money = money_text(found["amount"])
    return None if money is None else SourceShare(found["name"].strip(), money)


def _is_source(name: str) -> bool:
    return name in source_names() or any(part in name for part in words()["source_parts"]["parts"])
