"""The words of the desk, from ``texts.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from gpss_sim.i18n import Language


def text(lang: Language, code: str, **facts: object) -> str:
    """A text in a language.

    >>> text("zh", "sum_of", selected=3, count=8)
    '3／8'
    """
    return catalogue()[code][0 if lang == "en" else 1].format(**facts)


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Every text: code → English and Chinese."""
    table = tomllib.loads(Path(__file__).with_name("texts.toml").read_text("utf-8"))
    return {code: (english, chinese) for code, (english, chinese) in table.items()}
