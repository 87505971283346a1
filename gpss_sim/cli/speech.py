"""What commands show of fields, units, tables and policies, in the language of the reader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from gpss_sim.i18n import called, cited, current, word, words

if TYPE_CHECKING:
    from gpss_sim.sources import Document, Source


def unit(text: str) -> str:
    """A unit; in Chinese by its word."""
    return word("unit", text, current())


def source(text: str) -> str:
    """Where a value comes from."""
    return cited(text, current())


KINDS = (
    (r"^list of (.*)$", r"\1的列表"),
    (r"^table of (.*)$", r"\1的表"),
    (r"(?<![a-z])true or false(?![a-z])", "是否"),
    (r"(?<![a-z])whole number(?![a-z])", "整数"),
    (r"(?<![a-z])number(?![a-z])", "数"),
    (r"(?<![a-z])text(?![a-z])", "文字"),
    (r"(?<![a-z])table(?![a-z])", "表"),
    (r"list of (\w+)", r"\1的列表"),
    (r" or ", "或"),
)
"""Kinds of values in English → in Chinese, part by part; alternatives that are codes stay."""


def kind(text: str) -> str:
    """Kind of value of a field."""
    if current() == "zh" and " | " not in text:
        for english, chinese in KINDS:
            text = re.sub(english, chinese, text)
    return text


def says(key: str) -> str:
    """What stands behind a key that a source cites.

    >>> says("equation 2.5")
    'Patience'
    """
    from gpss_sim.sources import sources

    return words("sources", "says", "zh")[key] if current() == "zh" else sources()[key].says


def source_entry(key: str) -> list[tuple[str, str]]:
    """An entry of the sources, as pairs of words; references and addresses are in no language."""
    from gpss_sim.sources import sources
    from gpss_sim.sources.sources_page import told

    if current() == "en":
        return told(sources()[key])[1:]
    rows = told(_in_chinese(key), _cited_document)[1:]
    return [(word("heading", name, "zh"), word("heading", text, "zh")) for name, text in rows]


def _cited_document(document: Document) -> str:
    by, state = (words("sources", kind, "zh")[document.name] for kind in ("by", "state"))
    return f"《{document.title}》（{by}；{state}）"


def _in_chinese(key: str) -> Source:
    """An entry with the Chinese of what it says, of its evidence and of its rows."""
    from gpss_sim.sources import SourceRow, sources

    behind, texts = sources()[key], partial(words, "sources", lang="zh")
    rows = (SourceRow(texts("row")[f"{key} {k}"], "", "", row.at) for k, row in enumerate(behind.rows, 1))
    evidence = texts("evidence")[key] if behind.evidence else ""
    named = tuple(texts("literature").get(each, each) for each in behind.literature)
    return replace(behind, says=says(key), evidence=evidence, rows=tuple(rows), literature=named)


def value(text: str) -> str:
    """A value of a scenario as its file has it; in Chinese a code follows its meaning: 竞争性购买 competitive."""
    if current() == "en":
        return text
    code = re.sub("[_-]", "", text).isalpha() and text.isascii()
    meant = called(text, current(), "value", "name", "table") if code else text
    return meant if meant == text else f"{meant} {text}"


def title(metric: str) -> str:
    """An indicator by its name in files; in Chinese by its title, with that name behind it."""
    if current() == "en":
        return metric
    from gpss_sim.metrics import METRICS

    return f"{METRICS[metric].title_zh} {metric}"


def name(text: str) -> str:
    """A mode, a form, a method, a table, a rule or its value, as the reader calls it."""
    if current() == "en":
        return text
    return called(text, current(), "name", "table")


def meaning(field: str, english: str) -> str:
    """What a field of the scenario is."""
    if current() == "en":
        return english
    from gpss_sim.scenario.declared import declared
    from gpss_sim.scenario.origin import split

    known = words("fields", "field", current())
    return known.get(field) or known.get(declared(split(field))) or _meanings().get(english, english)


_FIRST = re.compile(r"[，；：（]|: ")
SHORT = 8
"""Characters of the longest meaning of a field that stands before its value."""


def records(field: str, english: str) -> str:
    """What records of a kind are: districts, projects."""
    return _FIRST.split(meaning(field, english))[0]


def record(place: tuple[object, ...], values: Sequence[tuple[str, str]], english: str) -> str:
    """The first fields of a record; in Chinese its Chinese name, then fields by their meaning.

    Parameters
    ----------
    place : tuple
        Where records of its kind stand: ``("city", "districts")``.
    values : sequence of (str, str)
        Fields and values.
    english : str
        The same in English.
    """
    if current() == "en" or not values:
        return english
    told = []
    for field, shown in values:
        meant = _FIRST.split(meaning(f"{'.'.join(map(str, place))}[].{field}", field))[0]
        if (field != "name" or not shown.isascii()) and shown:
            label = "" if field == "name_zh" else meant if len(meant) <= SHORT else field
            told.append(f"{label}={value(shown)}" if label else shown)
    return "；".join(told[:3]) + ("；…" if len(told) > 3 else "")


@cache
def _meanings() -> dict[str, str]:
    """Meaning of every declared field in English → in Chinese; for fields that are told without their path."""
    from gpss_sim.scenario.catalogue import entries

    known = words("fields", "field", "zh")
    return {entry.meaning: known[entry.path] for entry in entries() if entry.path in known}


def rule(text: str) -> str:
    """A field of the rules in force, or its value."""
    if current() == "en":
        return text
    from gpss_sim.report.words import Words

    return Words("zh").rule(text)


def policy(kind: str, entry: str, english: str) -> str:
    """What a registered policy does, in a line."""
    return words("odd", "policies", current()).get(f"{kind}/{entry}", english)


def registry(kind: str) -> str:
    """A kind of registered policies."""
    return word("registry", kind, current())
