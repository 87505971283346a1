"""The one reader of numbers that people write: in cells, TOML values, options, saved decisions.

What it returns is finite and of bounded size. Full-width characters count as their ASCII counterparts.
A comma stands only between thousands, so that ``1,5`` and ``200000,50`` are refused and never read as
15 and 20,000,050. A unit is counted once: that of the value where it has one, else that of its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from gpss_sim.i18n import Message

DIGITS = 15
"""Most digits in front of the decimal point."""
DECIMALS = 20
"""Most digits behind it: a binary fraction of double precision and ordinary size has fewer."""
MOST_FEN = 10**15
"""Largest amount [fen]: ten 万亿 yuan, the scale of a national budget, and exact in double precision."""

UNITS: dict[str, int] = {"": 1, "元": 1, "yuan": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}
"""Units of an amount → yuan."""

Number = str | int | float | Decimal

_LENGTH = 80
_EXACT = Context(prec=_LENGTH + 20)
_NUMBER = r"[+-]?(?:[0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_SHORT = re.compile(rf"-?[0-9]{{1,{DIGITS}}}(?:\.[0-9]{{1,{DECIMALS}}})?")
_AMOUNT = re.compile(rf"(?:[¥￥]\s*)?(?P<number>{_NUMBER})\s*(?P<unit>[^\s0-9.,+%/-]*)")
_FRACTION = re.compile(r"([+-]?[0-9]{1,80})(?:/([0-9]{1,80}))?")
_VARIANTS = str.maketrans("\u842c\u5104\u5713\u5706", "万亿元元")
"""Traditional characters, and the formal one, of units."""
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " ", 0x2212: "-"}


class NumberError(ValueError):
    """A value that is no number as asked for.

    Parameters
    ----------
    message : Message
        What is allowed, by code and facts.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def read_number(
    value: object, *, low: Decimal | int | None = None, above: int | None = None, high: Decimal | int | None = None
) -> Decimal:
    """A finite number, exactly as written.

    Parameters
    ----------
    value : str, int, float or Decimal
        What somebody wrote; a float stands for its shortest decimal text.
    low, above, high : int or Decimal, optional
        Least value, value that must be exceeded, largest value.

    Raises
    ------
    NumberError
        If it is no number, too long, or out of bounds.

    >>> read_number("1,234.50"), read_number("１２％".rstrip("％")), read_number("1.2e3")
    (Decimal('1234.50'), Decimal('12'), Decimal('1200'))
    """
    return _bounded(_decimal(value, "not_a_number"), low, above, high)


def read_real(
    value: object, *, low: Decimal | int | None = None, above: int | None = None, high: Decimal | int | None = None
) -> float:
    """A finite number as a float; see :func:`read_number`.

    >>> read_real("0.5", above=0)
    0.5
    """
    return float(read_number(value, low=low, above=above, high=high))


def read_whole(value: object, low: int = 0, high: int | None = None) -> int:
    """A whole number within bounds.

    Raises
    ------
    NumberError
        If it is no number, not whole, or out of bounds.

    >>> read_whole("1,200"), read_whole(3.0)
    (1200, 3)
    """
    bounded = high is not None and isinstance(value, int) and not isinstance(value, bool)
    number = value if bounded and isinstance(value, int) else _whole_text(value) or _decimal(value, "not_a_number")
    if number != int(number) or number < low or (high is not None and number > high):
        raise NumberError(
            Message("number.whole_from", low=low)
            if high is None
            else Message("number.whole_between", low=low, high=high)
        )
    return int(number)


def read_amount(value: object, unit: str = "") -> int:
    """Whole fen of an amount not below zero, rounded half to even.

    Parameters
    ----------
    value : str, int, float or Decimal
        ``45000000``, ``4,500万``, ``¥0.45亿元``; a number without unit counts in `unit`.
    unit : str
        Unit of the heading, a key of :data:`UNITS`; the unit of the value, if any, replaces it.

    Raises
    ------
    NumberError
        If it is no amount, negative, too large, or its unit is unknown.

    >>> read_amount("4500万") == read_amount("45,000,000"), read_amount("20万", "万元"), read_amount(20, "\u842c元")
    (True, 20000000, 20000000)
    """
    number, own = value, ""
    if isinstance(value, str) and not _is_short_whole(value):
        text = _text(value)
        match = _AMOUNT.fullmatch(text)
        if match is None:
            raise NumberError(_why_not(text, "amount"))
        number, own = match["number"], unit_written(match["unit"])
        if not any(letter.isdigit() for letter in number):
            raise NumberError(_why_not(text, "amount"))
    named = own or unit_written(unit)
    if named not in UNITS:
        raise NumberError(unknown_unit(own or unit))
    if isinstance(number, str) and _is_short_whole(number):
        fen = int(number) * UNITS[named] * 100
    else:
        exact = _EXACT.multiply(_decimal(number, "amount"), Decimal(UNITS[named] * 100))
        if exact < 0:
            raise NumberError(Message("number.negative"))
        fen = int(exact.quantize(Decimal(1), ROUND_HALF_EVEN, _EXACT))
    if fen > MOST_FEN:
        raise NumberError(Message("number.amount_too_large"))
    return fen


