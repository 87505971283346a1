"""Gettext catalogues of the program, one set for each language, each read when it is first asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from gpss_sim.i18n.language import LANGUAGES, Language
from gpss_sim.i18n.po import PoTranslations

LOCALE = Path(__file__).with_name("locale")
COUNTED = "count"
"""Fact that chooses the form of an entry with plural forms."""
NAMED = ("name", "rule", "value")
"""Kinds of words under which names of a rulebook stand, in the order in which they are looked for."""


@cache
def translations(domain: str, lang: Language) -> PoTranslations:
    """One catalogue in one language; an empty one where English stands with what it describes (``help``, ``fields``).

    Parameters
    ----------
    domain : str
        Name of the catalogue: ``messages``.
    """
    file = LOCALE / lang / "LC_MESSAGES" / f"{domain}.po"
    return PoTranslations(BytesIO(file.read_bytes() if file.exists() else b""))


def text(domain: str, code: str, lang: Language, count: object = None) -> str:
    """Text of a code, braces not yet filled in.

    Parameters
    ----------
    count : object
        Number that chooses the form, where the entry has plural forms.

    Raises
    ------
    KeyError
        If the catalogue has no such code, or its form depends on a count that is not given.

    >>> text("messages", "number.below", "zh"), text("messages", "count.project", "en", 1)
    ('不得小于{low}', '{count:,} project')
    """
    found = translations(domain, lang)
    forms = found.forms(code)
    if len(forms) == 1 and forms[0]:
        return forms[0]
    if not forms or not isinstance(count, int):
        raise KeyError(code)
    return found.ngettext(code, code, count)


@cache
def words(domain: str, kind: str, lang: Language) -> Mapping[str, str]:
    """Entries of one kind (their context): name → text.

    >>> words("words", "unit", "zh")["yuan"]
    '元'
    """
    entries, start = translations(domain, lang), f"{kind}\x04"
    return {key.removeprefix(start): entries.gettext(key) for key in entries.keys if key.startswith(start)}


def word(kind: str, name: str, lang: Language) -> str:
    """A word that files use, as the reader calls it; as it stands where the catalogue has none.

    Parameters
    ----------
    kind : str
        What is named: ``unit``, ``table``, ``rule``, ``name`` of a mode or form, ``heading``.

    >>> word("unit", "yuan", "zh"), word("unit", "yuan", "en"), word("unit", "yuan/case", "zh")
    ('元', 'yuan', 'yuan/case')
    """
    return words("words", kind, lang).get(name, name)


def called(name: str, lang: Language, *kinds: str) -> str:
    """What a rulebook names (a mode, form, method, rule, or value of a rule), as the reader calls it.

    A name stands once in the catalogue, under any of the kinds `name`, `rule` and `value`.

    Parameters
    ----------
    kinds : str
        Kinds to look at first, where a name has a meaning of its own.

    >>> called("open_tender", "zh"), called("four_gates", "zh"), called("my_mode", "zh"), called("formal", "en")
    ('公开招标', '四道关口', 'my_mode', 'formal')
    """
    found = (words("words", kind, lang) for kind in (*kinds, *NAMED))
    return next((known[name] for known in found if name in known), name)


def is_known(code: str) -> bool:
    """Whether there is a sentence of this code."""
    return bool(translations("messages", "en").forms(code))


def sentences() -> dict[str, dict[Language, str]]:
    """Every sentence: code → language → text with {braces}; of several forms the last."""
    return {
        code: {lang: translations("messages", lang).forms(code)[-1] for lang in LANGUAGES}
        for code in translations("messages", "en").keys
    }
