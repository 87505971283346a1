"""Numbers, amounts and lists as each language writes them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from gpss_sim.i18n.language import Language
from gpss_sim.money import yuan

SMALL = 1e-4
"""Below it numbers are written with an exponent."""
NO_BREAK, JOINER = "\u00a0", "\u2060"
"""A blank at which no line ends, and what holds its neighbours together without one."""
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


def interval(low: str, high: str, between: str = " … ") -> str:
    """Both ends of an interval, which no line of a page parts.

    >>> interval("−1.5", "2"), interval("0.1", "0.4", "–"), interval("1", "2", ", ")
    ('−1.5\\xa0…\\xa02', '0.1\\u2060–\\u20600.4', '1,\\xa02')
    """
    held = between.replace(" ", NO_BREAK)
    return f"{low}{held if held != between else f'{JOINER}{between}{JOINER}'}{high}"


def human(value: float, *, sign: bool = False) -> str:
    """Three significant digits, as people read numbers; a dash for what is not a number.

    >>> human(12345.6), human(0.01234), human(-1.5, sign=True), human(float("nan")), human(1.5e-9)
    ('12,346', '0.0123', '−1.50', '–', '1.5e−09')
    """
    if math.isnan(value):
        return "–"
    plus = "+" if sign else ""
    if 0 < abs(value) < SMALL:
        return f"{value:{plus}.2g}".replace("-", "−")
    digits = 2 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:{plus},.{digits}f}".replace("-", "−")


def correlated(value: float) -> str:
    """A correlation to two decimals; a dash for what is not a number.

    >>> correlated(-0.2519), correlated(float("nan"))
    ('−0.25', '–')
    """
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")
