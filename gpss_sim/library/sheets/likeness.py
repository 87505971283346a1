"""How well a heading names a field of a library: known words, words around them, likeness; from 0 to 1."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.vocabulary import headings, listed, plain, words

LIKELY = 0.8
"""Confidence from which a heading needs no question."""
LEAST = 0.6
"""Confidence below which a heading is not used."""
LONGEST = 24
"""Characters of the longest heading: what is longer is a sentence."""

_LATIN = re.compile(r"[a-z0-9 #._/&'-]+")


@lru_cache(maxsize=8192)
def likeness(heading: str) -> dict[str, float]:
    """Confidence by field, for every field that a heading may name.

    >>> likeness("申报金额（万元）")["cost"], likeness("项目名称")["name"], likeness("联系电话")
    (0.95, 1.0, {})
    >>> likeness("数量（人）"), likeness("数量（次）")
    ({'beneficiaries': 0.7}, {})
    """
    text = label(heading).text
    if not text or len(text) > LONGEST + (20 if _LATIN.fullmatch(text) else 0):
        return {}
    found = dict(headings().get(text, {}))
    exact = set(found)
    for core in _bare(text):
        for name, confidence in headings().get(core, {}).items():
            found[name] = max(found.get(name, 0.0), confidence - 0.06)
    for half in _languages(text):
        for name, confidence in likeness(half).items():
            found[name] = max(found.get(name, 0.0), round(confidence - 0.02, 2))
    for known, fields in headings().items():
        share = _part(text, known)
        if share:
            for name, confidence in fields.items():
                found[name] = max(found.get(name, 0.0), round(confidence * share, 2))
    found = {n: c for n, c in found.items() if n in exact or (c >= LEAST and not is_forbidden(n, text))}
    if not found and label(heading).people.rstrip("次/年月") in listed("units", "persons"):
        found = {"beneficiaries": 0.7} if not is_forbidden("beneficiaries", text) else {}
    return found


def _languages(text: str) -> list[str]:
    """The Chinese and the English of a heading in both languages; nothing for a heading in one.

    >>> _languages("成本 cost"), _languages("成本")
    (['成本', 'cost'], [])
    """
    halves = [" ".join(re.findall(pattern, text)).strip() for pattern in (r"[^\x00-\x7f]+", r"[a-z][a-z .'-]*[a-z]")]
    return halves if all(len(half) > 1 or half in headings() for half in halves) else []


def _bare(text: str) -> list[str]:
    """The heading without words that may stand in front of it and behind it."""
    affixes = words()["affixes"]
    cores = [text]
    for front in affixes["front"]:
        cores += [core.removeprefix(front) for core in cores if core.startswith(front) and len(core) - len(front) > 1]
    for back in affixes["back"]:
        cores += [core.removesuffix(back) for core in cores if core.endswith(back) and len(core) - len(back) > 1]
    return cores[1:]


@lru_cache(maxsize=65536)
def _part(text: str, known: str) -> float:
    """Share of the confidence of a known heading that a longer or similar one keeps."""
    if known == text:
        return 0.0
    if _LATIN.fullmatch(known):
        return _latin_part(text, known)
    if known in text:
        if text.endswith(known):  # the noun stands last in Chinese
            return 0.87 if len(known) > 2 else 0.76 if len(known) == 2 else 0.0
        return 0.76 if len(known) > 2 else 0.68 if len(known) == 2 and text.startswith(known) else 0.0
    if len(known) > 2 and len(text) > 2:
        ratio = difflib.SequenceMatcher(None, text, known, autojunk=False).ratio()
        return 0.9 * ratio if ratio >= 0.75 else 0.0
    return 0.0


def _latin_part(text: str, known: str) -> float:
    if not _LATIN.fullmatch(text):
        return 0.0
    own, theirs = text.split(), known.split()
    if len(own) > len(theirs) and any(own[k : k + len(theirs)] == theirs for k in range(len(own))):
        return 0.84 if own[-len(theirs) :] == theirs else 0.74
    ratio = difflib.SequenceMatcher(None, text, known, autojunk=False).ratio()
    return 0.9 * ratio if ratio >= 0.8 and len(text) > 3 else 0.0


def is_forbidden(name: str, text: str) -> bool:
    """Whether a heading holds a word that shows another meaning than a field: 上年 for the cost."""
    return any(plain(part) in text for part in words()["never"].get(name, ()))


def source_of(heading: str) -> str:
    """Source of money that a heading names, as the sheet calls it; empty for none.

    >>> source_of("其中：福彩公益金（万元）"), source_of("财政资金"), source_of("资金来源")
    ('福彩公益金', '财政资金', '')
    """
    text = label(heading.replace("其中：", "").replace("其中:", "")).text
    known = {plain(word) for aliases in words()["sources"].values() for word in aliases}
    if text in known or text in words()["sources"]:
        return text
    if any(part in text for part in words()["source_parts"]["parts"]) and not is_forbidden("cost", text):
        return text
    return ""
