"""Where values come from, as scenarios write it, in the language of the reader."""

from __future__ import annotations

import re

from gpss_sim.i18n.catalogues import words
from gpss_sim.i18n.language import Language

_KINDS = {
    "own choice": "自行设定",
    "equation": "公式",
    "evidence": "证据",
    "facts": "事实",
    "fact": "事实",
    "invented": "虚构",
}


def cited(source: str, lang: Language) -> str:
    """Source of a value; in Chinese part by part, a part that the catalogue has not with its kind translated.

    Parameters
    ----------
    source : str
        Parts separated by semicolons.

    >>> cited("evidence 2A (patience); facts M34; wind", "zh"), cited("own choice", "en")
    ('证据2A（耐心）；事实M34；wind', 'own choice')
    """
    if lang == "en":
        return source
    known = words("sources", "source", lang)
    return "；".join(known.get(part) or _by_kind(part) for part in source.split("; "))


def _by_kind(part: str) -> str:
    for english, chinese in _KINDS.items():
        part = re.sub(rf"\b{english} ?", chinese, part)
    return part
