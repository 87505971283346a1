"""Gettext catalogues read from their text form (.po), so that nothing has to be compiled before a program runs."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from itertools import count, takewhile
from typing import Any

_STRING = r'((?:"(?:[^"\\]|\\.)*"\n)+)'
_ENTRY = re.compile(
    rf"^(?:msgctxt {_STRING})?msgid {_STRING}(?:msgid_plural {_STRING})?((?:msgstr(?:\[\d\])? {_STRING})+)",
    re.MULTILINE,
)
_FORM = re.compile(rf"msgstr(?:\[(\d)\])? {_STRING}")
_PLURAL = re.compile(r"^Plural-Forms:.*?plural=(.*?);?$", re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}


class PoTranslations(gettext.GNUTranslations):
    """Translations of one ``.po`` file; :meth:`_parse` is the hook that :mod:`gettext` keeps for other formats."""

    plural: Callable[[int], int]
    _catalog: dict[str | tuple[str, int], str]

    def _parse(self, fp: Any) -> None:
        self._catalog = {}
        self.plural = gettext.c2py("n != 1")
        for context, name, plural, forms, single in _ENTRY.findall(fp.read().decode("utf-8") + "\n"):
            key = f"{_plain(context)}\x04{_plain(name)}" if context else _plain(name)
            if plural:
                self._catalog |= {(key, int(number)): _plain(text) for number, text in _FORM.findall(forms)}
            elif key:
                self._catalog[key] = _plain(single)
            elif found := _PLURAL.search(_plain(single)):
                self.plural = gettext.c2py(found[1])

    @property
    def keys(self) -> list[str]:
        """Every key, in the order of the file; of an entry with plural forms once."""
        return list(dict.fromkeys(key if isinstance(key, str) else key[0] for key in self._catalog))

    def forms(self, key: str) -> list[str]:
        """Every form of an entry: one, or as many as the language counts."""
        if key in self._catalog:
            return [self._catalog[key]]
        return [
            self._catalog[key, number] for number in takewhile(lambda number: (key, number) in self._catalog, count())
        ]


def _plain(text: str) -> str:
    r"""A string of a catalogue as it is meant: lines joined, escapes resolved.

    >>> _plain('"a"\n"b\\n"\n')
    'ab\n'
    """
    joined = text[1:-2] if text.count("\n") == 1 else "".join(line[1:-1] for line in text.splitlines())
    return _ESCAPE.sub(lambda found: _SIGNS.get(found[1], found[1]), joined) if "\\" in joined else joined
