"""What was computed once is kept in a folder of the user's and read instead of computed again.

An entry is named by a digest of everything it follows from, code included, and holds a digest of its content: what is
there is exactly what would be computed, and what is damaged is as good as not there. Entries appear as a whole, one
file each, so that any number of processes may read and write, and be killed, at any time. The folder is bounded: the
entries that were not used for longest go.

The folder is the one the system has for such things (``~/.cache/gpss-sim`` under Linux), or the one that the
environment variable ``GPSS_SIM_CACHE`` names; with ``GPSS_SIM_CACHE=off`` nothing is kept. It may be removed at any
time.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

VARIABLE = "GPSS_SIM_CACHE"
OFF = ("off", "0", "no", "none", "false")
LIMIT = 256 * 2**20
"""Size of all entries beyond which the oldest go [bytes]."""
KEPT = 0.75
"""Share of the limit that stays then."""
DAY = 24 * 3600.0
"""After it an entry that is read counts as new again [s]."""
_SUFFIX, _PART = ".kept", ".part"
_SIZE = 16


def folder() -> Path | None:
    """Folder of kept entries; None where nothing is kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return None if named.strip().lower() in (*OFF, "") else Path(named).expanduser()
    try:
        return _usual() / "gpss-sim"
    except RuntimeError:  # no home
        return None


def _usual() -> Path:
    """Folder for what can be computed again, by the rules of the system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".cache"


def key_of(*parts: str) -> str:
    """Name of an entry: a digest of all it follows from."""
    return blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def find(kind: str, key: str) -> bytes | None:
    """Content of an entry; None if it is not there or not as it was written."""
    path = _path(kind, key)
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            content = stream.read()
            used = os.fstat(stream.fileno()).st_mtime
    except OSError:
        return None
    if content[:_SIZE] != _digest(key, content[_SIZE:]):
        return None
    if time.time() - used > DAY:
        with suppress(OSError):
            os.utime(path)
    return content[_SIZE:]


def keep(kind: str, key: str, content: bytes) -> None:
    """Keep the content of an entry; where that cannot be done, nothing happens."""
    path = _path(kind, key)
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=_PART, dir=path.parent)
    except OSError:
        return
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_digest(key, content) + content)
        os.replace(part, path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        return
    if key.startswith("00"):  # one entry in 256: whoever writes it looks after the size
        bound(LIMIT)


def bound(limit: int) -> None:
    """Remove the entries not used for longest, if all together are larger than `limit` [bytes], and what was begun
    and never finished."""
    top = folder()
    if top is None:
        return
    found = []
    for path in top.glob("*/??/*"):
        with suppress(OSError):
            state = path.stat()
            if path.suffix == _SUFFIX:
                found.append((state.st_mtime, state.st_size, path))
            elif path.suffix == _PART and time.time() - state.st_mtime > DAY:
                path.unlink()
    total = sum(size for _, size, _ in found)
    if total <= limit:
        return
    for _, size, path in sorted(found):
        if total <= KEPT * limit:
            return
        with suppress(OSError):
            path.unlink()
        total -= size


def _path(kind: str, key: str) -> Path | None:
    top = folder()
    return None if top is None else top / kind / key[:2] / f"{key[2:]}{_SUFFIX}"


def _digest(key: str, content: bytes) -> bytes:
    return blake2b(content, digest_size=_SIZE, key=key.encode()).digest()
