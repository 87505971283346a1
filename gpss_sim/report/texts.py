"""The catalogue of texts, read once: English and Chinese side by side in ``texts.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_CATALOGUE = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))

NAMES: dict[str, tuple[str, str]] = {name: (pair[0], pair[1]) for name, pair in _CATALOGUE["names"].items()}
"""Modes, forms, rules as files write them → English and Chinese."""

UNITS: dict[str, str] = _CATALOGUE["units"]
"""Units of indicators and of scenario fields → Chinese."""

TABLES: dict[str, str] = _CATALOGUE["tables"]
"""Tables of a scenario → Chinese."""

RULES: dict[str, str] = _CATALOGUE["rules"]
"""Rules and their values as files write them → Chinese."""

TEXTS: dict[str, tuple[str, str]] = {
    f"{part}.{name}": (pair[0], pair[1]) for part, texts in _CATALOGUE["texts"].items() for name, pair in texts.items()
}
"""``part.name`` → English and Chinese, with {braces} to be filled in, see :func:`gpss_sim.study.filling.fill`."""
