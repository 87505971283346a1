"""What commands show of fields, units, tables and policies, in the language of the reader."""

from __future__ import annotations

from functools import cache

from gpss_sim.i18n import cited, current, word, words


def unit(text: str) -> str:
    """A unit; in Chinese by its word."""
    return word("unit", text, current())


def source(text: str) -> str:
    """Where a value comes from."""
    return cited(text, current())


def value(text: str) -> str:
    """A value of a scenario as its file has it; in Chinese a code follows its meaning: 竞争性购买 competitive."""
    if current() == "en":
        return text
    code = text.replace("_", "").isalpha() and text.isascii()
    meant = words("words", "value", current()).get(text, name(text)) if code else text
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
    found = (words("words", kind, current()) for kind in ("name", "table", "rule"))
    return next((known[text] for known in found if text in known), text)


def meaning(field: str, english: str) -> str:
    """What a field of the scenario is."""
    if current() == "en":
        return english
    from gpss_sim.scenario.declared import declared
    from gpss_sim.scenario.origin import split

    known = words("fields", "field", current())
    return known.get(field) or known.get(declared(split(field))) or _meanings().get(english, english)


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
