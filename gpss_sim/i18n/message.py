"""A sentence as a code and facts; it becomes text where it is shown."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Self

from gpss_sim.i18n.catalogues import COUNTED, text
from gpss_sim.i18n.language import Language
from gpss_sim.i18n.numbers import aloud, joined
from gpss_sim.i18n.rules import RuleName, rule_name
from gpss_sim.money import Fen

LONGEST = 120
"""Characters of a value that a message shows; the rest is counted."""


class Spoken:
    """What can be said in every language: sentences, amounts, places, names that have a translation."""

    __slots__ = ()

    def said(self, lang: Language) -> str:
        """Text in a language."""
        raise NotImplementedError


class Message(Spoken, str):
    """A sentence of the catalogue ``messages``: English as a string, any language by :meth:`said`.

    Parameters
    ----------
    code : str
        ``part.name`` of the catalogue.
    **facts
        What its braces hold: numbers and texts; texts are shown by :func:`shown`. The fact ``count`` chooses the
        form of a sentence that has plural forms.

    Raises
    ------
    KeyError
        If the catalogue has no such code, or the sentence asks for another fact.

    >>> Message("number.below", low=1).said("zh")
    '不得小于1'
    >>> Message("count.project", count=1), Message("count.project", count=2)
    ('1 project', '2 projects')
    """

    __slots__ = ("code", "facts")
    code: str
    facts: dict[str, object]

    def __new__(cls, code: str, **facts: object) -> Self:
        """Fill the English sentence in."""
        told = super().__new__(cls, _filled(code, facts, "en"))
        told.code, told.facts = code, facts
        return told

    def said(self, lang: Language) -> str:
        """The sentence in a language; the English one is filled in already."""
        return str(self) if lang == "en" else _filled(self.code, self.facts, lang)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.code, self.facts)


def _rebuilt(code: str, facts: dict[str, object]) -> Message:
    return Message(code, **facts)


class Told(str):
    """Text put together from sentences of the catalogue, in one language; a message shows it whole."""

    __slots__ = ()


class Amounts(Spoken, tuple[Fen, ...]):
    """Amounts as one fact, one after the other."""

    __slots__ = ()

    def said(self, lang: Language) -> str:
        """The amounts in a language."""
        return joined((aloud(fen, lang) for fen in self), lang)


class Names(Spoken, tuple[str, ...]):
    """Foreign names as one fact, one after the other."""

    __slots__ = ()

    def said(self, lang: Language) -> str:
        """The names in a language."""
        return joined(map(shown, self), lang)


class InBoth(Spoken, str):
    """A text that is another one in Chinese; a message shows it whole.

    >>> said(InBoth("4.00", "4元"), "zh")
    '4元'
    """

    __slots__ = ("chinese",)
    chinese: str

    def __new__(cls, english: str, chinese: str) -> Self:
        """Hold both."""
        told = super().__new__(cls, english)
        told.chinese = chinese
        return told

    def said(self, lang: Language) -> str:
        """The text in a language."""
        return self.chinese if lang == "zh" else str(self)

    def __reduce__(self) -> tuple[object, ...]:
        return InBoth, (str(self), self.chinese)


def said(sentence: str, lang: Language) -> str:
    """A sentence or the name of a rule in a language; any other text as it stands."""
    if isinstance(sentence, RuleName):
        return rule_name(sentence, lang)
    return sentence.said(lang) if isinstance(sentence, Spoken) else sentence


def said_all(sentences: Mapping[str, str], lang: Language) -> dict[str, str]:
    """Each of some sentences in a language, under its key."""
    return {key: said(sentence, lang) for key, sentence in sentences.items()}


def breach_name(breach: str, lang: Language) -> str:
    """Return a breach, or the name of a rule, as the reader calls it.

    >>> spent = Message("breach.spends", spent=Fen(500_000_000), most=Fen(4_00))
    >>> breach_name(Message("breach.of", rule=RuleName("budget"), detail=spent), "zh"), breach_name("budget", "zh")
    ('预算：支出500万元，限额4元', '预算')
    """
    return said(breach if isinstance(breach, Message) else RuleName(breach), lang)


def shown(foreign: str, longest: int = LONGEST, lang: Language = "en") -> str:
    """Foreign text as a message may show it: controls and marks of direction escaped, length bounded.

    >>> shown("a\\x1b[31m\\u202eb"), shown("x" * 100, 3)
    ('a\\\\x1b[31m\\\\u202eb', 'xxx… (100 characters)')
    """
    cut = foreign if len(foreign) <= longest else foreign[:longest]
    told = "".join(_escaped(letter) for letter in cut)
    if cut is foreign:
        return told
    return told + text("messages", "shown.cut", lang).format(length=len(foreign))


def _escaped(letter: str) -> str:
    """A character as it stands if it can be seen, else its escape."""
    if letter == " " or not unicodedata.category(letter).startswith(("C", "Z")):
        return letter
    return letter if letter == "\u3000" else letter.encode("unicode_escape").decode("ascii")


def listed(names: Iterable[object]) -> Told:
    """Names with commas between them; foreign ones are escaped, and shortened where they are long.

    >>> listed(["a", 2, "\\x07"])
    'a, 2, \\\\x07'
    """
    return Told(", ".join(str(name) if isinstance(name, (Told, Message)) else shown(str(name)) for name in names))


def _filled(code: str, facts: dict[str, object], lang: Language) -> str:
    sentence = text("messages", code, lang, facts.get(COUNTED))
    return sentence.format(**{name: _fact(fact, lang) for name, fact in facts.items()})


def _fact(fact: object, lang: Language) -> object:
    """A fact as a sentence holds it: foreign text escaped and shortened, sentences whole, money in its unit."""
    if isinstance(fact, Fen):
        return aloud(fact, lang)
    if isinstance(fact, Spoken):
        return fact.said(lang)
    if isinstance(fact, (Told, RuleName)):
        return said(fact, lang)
    return shown(fact, lang=lang) if isinstance(fact, str) else fact
