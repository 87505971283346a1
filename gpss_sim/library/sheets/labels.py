"""What a heading says beside its words: a unit, a year, a note in brackets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from gpss_sim.library.sheets.vocabulary import count_units, money_units, plain

_BRACKETS = re.compile(r"[(\[【〔<《「{]([^)\]】〕>》」}]*)[)\]】〕>》」}]")
_MARKS = "*★☆※:：;,，。、·.?!_"
_YEAR = re.compile(r"(?<!\d)(?:fy|cost_?|cost )?((?:19|20)\d{2})(?!\d)(?:年度|年)?")
_STATED = re.compile(
    r"(?:单位(?:均)?(?:为)?\s*[:：]?|(?:金额|资金|经费)\s*[:：])\s*[(\[]?(?:人民币)?\s*"
    r"(?=([a-z$\u4e00-\u9fff]+))"
)
_CURRENCY = r"(?:cny|rmb|yuan|dollars)"
_SIZE = r"(?:thousands?|millions?|10k|10,000|10000|ten thousands?)"
_ENGLISH = re.compile(rf"\b(?P<size>{_SIZE})(?: of)? ?{_CURRENCY}\b|\b{_CURRENCY} ?(?P<after>{_SIZE})\b")
_ABOVE = re.compile(r"(?:均)?以([十百千万亿]*元)(?:为单位|计)")


class Label(NamedTuple):
    """A heading taken apart.

    Parameters
    ----------
    text : str
        Its words, as they are compared: without brackets, unit and year.
    notes : tuple of str
        What stands in brackets and is no unit.
    unit : str
        Unit of money, ``""`` without one.
    people : str
        Unit of people or things, ``""`` without one.
    year : int or None
    """

    text: str
    notes: tuple[str, ...] = ()
    unit: str = ""
    people: str = ""
    year: int | None = None


@lru_cache(maxsize=8192)
def label(heading: str) -> Label:
    """Take a heading apart.

    >>> label("2027年 申报金额（万元）"), label("资金需求/千元").unit, label("FY2027").year
    (Label(text='申报金额', notes=(), unit='万元', people='', year=2027), '千元', 2027)
    """
    text = plain(heading)
    notes = [note for note in _BRACKETS.findall(text) if note]
    core = _BRACKETS.sub("", text).strip(_MARKS + " ")
    unit = count = ""
    for part in re.split(r"[/:：,，]", core)[1:] + notes:
        found = stated_unit(part) or part
        if found in money_units() and not unit:
            unit = found
        elif found in count_units() and not count:
            count = found
    core = re.split(r"[/:：](?=[^/:：]*$)", core)[0] if _ends_in_unit(core) else core
    for name in ("亿元", "万元", "千元", "亿", "万"):
        if not unit and core.endswith(name) and len(core) > len(name):
            unit, core = name, core.removesuffix(name)
    kept = tuple(n for n in notes if n not in money_units() and n not in count_units() and not stated_unit(n))
    year = _YEAR.search(core)
    if year:
        core = (core[: year.start()] + core[year.end() :]).strip(_MARKS + " -/")
    return Label(core, kept, unit, count, int(year[1]) if year else None)


def _ends_in_unit(core: str) -> bool:
    tail = re.split(r"[/:：]", core)[-1]
    return tail != core and (tail in money_units() or tail in count_units())


def stated_unit(text: str) -> str:
    """Unit of money that a sentence states for the table; empty without one.

    >>> stated_unit("填报单位：某局  金额单位：万元"), stated_unit("以上金额均以千元为单位"), stated_unit("单位：某局")
    ('万元', '千元', '')
    >>> stated_unit("（金额：万元）"), stated_unit("单位：人民币万元"), stated_unit("（万元）")
    ('万元', '万元', '万元')
    >>> stated_unit("amounts in thousands of CNY")
    'thousand'
    """
    sentence = plain(text)
    alone = sentence.strip("()[] ").removeprefix("人民币")
    if alone.endswith("元") and alone in money_units():
        return alone
    for pattern in (_STATED, _ABOVE):
        for found in pattern.finditer(sentence):
            named = found[1]
            for size in range(len(named), 0, -1):
                if named[:size] in money_units() and (size > 1 or len(named) == size or named[0] == "元"):
                    return named[:size]
    if english := _ENGLISH.search(sentence):
        scale = str(english["size"] or english["after"])
        return "10k" if scale in ("10k", "10,000", "10000") else scale.removesuffix("s")
    return ""
