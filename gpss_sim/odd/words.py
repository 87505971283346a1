"""Words of the page by language, from the catalogues ``odd`` and ``fields``, and its prose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gpss_sim import i18n
from gpss_sim.i18n import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "page", "words"]

FOLDER = Path(__file__).resolve().parent / "text"
SECTIONS = ("head", "entities", "streams", "events", "policies")

Words = Mapping[str, Mapping[str, str]]
"""Section → key → text."""


def words(lang: Language) -> Words:
    """Words of one language, section by section; English of policies and fields stands in the code."""
    found = {section: i18n.words("odd", section, lang) for section in SECTIONS}
    return {**found, "fields": i18n.words("fields", "field", lang)} if lang == "zh" else found


def page(language: str) -> str:
    """Prose of the page, with a comment where each table goes."""
    return (FOLDER / f"odd.{language}.md").read_text("utf-8")
