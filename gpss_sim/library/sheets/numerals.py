"""Numbers written in Chinese: 叁拾陆万元整, 贰佰万, 三百二十."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("零〇", "一壹弌", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for digit in digits
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_YUAN = "[元圆圓]"
_WRITTEN = re.compile(
    rf"(?P<whole>[{''.join((*_DIGITS, *_TENS, *_GROUPS))}]+)?(?P<yuan>{_YUAN})?"
    rf"(?:零)?(?:(?P<jiao>[{''.join(_DIGITS)}])角)?(?:零)?(?:(?P<fen>[{''.join(_DIGITS)}])分)?[整正]?"
)
"""An amount in words, its jiao and fen behind the yuan."""


def chinese_number(text: str) -> int | None:
    """A whole number in Chinese words; None for any other text.

    >>> chinese_number("叁拾陆万"), chinese_number("一百二十万零五千"), chinese_number("十三"), chinese_number("元")
    (360000, 1205000, 13, None)
    """
    if not text or any(sign not in _DIGITS and sign not in _TENS and sign not in _GROUPS for sign in text):
        return None
    total = group = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _TENS:
            group += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            total = (
                (total + group + digit) * _GROUPS[sign]
                if _GROUPS[sign] > 10**4
                else total + (group + digit) * _GROUPS[sign]
            )
            group = digit = 0
    return total + group + digit


def chinese_money(text: str) -> Decimal | None:
    """An amount in Chinese words, in yuan; None for any other text, and for a number without a unit of money.

    >>> [str(chinese_money(text)) for text in ("叁拾陆万元整", "柒万陆仟伍佰肆拾叁元贰角壹分", "十三万", "十三")]
    ['360000', '76543.21', '130000', 'None']
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or not (found["whole"] or found["jiao"] or found["fen"]):
        return None
    if not (found["yuan"] or found["jiao"] or found["fen"] or any(sign in _GROUPS for sign in found["whole"])):
        return None
    whole = chinese_number(found["whole"]) if found["whole"] else 0
    parts = [_DIGITS[found[name]] if found[name] else 0 for name in ("jiao", "fen")]
    return None if whole is None else Decimal(100 * whole + 10 * parts[0] + parts[1]) / 100