def read_fraction(value: object) -> Fraction:
    """A fraction as exact programs write it: ``2/3``, ``7`` or ``0.5``; an exact number otherwise.

    Raises
    ------
    NumberError
        If it is neither a number nor a fraction, or too long.

    >>> read_fraction("2/3"), read_fraction("0.5")
    (Fraction(2, 3), Fraction(1, 2))
    """
    match = _FRACTION.fullmatch(_text(value)) if isinstance(value, str) else None
    if match is None:
        return Fraction(_decimal(value, "fraction"))
    if match[2] is not None and int(match[2]) == 0:
        raise NumberError(Message("number.fraction"))
    return Fraction(int(match[1]), int(match[2] or 1))


def unit_written(text: str) -> str:
    """A unit as it is compared: in lower case, traditional signs of units as 万, 亿 and 元.

    >>> unit_written("\u842c\u5713"), unit_written(" Yuan ")
    ('万元', 'yuan')
    """
    return text.strip().lower().translate(_VARIANTS)


def unknown_unit(unit: str, allowed: Iterable[str] = UNITS) -> Message:
    """The sentence on a unit that is none of those allowed."""
    return Message("number.unit", unit=unit, allowed=", ".join(name for name in allowed if name))


def narrow(text: str) -> str:
    """The text with full-width characters replaced by their ASCII counterparts, and no blanks around it.

    >>> narrow("　１，２００．５万元 ")
    '1,200.5万元'
    """
    return text.translate(_WIDE).strip()


def _text(value: str) -> str:
    if len(value) > 2 * _LENGTH or len(text := narrow(value)) > _LENGTH:
        raise NumberError(_too_long())
    return text


def _decimal(value: object, kind: str) -> Decimal:
    """Exact value of a number of any accepted type, of bounded size; `kind` names the sentence otherwise."""
    if isinstance(value, bool):
        raise NumberError(Message("number.truth"))
    if isinstance(value, int):
        if abs(value) >= 10**DIGITS:
            raise NumberError(_too_long())
        return Decimal(value)
    if isinstance(value, str):
        if _SHORT.fullmatch(value):  # as most are, and needs none of the slower checks
            return Decimal(value) or Decimal(0)
        text = _text(value)
        if not _PLAIN.fullmatch(text) or not any(letter.isdigit() for letter in text.lower().split("e")[0]):
            raise NumberError(_why_not(text, kind))
        number = _powered(text.replace(",", ""))
    elif isinstance(value, float):
        number = Decimal(float.__repr__(value))
    elif isinstance(value, Decimal):
        number = value
    else:
        raise NumberError(Message(f"number.{kind}"))
    return _sized(number)


def _whole_text(value: object) -> int:
    """A text of plain digits as a number; 0 for anything else, which is read with all checks."""
    return int(value) if isinstance(value, str) and _is_short_whole(value) else 0


def _is_short_whole(text: str) -> bool:
    """Whether a text is plain digits and few, as most whole numbers are."""
    return len(text) <= DIGITS and text.isascii() and text.isdigit()


def _powered(text: str) -> Decimal:
    """Value of a text of the right form; an exponent is compared before it is used."""
    mantissa, _, power = text.lower().partition("e")
    if power and len(power.lstrip("+-").lstrip("0")) > 3:
        if not mantissa.strip("+-0."):
            return Decimal(0)
        raise NumberError(_too_long())
    return Decimal(text)


def _sized(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise NumberError(Message("number.finite"))
    if not number:
        return Decimal(0)
    power = number.adjusted()
    if power >= DIGITS or power < -DECIMALS:
        raise NumberError(_too_long())
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or -exponent - _trailing(digits) > DECIMALS:
        raise NumberError(_too_long())
    if exponent > 0:
        return Decimal(int(number))
    return number.normalize(_EXACT) if -exponent > DECIMALS else number


def _trailing(digits: tuple[int, ...]) -> int:
    """Number of zeros at the end."""
    return next((k for k, digit in enumerate(reversed(digits)) if digit), len(digits))


def _bounded(number: Decimal, low: Decimal | int | None, above: int | None, high: Decimal | int | None) -> Decimal:
    if low is not None and number < low:
        raise NumberError(Message("number.negative") if low == 0 else Message("number.below", low=low))
    if above is not None and number <= above:
        raise NumberError(Message("number.not_above", low=above))
    if high is not None and number > high:
        raise NumberError(Message("number.above", high=high))
    return number


def _too_long() -> Message:
    return Message("number.too_long", digits=DIGITS, decimals=DECIMALS)


def _why_not(text: str, kind: str) -> Message:
    """The sentence on a text that is no number: empty, a stray comma, not finite, an unknown unit, anything else."""
    if not text:
        return Message("number.missing")
    bare = text.lower().lstrip("+-")
    if bare in ("nan", "inf", "infinity", "-inf"):
        return Message("number.finite")
    if re.fullmatch(r"[+-]?[0-9.]*,[0-9.,]*", text):
        return Message("number.comma")
    return Message(f"number.{kind}")
