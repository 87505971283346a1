"""What commands show of fields, units, tables and policies, in the language of the reader."""

from __future__ import annotations

from functools import cache

from gpss_sim.i18n import current


def unit(text: str) -> str:
    """A unit; in Chinese by its word."""
    if current() == "en" or not text:
        return text
    from gpss_sim.report.texts import UNITS

    return UNITS.get(text, text)


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
    from gpss_sim.report.texts import NAMES, RULES, TABLES

    return NAMES[text][1] if text in NAMES else TABLES.get(text, RULES.get(text, text))


def meaning(field: str, english: str) -> str:
    """What a field of the scenario is."""
    if current() == "en":
        return english
    from gpss_sim.scenario.meaning import chinese, declared, meaning
    from gpss_sim.scenario.origin import split

    known = chinese().get(field) or meaning(split(field), "zh") or chinese().get(declared(split(field)))
    return known or _meanings().get(english, english)


@cache
def _meanings() -> dict[str, str]:
    """Meaning of every declared field in English → in Chinese; for fields that are told without their path."""
    from gpss_sim.scenario.catalogue import entries
    from gpss_sim.scenario.meaning import chinese

    return {entry.meaning: chinese()[entry.path] for entry in entries() if entry.path in chinese()}


def rule(text: str) -> str:
    """A field of the rules in force, or its value."""
    if current() == "en":
        return text
    from gpss_sim.report.words import Words

    return Words("zh").rule(text)


def policy(kind: str, entry: str, english: str) -> str:
    """What a registered policy does, in a line."""
    return english if current() == "en" else _policies().get(f"{kind}/{entry}", english)


def registry(kind: str) -> str:
    """A kind of registered policies."""
    return kind if current() == "en" else _KINDS.get(kind, kind)


@cache
def _policies() -> dict[str, str]:
    from gpss_sim.odd.words import words

    return dict(words("zh")["policies"])


_KINDS = {
    "administration rule": "行政规则",
    "allocation policy": "选择口径",
    "award rule": "评审规则",
    "bid rule": "报价规则",
    "choice rule": "选择机构的规则",
    "entry rule": "设立规则",
    "missing-record rule": "无记录规则",
    "payment schedule": "付款安排",
    "price rule": "价格规则",
    "reduction rule": "扣减规则",
    "renewal rule": "续约规则",
    "seller rule": "承接规则",
}
"""Kinds of registered policies → Chinese."""
