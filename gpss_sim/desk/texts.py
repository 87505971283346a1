"""The words of the desk, from the catalogue ``desk``."""

from __future__ import annotations

from gpss_sim.i18n import Language
from gpss_sim.i18n import text as catalogue_text


def text(lang: Language, code: str, **facts: object) -> str:
    """A text in a language; the fact `count` chooses its form where there are several.

    >>> text("zh", "sum_of", selected=3, count=8)
    '3／8'
    """
    return catalogue_text("desk", code, lang, facts.get("count")).format(**facts)
