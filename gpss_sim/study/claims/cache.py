"""Runs already played for any claim: each is played once, whichever claims look at it, and survives an interruption."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TextIO

FILE = "runs.jsonl"
Values = Mapping[str, float]
"""``indicator`` over the steady window, and ``indicator@year``."""


class Cache:
    """Values of runs by key, one line a run; a line that was cut short or altered is passed over.

    Parameters
    ----------
    path : Path
        The file; made when the first run is kept.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, Values] = {}
        self._stream: TextIO | None = None
        if path.exists():
            for line in path.read_bytes().decode("utf-8", "replace").split("\n"):
                self._read(line)

    def _read(self, line: str) -> None:
        try:
            found = json.loads(line)
            if found["digest"] != _digest(found["key"], found["values"]):
                return
            values = {str(name): math.nan if value is None else float(value) for name, value in found["values"].items()}
            self._known[str(found["key"])] = values
        except (ValueError, LookupError, TypeError, AttributeError):
            return

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._stream is not None:
            self._stream.close()

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def __getitem__(self, key: str) -> Values:
        return self._known[key]

    def get(self, key: str) -> Values:
        """Values of a run; none of one that was not kept."""
        return self._known.get(key, {})

    def keep(self, key: str, values: Values) -> None:
        """Remember a run, on disk at once."""
        self._known[key] = dict(values)
        if self._stream is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            whole = not self.path.exists() or self.path.read_bytes()[-1:] in (b"", b"\n")
            self._stream = self.path.open("a", encoding="utf-8")
            if not whole:
                self._stream.write("\n")
        known = {name: None if math.isnan(value) else value for name, value in values.items()}
        self._stream.write(json.dumps({"key": key, "values": known, "digest": _digest(key, known)}) + "\n")
        self._stream.flush()


def _digest(key: str, values: Mapping[str, float | None]) -> str:
    """Digest of a run, by which one that was altered is played again."""
    return blake2b(json.dumps([key, values], sort_keys=True).encode(), digest_size=8).hexdigest()
