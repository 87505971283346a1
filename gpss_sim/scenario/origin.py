"""Paths of values, and where a value was written: file and line, or row and column of a CSV file.

A fault names the place somebody must edit, not the place where the merged scenario broke a rule.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Key = tuple[str | int, ...]
"""Path of a value in the scenario: ``("rules", "modes", "formal", "price")``."""

_HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_ENTRY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a value stands in, and the row of a CSV file it came from (None elsewhere)."""

    file: str
    row: int | None = None


def nearest_origin(origins: Mapping[Key, Origin], key: Key) -> Origin:
    """Where the value at `key` was written, or the nearest table above it."""
    return next(origins[key[:depth]] for depth in range(len(key), -1, -1) if key[:depth] in origins)


def shown(path: Path) -> str:
    """Path as a user would write it: relative to the working folder where that is shorter.

    >>> shown(Path.cwd() / "a.toml")
    'a.toml'
    """
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith(os.pardir) else relative


def dotted(key: Key) -> str:
    """Field path as written in messages and ``--set``; entries of lists are counted from 0.

    >>> dotted(("rules", "thresholds", 0, "upto"))
    'rules.thresholds[0].upto'
    """
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def split(path: str) -> Key:
    """Parts of a field path written with dots; a part in quotes may hold dots itself.

    >>> split('rules.overlay.x.set."delivery.admin_time"')
    ('rules', 'overlay', 'x', 'set', 'delivery.admin_time')
    """
    return tuple(part.strip("\"'") for part in _PART.findall(path))


def lines_of(text: str) -> dict[Key, int]:
    """Line of every key and table header of a TOML text, counted from 1.

    A plain scan, for messages only: keys inside inline tables and multi-line values fall back on
    the line of the key that holds them.

    >>> lines_of("[a]\\nb = 1\\n")
    {('a',): 1, ('a', 'b'): 2}
    """
    found: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.split("\n"), start=1):
        header, entry = _HEADER.match(line), _ENTRY.match(line)
        if header:
            table = split(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            for depth in range(min(2, len(table)), len(table) + 1):  # a table inside stands for one that is not written
                found.setdefault(table[:depth], number)
        elif entry:
            found.setdefault((*table, *split(entry[1])), number)
    return found


def put(data: dict[str, Any], path: Key, value: Any) -> None:
    """Set the value at a path of names, making the tables on the way."""
    *tables, last = (str(part) for part in path)
    for name in tables:
        if not isinstance(data.get(name), dict):
            data[name] = {}
        data = data[name]
    data[last] = value


def value_at(data: Any, key: Key) -> Any:
    """Value at a path of names and indices of nested dicts and lists; None where there is none."""
    for part in key:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data
