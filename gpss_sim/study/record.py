"""The file that says what a result folder holds: read only as it was written, by the digest at its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from gpss_sim.files import our_file, read_json, refuse, write_whole

FILE = "manifest.json"
DIGEST = "digest"
"""Key of the digest of everything else in the file."""
TABLES = "sha256"
"""Key of the digests of the tables."""


def write_record(folder: Path, content: Mapping[str, Any]) -> None:
    """Write ``manifest.json`` with a digest of its content; an interruption leaves the old file or the new one."""
    whole = {**content, DIGEST: _digest(content)}
    write_whole(folder / FILE, json.dumps(whole, ensure_ascii=False, indent=2) + "\n")


def read_record(folder: Path) -> dict[str, Any]:
    """What ``manifest.json`` says, as it was written; line ends and spaces between its values do not count.

    Raises
    ------
    InputError
        If it is damaged, says nothing of tables, has no digest, or holds another content than its digest tells of.
    """
    path = folder / FILE
    with our_file(path):
        content = dict(read_json(path))
        if not isinstance(content.get(TABLES, {}), dict):
            raise TypeError("digests have names")
        if DIGEST not in content:
            raise refuse(str(path), "manifest.unsealed")
        told = content.pop(DIGEST)
        if told != _digest(content):
            raise refuse(str(path), "manifest.altered")
    return content


def refuse_altered(folder: Path, names: Iterable[str]) -> None:
    """See that tables of a result folder are the ones that its record tells of.

    Parameters
    ----------
    folder : Path
        Result folder.
    names : iterable of str
        Its tables, from its root, with ``/``; they are there.

    Raises
    ------
    InputError
        If there is no record, or a table is not in it or has another digest.
    """
    if not (folder / FILE).is_file():
        raise refuse(str(folder / FILE), "manifest.unknown")
    known = read_record(folder).get(TABLES, {})
    for name in names:
        if name not in known:
            raise refuse(str(folder / name), "table.unlisted", record=FILE)
        if known[name] != table_digest(folder / name):
            raise refuse(str(folder / name), "table.altered", record=FILE)


def as_written(folder: Path, name: str) -> Path | None:
    """Path of a table that is as it was written; None of one that its result never had.

    Raises
    ------
    InputError
        If it is missing, not in the record, or has another digest.
    """
    if (folder / name).is_file():
        refuse_altered(folder, [name])
    elif name in read_record(folder).get(TABLES, {}):
        raise refuse(str(folder / name), "file.missing")
    else:
        return None
    return folder / name


def table_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _digest(content: Mapping[str, Any]) -> str:
    """Of the values, whatever the order of the keys and the way they are written."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
