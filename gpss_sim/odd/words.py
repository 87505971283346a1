"""Words of the page by language, from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "text"
LANGUAGES = ("en", "zh")

Words = Mapping[str, Mapping[str, str]]
"""Section → key → text."""


@cache
def words(language: str) -> Words:
    """Words of one language, section by section."""
    return tomllib.loads((FOLDER / f"words.{language}.toml").read_text("utf-8"))


def page(language: str) -> str:
    """Prose of the page, with a comment where each table goes."""
    return (FOLDER / f"odd.{language}.md").read_text("utf-8")
