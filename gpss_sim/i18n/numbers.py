"""Numbers, amounts and lists as each language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from gpss_sim.i18n.language import Language
from gpss_sim.money import yuan

COMMA: dict[Language, str] = {"en": ", ", "zh": "、"}
SEMICOLON: dict[Language, str] = {"en": "; ", "zh": "；"}


def aloud(fen: int, lang: Language) -> str:
    """Return an amount as it is read aloud: exact, in 万元 in Chinese where it is that much.

    >>> aloud(45_400_000, "zh"), aloud(999_900, "zh"), aloud(45_400_000, "en")
    ('45.4万元', '9999元', '454000.00')
    """
    if lang != "zh":
        return yuan(fen)
    scale, unit = (1_000_000, "万元") if abs(fen) >= 1_000_000 else (100, "元")
    return f"{Decimal(int(fen)) / scale:f}{unit}"


def joined(names: Iterable[str], lang: Language) -> str:
    """Names one after the other.

    >>> joined(["a", "b"], "en"), joined(["a", "b"], "zh")
    ('a, b', 'a、b')
    """
    return COMMA[lang].join(names)
