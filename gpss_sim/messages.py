"""Sentences by code: the catalogue ``messages.toml`` holds each in English and Chinese, with {facts} to fill in."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, Self

from gpss_sim.money import Fen, aloud

Language = Literal["en", "zh"]

_CURRENT: ContextVar[Language] = ContextVar("language", default="en")

LONGEST = 120
"""Characters of a value that a message shows; the rest is counted."""


class Message(str):
    """A sentence of the catalogue: English as a string, any language by :meth:`said`.

    Parameters
    ----------
    code : str
        ``part.name`` of the catalogue.
    **facts
        What its braces hold: numbers and texts; texts are shown by :func:`shown`.

    Raises
    ------
    KeyError
        If the catalogue has no such code, or the sentence asks for another fact.

    >>> Message("number.below", low=1).said("zh")
    '不得小于1'
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
        """The sentence in a language."""
        return _filled(self.code, self.facts, lang)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (self.code, self.facts)


def _rebuilt(code: str, facts: dict[str, object]) -> Message:
    return Message(code, **facts)


def current() -> Language:
    """The language in which the program speaks to the user of this thread."""
    return _CURRENT.get()


def speak(lang: Language) -> None:
    """Set :func:`current`."""
    _CURRENT.set(lang)


def preferred(environment: Mapping[str, str]) -> Language:
    """Language that an environment asks for: ``GPSS_SIM_LANG``, else the first set of LC_ALL, LC_MESSAGES, LANG.

    >>> preferred({"LANG": "zh_CN.UTF-8"}), preferred({"LANG": "zh_CN.UTF-8", "GPSS_SIM_LANG": "en"}), preferred({})
    ('zh', 'en', 'en')
    """
    names = ("GPSS_SIM_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    first = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if first.lower().startswith("zh") else "en"


def said(text: str, lang: Language) -> str:
    """A sentence in a language, where it is one of the catalogue; any other text as it stands."""
    if isinstance(text, InBoth):
        return text.chinese if lang == "zh" else str(text)
    return text.said(lang) if isinstance(text, Message) else text


def shown(text: str, longest: int = LONGEST) -> str:
    """Foreign text as a message may show it: controls and marks of direction escaped, length bounded.

    >>> shown("a\\x1b[31m\\u202eb"), shown("x" * 100, 3)
    ('a\\\\x1b[31m\\\\u202eb', 'xxx… (100 characters)')
    """
    cut = text if len(text) <= longest else text[:longest]
    told = "".join(_escaped(letter) for letter in cut)
    return told if cut is text else f"{told}… ({len(text)} characters)"


def _escaped(letter: str) -> str:
    """A character as it stands if it can be seen, else its escape."""
    if letter == " " or not unicodedata.category(letter).startswith(("C", "Z")):
        return letter
    return letter if letter == "\u3000" else letter.encode("unicode_escape").decode("ascii")


class Told(str):
    """Text put together from sentences of the catalogue, in one language; a message shows it whole."""

    __slots__ = ()


class InBoth(str):
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

    def __reduce__(self) -> tuple[object, ...]:
        return InBoth, (str(self), self.chinese)


def listed(names: Iterable[object]) -> Told:
    """Names with commas between them, shown whole.

    >>> listed(["a", 2])
    'a, 2'
    """
    return Told(", ".join(map(str, names)))


def _filled(code: str, facts: dict[str, object], lang: Language) -> str:
    return _sentence(code)[lang].format(**{name: _fact(fact, lang) for name, fact in facts.items()})


def _fact(fact: object, lang: Language) -> object:
    """A fact as a sentence holds it: foreign text escaped and shortened, sentences whole, money in its unit."""
    if isinstance(fact, Fen):
        return aloud(fact, lang)
    if isinstance(fact, (Message, Told, InBoth)):
        return said(fact, lang)
    return shown(fact) if isinstance(fact, str) else fact


def is_known(code: str) -> bool:
    """Whether the catalogue has a sentence of this code."""
    part, _, name = code.partition(".")
    return f"\n[{part}]\n" in _text() and name in _part(part)


def _sentence(code: str) -> dict[Language, str]:
    part, _, name = code.partition(".")
    english, chinese = _part(part)[name]
    return {"en": english, "zh": chinese}


@cache
def _text() -> str:
    return "\n" + Path(__file__).with_name("messages.toml").read_text("utf-8")


@cache
def _part(name: str) -> dict[str, tuple[str, str]]:
    """One table of the catalogue: reading the whole takes longer than a small command."""
    heading = f"\n[{name}]\n"
    _, found, after = _text().partition(heading)
    if not found:
        raise KeyError(name)
    part: dict[str, tuple[str, str]] = tomllib.loads(after.partition("\n[")[0])
    return part


@cache
def catalogue() -> dict[str, dict[Language, str]]:
    """Every sentence: ``part.name`` → language → text with {braces}."""
    parts = tomllib.loads(_text())
    return {
        f"{part}.{name}": {"en": english, "zh": chinese}
        for part, pairs in parts.items()
        for name, (english, chinese) in pairs.items()
    }
