"""Languages of the reader, and the one in which the program speaks now."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_CURRENT: ContextVar[Language] = ContextVar("language", default="en")


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
