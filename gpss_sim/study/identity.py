"""What makes a run that run: resolved inputs, seed, replication and the code that plays it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from typing import Any

from gpss_sim import __version__, plugins
from gpss_sim.resources import PACKAGE

ROOMS_ABOVE = ("study", "chronicle", "report", "cli", "app", "api", "odd", "sources", "verification", "_shipped")
"""Rooms of the package that no run passes through."""


def digest(content: str) -> str:
    """Short stable digest of a text.

    >>> digest("a") == digest("a") != digest("b")
    True
    """
    return blake2b(content.encode(), digest_size=16).hexdigest()


@cache
def code_version() -> str:
    """Version of the package with a digest of the sources that decide a run's numbers, plug-ins included."""
    names = [path.relative_to(PACKAGE) for path in sorted(PACKAGE.rglob("*.py"))]
    below = [name for name in names if name.parts[0] not in ROOMS_ABOVE]
    texts = [f"{name.as_posix()}\n{(PACKAGE / name).read_text('utf-8')}" for name in below]
    if others := plugins.identity():
        texts.append(others)
    return f"{__version__}+{digest(chr(31).join(texts))[:12]}"


def run_key(inputs: str, seed: int, replication: int) -> str:
    """Key of a run: digest of its resolved scenario, seed, replication and code version."""
    return digest(f"{inputs}\x1f{seed}\x1f{replication}\x1f{code_version()}")


def flat(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """(field path, value as text) of every leaf of nested tables and lists.

    >>> dict(flat({"a": {"b": 1}, "c": [2, 3]}))
    {'a.b': '1', 'c[0]': '2', 'c[1]': '3'}
    """
    if isinstance(value, Mapping):
        for name, entry in value.items():
            yield from flat(entry, f"{at}.{name}" if at else str(name))
    elif isinstance(value, (list, tuple)) and value:
        for index, entry in enumerate(value):
            yield from flat(entry, f"{at}[{index}]")
    else:
        yield at, json.dumps(value, ensure_ascii=False)


def differences(old: Any, new: Any) -> Iterator[tuple[str, str, str]]:
    """(field path, old value, new value) wherever two nested tables differ; empty text where absent.

    >>> list(differences({"a": 1, "b": 2}, {"a": 1, "b": 3}))
    [('b', '2', '3')]
    """
    before, after = dict(flat(old)), dict(flat(new))
    for path in dict.fromkeys([*before, *after]):
        if before.get(path) != after.get(path):
            yield path, before.get(path, ""), after.get(path, "")
