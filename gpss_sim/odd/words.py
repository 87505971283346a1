"""Words of the page by language, from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gpss_sim.scenario.meaning import chinese

FOLDER = Path(__file__).resolve().parent / "text"
LANGUAGES = ("en", "zh")

Words = Mapping[str, Mapping[str, str]]
"""Section → key → text."""


@cache
def words(language: str) -> Words:
    """Words of one language, section by section; of fields, those that the scenario itself keeps."""
    found: Words = tomllib.loads((FOLDER / f"words.{language}.toml").read_text("utf-8"))
    return {**found, "fields": chinese()} if language == "zh" else found


def page(language: str) -> str:
    """Prose of the page, with a comment where each table goes."""
    return (FOLDER / f"odd.{language}.md").read_text("utf-8")
