"""Fenced blocks of a Markdown page.

Which are run, by the first word after the fence: ``console`` (lines that begin with ``$`` are commands, what
follows is compared with what they print, ``...`` stands for anything), ``python`` (a doctest where it shows
prompts, else a program), and any block with ``file=NAME``, which is written to that file first. Further words:
``exit=N`` for the exit code of the last command, ``slow``. ``sh`` and ``text`` are shown only.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
WORDS = {"slow", "exit", "file"}


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, its options, its text, and the line of its fence."""

    language: str
    text: str
    line: int
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A command of a console block and what is shown under it."""

    command: str
    shown: str


def blocks_of(page: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [_block(match, page) for match in FENCE.finditer(page)]


def _block(match: re.Match[str], page: str) -> Block:
    language, *words = match["info"].split() or [""]
    options = dict(word.partition("=")[::2] for word in words)
    line = page.count("\n", 0, match.start()) + 1
    if unknown := sorted(options.keys() - WORDS):
        raise ValueError(f"line {line}: a fence knows {sorted(WORDS)}, not {unknown}")
    return Block(language, textwrap.dedent(match["text"]), line, options)


def steps_of(text: str) -> list[Step]:
    r"""Commands of a console block; a backslash at the end of a line joins it with the next.

    >>> steps_of("$ gpss-sim \\\n  --version\ngpss-sim, ...\n")
    [Step(command='gpss-sim --version', shown='gpss-sim, ...\n')]
    """
    joined = re.sub(r"\\\n\s*", "", text)
    first, *rest = re.split(r"^\$ ", joined, flags=re.MULTILINE)
    if first.strip() or not rest:
        raise ValueError("a console block begins with a line '$ COMMAND'")
    return [Step(*part.partition("\n")[::2]) for part in rest]


def is_slow(page: Path) -> bool:
    """Whether a page has a block marked slow."""
    return any("slow" in block.options for block in blocks_of(page.read_text("utf-8")))
