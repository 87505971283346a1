"""Urgency as sheets write it → 1 (can wait) to 5 (most urgent)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gpss_sim.library.sheets.vocabulary import plain, words

UNKNOWN = "sheet.urgency"
"""Message of a word that is none of any scale."""
_NUMBER = re.compile(r"^(?:第)?([0-9]{1,4})(?:\.0+)?\s*(?:级|类|档|等|名|位|分)?$")
_STARS = re.compile(r"^(?P<full>[★*✭⭐!]{1,5})[☆✩]*$")
_DEGREES = {
    5: "特别|非常|十分|极其|极为|极度|极|最|特|万分|异常|很|加",
    3: "较为|比较|较|稍微|稍|略|次",
    2: "不太|不大|不是很|不很",
    1: "不",
}
_EXTREMES = {"极高", "最高", "很高", "非常高", "极低", "最低", "很低", "非常低"}
"""Beside these 高 is no 5 and 低 no 1."""
_ADVERBS = "|".join(f"(?P<d{number}>{adverbs})" for number, adverbs in _DEGREES.items())
_DEGREE = re.compile(f"^(?:{_ADVERBS})?(?:紧急|紧迫|急迫|迫切|急需|急|重要|必要)$")
_LATER = re.compile(r"^(?:可以|可|暂|稍|较|适当|能)*(?:缓|延后|推迟|延缓|后延)$")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_CLASS = re.compile(r"^(?:第|优先|优先级)?([一二三四五])(?:级|类|档|等|级优先|优先|梯队|星|优先级)?$")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_PAIRED = re.compile(
    r"^(?P<left>[^()\[\]]+)[(\[](?P<right>[^()\[\]]+)[)\]]$"
    r"|^(?P<first>[1-5]|[一二三四五1-5][级类档等]|[a-e][级类档等]?|p\d|[甲乙丙丁戊][级类档等]?|(?:i{1,3}|iv|v)[级类档等]?)"
    r"\s*[-—–:：.、,/_|· ]\s*(?P<rest>\D+)$"
)
_TRIM = re.compile(r"^(?:紧急程度|优先级|级别)?[:：]?|(?:项目|事项|办理|办|件|处理|解决|程度)$")


@dataclass(frozen=True, slots=True)
class UrgencyScale:
    """How the words of a column are read.

    Parameters
    ----------
    name : str
        Scale of the vocabulary, ``letters``, ``stars``, ``rank``, ``reversed``, or ``told`` by the user.
    classes : tuple of (str, int)
        Every word of the column and its class, the most urgent first.
    doubt : bool
        Whether the direction of the numbers is a guess.
    """

    name: str
    classes: tuple[tuple[str, int], ...]
    doubt: bool = False

    @property
    def alike(self) -> tuple[list[str], int] | None:
        """Words that are read as one class, such as 很重要 and 非常重要; None without any."""
        if self.name != "words":
            return None
        classes: dict[int, list[str]] = {}
        for word, number in self.classes:
            classes.setdefault(number, []).append(word)
        return next(((words, number) for number, words in classes.items() if len(words) > 1), None)

    def told(self, classes: Mapping[str, int], texts: Iterable[str]) -> UrgencyScale:
        """The scale with what the user said of its words."""
        said = {word: classes[word] for word in map(plain, texts) if word in classes}
        return _scale("told", {**dict(self.classes), **said}, doubt=self.doubt) if said else self

    def read(self, text: str) -> int | None:
        """Class of a word; None for one of no scale."""
        return dict(self.classes).get(plain(text))


def is_urgency(text: str) -> bool:
    """Whether a text is a word of any scale, or a class from 1 to 5.

    >>> is_urgency("特急"), is_urgency("三级"), is_urgency("1级（最紧急）"), is_urgency("民政局")
    (True, True, True, False)
    """
    word = plain(text)
    if pair := _pair(word):
        return is_urgency(pair[0]) or is_urgency(pair[1])
    number = _NUMBER.match(word)
    return bool(
        (number and 1 <= int(number[1]) <= 5) or _word_class(word) or _STARS.match(word) or _letter(word) is not None
    )


def scale_of(texts: Iterable[str], heading: str, remarks: Sequence[str] = (), *, reverse: bool = False) -> UrgencyScale:
    """How to read a column, from all its words, its heading and what the file says of the direction.

    Parameters
    ----------
    texts : iterable of str
        What stands in the column.
    heading : str
    remarks : sequence of str
        Notes of the sheet and of its explanations.
    reverse : bool
        Whether the user said that 1 is the most urgent.

    >>> scale_of(["高", "低", "高"], "重要程度").classes
    (('高', 5), ('低', 1))
    >>> scale_of(["1", "2", "3"], "优先级（1最高）").classes
    (('1', 5), ('2', 4), ('3', 3))
    >>> scale_of(["1级（最紧急）", "3级（一般）", "1级（最紧急）"], "紧急程度").classes
    (('1级(最紧急)', 5), ('3级(一般)', 2))
    """
    texts = list(texts)
    distinct = sorted({plain(text) for text in texts if plain(text)})
    if paired := _paired(distinct, texts, heading, remarks, reverse):
        return paired
    numbers = {word: int(m[1]) for word in distinct if (m := _NUMBER.match(word))}
    if numbers and len(numbers) == len(distinct):
        return _numeric(numbers, [plain(text) for text in texts], heading, remarks, reverse)
    if letters := _letters(distinct) or _yes_and_no(distinct):
        return letters
    if all(_STARS.match(word) for word in distinct) and distinct:
        return _scale("stars", {word: len(_STARS.match(word)["full"]) for word in distinct})  # type: ignore[index]
    classes = {word: number for word in distinct if (number := _word_class(word)) is not None}
    if classes and all(_CLASS.match(word) for word in classes) and _direction((heading, *remarks)) == "last":
        classes = {word: 6 - number for word, number in classes.items()}
    if classes.keys() & _EXTREMES:
        classes |= {word: number for word, number in (("高", 4), ("低", 2)) if word in classes}
    classes |= {word: numbers[word] for word in numbers if 1 <= numbers[word] <= 5 and word not in classes}
    return _scale("words", classes)


def _pair(word: str) -> tuple[str, str] | None:
    """Both halves of a word that names its class twice: 1级(最紧急), 5-特急."""
    found = _PAIRED.match(word)
    if found is None:
        return None
    return (found["left"] or found["first"]).strip(), (found["right"] or found["rest"]).strip()


def _paired(
    distinct: Sequence[str], texts: Sequence[str], heading: str, remarks: Sequence[str], reverse: bool
) -> UrgencyScale | None:
    """Scale of words that name their class twice: by the half that tells more classes, else by what stands behind."""
    pairs = {word: pair for word in distinct if (pair := _pair(word)) is not None}
    if not pairs:
        return None
    read: list[UrgencyScale] = []
    for side in (1, 0):
        part = {word: pairs[word][side] if word in pairs else word for word in distinct}
        if side == 1 and any(_NUMBER.match(part[word]) for word in pairs):
            continue
        halves = [part[plain(text)] for text in texts if plain(text)]
        scale = scale_of(halves, heading, remarks, reverse=reverse)
        if all(scale.read(half) for half in part.values()):
            read.append(_scale(scale.name, {w: scale.read(half) or 0 for w, half in part.items()}, doubt=scale.doubt))
    return max(read, key=lambda scale: len({number for _, number in scale.classes}), default=None)


def _scale(name: str, classes: dict[str, int], *, doubt: bool = False) -> UrgencyScale:
    return UrgencyScale(name, tuple(sorted(classes.items(), key=lambda pair: (-pair[1], pair[0]))), doubt)


def _numeric(
    numbers: dict[str, int], texts: Sequence[str], heading: str, remarks: Sequence[str], reverse: bool
) -> UrgencyScale:
    """Classes 1 to 5 in the stated direction, or a rank order in quintiles."""
    asked = any(word in plain(heading) for word in words()["direction"]["rank"])
    most = max(numbers.values())
    if most > 5 and not (asked or len(numbers) >= 0.8 * sum(text in numbers for text in texts)):
        return _scale("numbers", {word: n for word, n in numbers.items() if 1 <= n <= 5})
    if most > 5 or (asked and len(numbers) == len([t for t in texts if t])):
        return _ranked(numbers, [numbers[text] for text in texts if text in numbers])
    stated = _direction((heading, *remarks))
    first = reverse or stated == "first" or (asked and stated != "last")
    classes = {word: 6 - n if first else n for word, n in numbers.items() if 1 <= n <= 5}
    doubt = not reverse and not stated and (asked or "优先" in heading or "priority" in heading.lower())
    return _scale("reversed" if first else "numbers", classes, doubt=doubt)


def _ranked(numbers: dict[str, int], values: list[int]) -> UrgencyScale:
    """Quintiles of a rank order: the first fifth is 5; equal ranks share the higher class."""
    order = sorted(values)
    return _scale("rank", {word: 5 - 5 * order.index(n) // len(order) for word, n in numbers.items()})


def _direction(texts: Iterable[str]) -> str:
    """Which end of the numbers the file calls the most urgent: ``first`` (1), ``last`` (5), or nothing."""
    said = [plain(text) for text in texts]
    for name, end in (("last_is_most", "last"), ("first_is_most", "first")):
        if any(re.search(pattern, text) for pattern in words()["direction"][name] for text in said):
            return end
    return ""


@cache
def _known_words() -> dict[str, int]:
    known: dict[str, int] = {}
    for scale in words()["urgency"]:
        for word, number in scale["words"].items():
            if not scale.get("numbers"):
                known.setdefault(plain(word), number)
    return known


def _word_class(word: str) -> int | None:
    """Class of one word, whatever the others are."""
    bare = _TRIM.sub("", word)
    for text in (word, bare, bare.removesuffix("级"), bare.removesuffix("度")):
        if text in _known_words():
            return _known_words()[text]
    if match := _CLASS.match(word):
        return 6 - _NUMERALS[match[1]]
    if match := _DEGREE.match(bare):
        return next((k for k in _DEGREES if match[f"d{k}"]), 4)
    if _LATER.match(bare):
        return 1
    roman = re.match(r"^(i{1,3}|iv|v)(?:级|类|档|等)?$", word)
    return 6 - _ROMAN[roman[1]] if roman else None


def _letter(word: str) -> tuple[int, int] | None:
    """Row and position of a letter of a scale such as A, B, C or 甲, 乙, 丙."""
    table = words()["letters"]
    for r, row in enumerate(table["rows"]):
        for position, mark in enumerate(row):
            if word in {mark + end for end in table["ends"]}:
                return r, position
    if word[:1] == "p" and word[1:] in tuple("12345"):
        return len(table["rows"]), int(word[1:]) - 1
    return None


def _letters(distinct: Sequence[str]) -> UrgencyScale | None:
    places = {word: place for word in distinct if (place := _letter(word)) is not None}
    if not places or len(places) < len(distinct) or len({row for row, _ in places.values()}) > 1:
        return None
    size = max(3, 1 + max(position for _, position in places.values()))
    spread = words()["letters"]["spread"][str(size)]
    return _scale("letters", {word: spread[position] for word, (_, position) in places.items()})


def _yes_and_no(distinct: Sequence[str]) -> UrgencyScale | None:
    """是否紧急: yes as 紧急, no as 一般."""
    if not distinct or not set(distinct) <= {"是", "否", "yes", "no", "√"}:
        return None
    return _scale("yes_no", {word: 2 if word in ("否", "no") else 4 for word in distinct})


def quintiles(values: Sequence[Decimal]) -> list[int]:
    """Class of each of several values, 5 for the largest fifth; equal values share the higher class.

    >>> quintiles([Decimal(n) for n in (10, 30, 20, 50, 40)])
    [1, 3, 2, 5, 4]
    """
    order = sorted(values, reverse=True)
    return [5 - 5 * order.index(value) // len(order) for value in values]
