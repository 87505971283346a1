"""Words of planners' sheets: headings, units, urgency, totals, notes; see ``vocabulary.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from gpss_sim.library.columns import CHINESE

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202c\u2060\ufeff]")
"""Marks of no width, which programs leave in copied texts; those that turn what is shown around are none of them."""
_BLANKS = re.compile(r"\s+")
_MARKS = re.compile(r"([⁰¹²³⁴-⁹₀-₉½¼¾⅐-⅞]|(?<=[0-9０-９])[⓪①-⑳㉑-㉟㊱-㊿])")
"""Powers, fractions and marks of notes behind a number: never digits of it."""
_VARIANTS = str.maketrans("\u842c\u5104", "万亿")
_YUAN = re.compile("(?<![^0-9.万亿千百十币:( ])[\u5713\u5706](?![\u4e00-\u9fff])")
"""Signs of the round where they stand for 元: behind a number, 万 or a colon, or alone; never inside a word."""
_CJK_BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@cache
def words() -> dict[str, Any]:
    """Every table of ``vocabulary.toml``."""
    return tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text("utf-8"))


def plain(text: str) -> str:
    """Text as it is compared: half-width, lower case, no blank beside a Chinese character, units simplified.

    >>> plain(" 项 目\\n名称＊ "), plain("Project  No"), plain("４５②"), plain("12\u842c\u5713")
    ('项目名称*', 'project no', '45②', '12万元')
    """
    parts = _MARKS.split(INVISIBLE.sub("", text))
    parts[::2] = [unicodedata.normalize("NFKC", part) for part in parts[::2]]
    narrow = "".join(parts).strip().lower()
    return _YUAN.sub("元", _BLANKS.sub(" ", _CJK_BLANK.sub("", narrow.translate(_VARIANTS))))


@cache
def own_headings() -> dict[str, str]:
    """Headings of the library's own template, English and Chinese → field."""
    return {plain(alias): name for name, aliases in CHINESE.items() for alias in (name, *aliases)}


@cache
def headings() -> dict[str, dict[str, float]]:
    """Heading → field → confidence, for headings known word by word."""
    known: dict[str, dict[str, float]] = {}
    for name, aliases in words()["fields"].items():
        for alias in aliases:
            known.setdefault(plain(alias), {})[name] = 0.95
    for name, aliases in words()["sums"].items():
        for alias in aliases:
            known.setdefault(plain(alias), {})[name] = 0.84
    for alias, name in own_headings().items():
        known.setdefault(alias, {})[name] = 1.0
    return known


@cache
def money_units() -> dict[str, int]:
    """Unit of money → yuan."""
    return {plain(name): factor for name, factor in words()["units"]["money"].items()}


@cache
def count_units() -> dict[str, int]:
    """Unit of people, families or posts → how many."""
    return {plain(name): factor for name, factor in words()["units"]["count"].items()}


@cache
def source_names() -> dict[str, str]:
    """Words of sheets for a source of money → its name in budgets.

    >>> source_names()["财政"], source_names()["福彩公益金"]
    ('fiscal', 'lottery')
    """
    return {plain(word): name for name, known in words()["sources"].items() for word in known}


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """One list of the vocabulary, as it is compared."""
    return frozenset(plain(word) for word in words()[table][name])


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing: blank, a dash, 无.

    >>> is_empty("——"), is_empty("0")
    (True, False)
    """
    return not text or plain(text) in listed("words", "empty")
