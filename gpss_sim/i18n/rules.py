"""Rules of the budget as the reader calls them: built-in names by their form, a planner's names as they stand."""

from __future__ import annotations

import re

from gpss_sim.i18n.catalogues import words
from gpss_sim.i18n.language import Language

FORMS = {
    "budget": re.compile(r"^budget( .+)?$"),
    "sources": re.compile(r"^eligible sources$"),
    "mandatory": re.compile(r"^mandatory (.+)$"),
    "requires": re.compile(r"^(.+) requires (.+)$"),
    "excludes": re.compile(r"^(.+) excludes (.+)$"),
    "posts": re.compile(r"^posts$"),
    "posts_of": re.compile(r"^posts of (.+)$"),
    "payment": re.compile(r"^payment$"),
    "split_sources": re.compile(r"^split_sources$"),
    "reserve": re.compile(r"^reserve$"),
    "fairness": re.compile(r"^fairness$"),
    "overrun": re.compile(r"^overrun$"),
    "threshold": re.compile(r"^ranking\.threshold$"),
}
"""Code of a built-in rule in the catalogue ``words`` → its name in files; groups are the facts ``{0}``, ``{1}``."""


class RuleName(str):
    """The name of a rule of the budget as a fact: a message shows it as :func:`rule_name` does, whole."""

    __slots__ = ()


def rule_name(rule: str, lang: Language) -> str:
    """Return a rule as the reader calls it.

    >>> rule_name("budget 2027:fiscal", "zh"), rule_name("eligible sources", "en"), rule_name("half at most", "zh")
    ('预算 2027:fiscal', 'what its sources can still pay', 'half at most')
    """
    texts = words("words", "rule of the budget", lang)
    for code, form in FORMS.items():
        if code in texts and (found := form.match(rule)):
            return texts[code].format(*(part or "" for part in found.groups()))
    return str(rule)
