"""The ODD+D page: prose with the tables of the code set into it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gpss_sim.odd.tables import TABLES
from gpss_sim.odd.words import Language, page, words

_PLACE = re.compile(r"^<!-- (\w+) -->$", re.MULTILINE)


def markdown(language: Language = "en") -> str:
    """The whole page in one language, ``en`` or ``zh``."""
    return _PLACE.sub(lambda place: _table(place[1], language), page(language))


def _table(name: str, language: Language) -> str:
    rows, head = TABLES[name]
    lines = [_line(words(language)["head"][column] for column in head), "|" + "---|" * len(head)]
    return "\n".join([*lines, *(_line(row) for row in rows(language))])


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
