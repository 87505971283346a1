"""What a case of the corpus is, and what may be the right answer to it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.fuzz import watch

MOST_TOLD = 20_000
"""Longest refusal that somebody reads [characters]."""


class End(NamedTuple):
    """How a command ended: exit code, what it printed, processor seconds, and the folder it worked in."""

    code: int
    text: str
    seconds: float
    folder: Path


Check = Callable[[End], str]
"""A complaint about an end, or an empty text."""


class Case(NamedTuple):
    """A command over files of which some are odd, and what is right about its end.

    Parameters
    ----------
    kind : str
        Row of the table that it counts in.
    name : str
        What is odd.
    arguments : tuple of str
        The command.
    right : Check
        What has to hold beside what holds for every command.
    files : Mapping[str, bytes]
        Written into the folder before, in place of the valid ones.
    """

    kind: str
    name: str
    arguments: tuple[str, ...]
    right: Check
    files: Mapping[str, bytes] = {}


def refused(*told: str) -> Check:
    """Exit 2, and the message holds these texts, such as the name of the file and the place in it."""

    def right(end: End) -> str:
        if end.code != 2:
            return f"not refused: exit code {end.code}"
        if missing := [each for each in told if each not in end.text]:
            return f"does not tell {missing[0]!r}"
        return f"{len(end.text)} characters of refusal" if len(end.text) > MOST_TOLD else ""

    return right


def answered(*told: str) -> Check:
    """Exit 0, and the output holds these texts."""

    def right(end: End) -> str:
        if end.code != 0:
            return f"not answered: exit code {end.code}"
        return next((f"does not tell {each!r}" for each in told if each not in end.text), "")

    return right


def either(*told: str) -> Check:
    """An answer, or a refusal that holds these texts: for damage of which either may be right."""

    def right(end: End) -> str:
        return refused(*told)(end) if end.code == 2 else "" if end.code in (0, 3) else f"exit code {end.code}"

    return right


def either_of(*told: str) -> Check:
    """An answer, or a refusal that holds one of these texts."""

    def right(end: End) -> str:
        found = [either(each)(end) for each in told]
        return "" if "" in found else found[0]

    return right


def reads(file: str, column: str, *values: str) -> Check:
    """Exit 0, and a table that was written holds these values in a column, row by row."""

    def right(end: End) -> str:
        if end.code != 0:
            return f"not read: exit code {end.code}"
        text = (end.folder / file).read_bytes().decode("utf-8-sig")
        found = [row.get(column, "") for row in csv.DictReader(io.StringIO(text))]
        return "" if found == list(values) else f"misread: {found[:4]} for {list(values)[:4]}"

    return right


def refused_or_reads(file: str, column: str, *values: str) -> Check:
    """A refusal, or the values: never others."""

    def right(end: End) -> str:
        return "" if end.code == 2 else reads(file, column, *values)(end)

    return right


def sums_to(file: str, key: str, value: object) -> Check:
    """Exit 0 or 3, and a JSON file that was written holds this value under a key."""

    def right(end: End) -> str:
        if end.code not in (0, 3):
            return f"not read: exit code {end.code}"
        found = json.loads((end.folder / file).read_text("utf-8"))[key]
        return "" if found == value else f"misread: {found} for {value}"

    return right


def complaint(case: Case, code: object, text: str, seconds: float, folder: Path, changed: list[str]) -> str:
    """What is wrong about the end of a case; an empty text where nothing is."""
    number = code if isinstance(code, int) else -9
    general = watch.complaints(number, text, seconds, case.arguments, changed, folder / "out")
    if general:
        return general[0]
    return case.right(End(number, text, seconds, folder))
