"""Numbers written in Chinese: 叁拾陆万元整, 贰佰万, 三百二十."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("零\u3007", "一壹\u5f0c", "二贰\u8cb3两", "三叁\u53c3", "四肆", "五伍", "六陆\u9678", "七柒", "八捌", "九玖")
    )
    for digit in digits
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "\u842c": 10**4, "亿": 10**8, "\u5104": 10**8}
_LARGE = (("亿\u5104", 10**8), ("万\u842c", 10**4))
_LONGEST = 40
"""Most signs of a number in words."""
_ZERO = "零\u3007"
_ONE = f"[{''.join(digit for digit, value in _DIGITS.items() if value)}]"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_ONE})[千仟])?(?:[{_ZERO}]?(?P<hundreds>{_ONE})[百佰])?"
    rf"(?:[{_ZERO}]?(?P<tens>{_ONE})?(?P<ten>[十拾]))?(?:(?P<zero>[{_ZERO}])?(?P<one>{_ONE}))?"
)
_YUAN = "[元圆\u5713]"
_WRITTEN = re.compile(
    rf"(?P<whole>[{''.join((*_DIGITS, *_TENS, *_GROUPS))}]+)?(?P<yuan>{_YUAN})?"
    rf"(?:零)?(?:(?P<jiao>[{''.join(_DIGITS)}])角)?(?:零)?(?:(?P<fen>[{''.join(_DIGITS)}])分)?[整正]?"
)
"""An amount in words, its jiao and fen behind the yuan."""


def chinese_number(text: str) -> int | None:
    """A whole number in Chinese words; None for any other text, and for what may be two numbers.

    >>> chinese_number("叁拾陆万"), chinese_number("一百二十万零五千"), chinese_number("十三"), chinese_number("元")
    (360000, 1205000, 13, None)
    >>> chinese_number("二\u3007\u3007"), chinese_number("两万五"), chinese_number("三五十"), chinese_number("万")
    (None, None, None, None)
    """
    if len(text) > _LONGEST:
        return None
    for signs, size in _LARGE:
        at = max(text.rfind(sign) for sign in signs)
        if at >= 0:
            most, rest = chinese_number(text[:at]), text[at + 1 :]
            least = (
                0 if not rest else None if rest in _DIGITS else chinese_number(rest[1:] if rest[0] in _ZERO else rest)
            )
            return None if not most or least is None or least >= size else most * size + least
    return _below_wan(text)


def _below_wan(text: str) -> int | None:
    """A number below ten thousand: each digit before its unit, the units falling, 零 where one is passed over."""
    found = _SECTION.fullmatch(text)
    if not text or found is None:
        return 0 if text and text in _ZERO else None
    if found["one"] and not found["ten"] and not found["zero"] and (found["hundreds"] or found["thousands"]):
        return None  # 三百五 may be 350
    digits = [_DIGITS[found[name]] if found[name] else 0 for name in ("thousands", "hundreds", "tens", "one")]
    tens = digits[2] or (1 if found["ten"] else 0)
    return 1000 * digits[0] + 100 * digits[1] + 10 * tens + digits[3]


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
