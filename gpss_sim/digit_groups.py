"""Underscores in the numbers of TOML: they stand between thousands, or between 万."""

from __future__ import annotations

import re
from typing import NamedTuple

_TEXTS = re.compile(
    r""""{3}(?:\\[\s\S]|[^\\])*?"{3}|'{3}[\s\S]*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*"""
    r"""|^[ \t]*\[+[^\n=\[\]]*\]+[ \t\r]*$""",
    re.MULTILINE,
)
"""Quoted texts, comments and headers of tables, whose digits are no numbers."""
_NUMBER = re.compile(r"(?<!\w)([0-9][0-9_]*)((?:\.[0-9_]+)?(?:[eE][+-]?[0-9_]+)?)(?!\w|\s*=)")
_GROUPS = re.compile(r"[0-9]{1,3}(?:_[0-9]{3})+|[0-9]{1,4}(?:_[0-9]{4})+|[0-9]+")


class OddGroups(NamedTuple):
    """A number as it is written, and the line on which it stands, from 1."""

    number: str
    line: int


def odd_groups(text: str) -> OddGroups | None:
    """First number of a TOML text whose underscores stand elsewhere; None without any.

    >>> odd_groups("a = 40_000\\nb = [10_0000]\\nc_1_0 = 'x 6_0_0'")
    >>> odd_groups("a = 1\\nb = 6_0_0"), odd_groups("a = -1_0e5")
    (OddGroups(number='6_0_0', line=2), OddGroups(number='1_0e5', line=1))
    """
    if "_" not in text:
        return None
    bare = _TEXTS.sub(lambda found: "\n" * found[0].count("\n"), text)
    for each in _NUMBER.finditer(bare):
        if "_" in each[2] or not _GROUPS.fullmatch(each[1]):
            return OddGroups(each[0], bare.count("\n", 0, each.start()) + 1)
    return None
