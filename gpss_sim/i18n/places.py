"""Where a fault stands, as the reader calls it: files, rows, columns, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gpss_sim.i18n.catalogues import word, words
from gpss_sim.i18n.language import Language
from gpss_sim.i18n.message import Spoken, said, shown

PLACE, TEXT = 300, 4000
"""Characters shown of a place, and of a rule, which may list what is allowed."""

FORMS = {
    "file": re.compile(r"^file$", re.DOTALL),
    "cell": re.compile(r"^row (\d+), column (.*)$", re.DOTALL),
    "row": re.compile(r"^row (\d+)$", re.DOTALL),
    "line": re.compile(r"^line (\d+)$", re.DOTALL),
    "header": re.compile(r"^header$", re.DOTALL),
    "project_cost": re.compile(r"^project (.*), cost$", re.DOTALL),
    "project_benefit": re.compile(r"^project (.*), benefit$", re.DOTALL),
    "project_field": re.compile(r"^project (.*), (\w+)$", re.DOTALL),
    "year": re.compile(r"^year (\d+)$", re.DOTALL),
    "grant": re.compile(r"^grants\[(\d+)\](.*)$", re.DOTALL),
}
"""Code of a form of places in the catalogue ``words`` → the English of it; groups are the facts ``{0}``, ``{1}``."""


@dataclass(frozen=True, slots=True)
class WholeText(Spoken):
    """A sentence, or foreign text, of which more is shown than of a value."""

    text: str
    most: int = TEXT

    def said(self, lang: Language) -> str:
        """The sentence in a language."""
        return shown(said(self.text, lang), self.most, lang)


@dataclass(frozen=True, slots=True)
class FileName(Spoken):
    """A file, or what a message calls so."""

    text: str

    def said(self, lang: Language) -> str:
        """The file in a language."""
        return shown(word("file", self.text, lang), PLACE, lang)


@dataclass(frozen=True, slots=True)
class Place(Spoken):
    """A table and key, a row and column, or the name of a setting."""

    text: str

    def said(self, lang: Language) -> str:
        """The place in a language."""
        return shown(_named(self.text, lang), PLACE, lang)


def _named(place: str, lang: Language) -> str:
    if isinstance(place, Spoken):
        return place.said(lang)
    if place in (known := words("words", "place", lang)):
        return known[place]
    forms = words("words", "place form", lang)
    for code, form in FORMS.items():
        if code in forms and (found := form.match(place)):
            return forms[code].format(*found.groups())
    return place
