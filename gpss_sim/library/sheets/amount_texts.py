"""Amounts of money and numbers of people as people write them into cells."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from gpss_sim.library.sheets.numerals import chinese_money, chinese_number
from gpss_sim.library.sheets.vocabulary import count_units, money_units, plain, source_names, words

_LEAD = re.compile(
    r"^(?P<lead>(?:约计?|大约|近|不超过|不高于|人民币|rmb|cny|[¥￥$:]|\(?[大小]写\)?|共计?|合计|总计)*)(?P<rest>.*)$"
)
_ABOUT = re.compile(r"约|近|不超过|不高于")
_NUMBER = re.compile(r"^(?P<number>[-+]?[\d,]*\.?\d+)(?P<unit>[^\d\s.,+%/-]*?)(?:整|正)?$")
_MIXED = re.compile(r"^(?:(\d+)亿)?(?:(\d+)万)?(?:(\d+)千)?(?:(\d+)百)?(\d+)?元?(?:整|正)?$")
_TAIL = re.compile(r"(?P<about>左右|以内|以下)?(?:/年|/年度|每年)?(?:\([^()]*\))?$")
_COUNT = re.compile(
    r"^(?P<about>约|近|大约|约计|不少于|不低于|超|超过|≥|>)?(?P<number>\d[\d,]*\.?\d*)(?P<more>余|多|\+)?"
    r"(?P<unit>[^\d\s.,+%()-]*?)(?P<after>左右|以上|以内|/年|每年|\+)?$"
)
_NAMED_PEOPLE = re.compile(r"(\D*?)(\d[\d,]*\.?\d*)(万?人次?|户|名)(?:[、,，;；和及]|$)")
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
    """

    number: Decimal
    unit: str
    about: bool = False


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
    (MoneyText(number=Decimal('45.4'), unit='万元', about=True), Decimal('360000'))
    >>> money_text("24万5600元").number, money_text("872人"), money_text("十三")
    (Decimal('245600'), None, None)
    """
    found = _LEAD.match(plain(text).replace(" ", ""))
    if found is None:
        return None
    tail = _TAIL.search(found["rest"])
    body = found["rest"][: tail.start()] if tail else found["rest"]
    about = bool(_ABOUT.search(found["lead"]) or (tail and tail["about"]))
    if number := _NUMBER.match(body):
        known = not number["unit"] or number["unit"] in money_units()
        return MoneyText(Decimal(number["number"].replace(",", "")), number["unit"], about) if known else None
    if (mixed := _MIXED.match(body)) and sum(part is not None for part in mixed.groups()) > 1:
        sizes = (10**8, 10**4, 1000, 100, 1)
        value = sum(int(part) * size for part, size in zip(mixed.groups(), sizes, strict=True) if part)
        return MoneyText(Decimal(value), "元", about)
    value_in_words = chinese_money(body)
    return None if value_in_words is None else MoneyText(value_in_words, "元", about)


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
    bare = plain(text).replace(" ", "")
    found = _COUNT.match(bare)
    if found is not None and (not found["unit"] or found["unit"] in count_units()):
        about = bool(found["about"] or found["more"] or found["after"] in ("左右", "以上", "以内", "+"))
        return CountText(Decimal(found["number"].replace(",", "")), found["unit"], about)
    if several := _NAMED_PEOPLE.findall(bare):
        people = [Decimal(number.replace(",", "")) * count_units()[unit] for _, number, unit in several]
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
