"""A descriptor beside the tables of a result, by which other programs know their columns: ``datapackage.json``.

It follows the Data Package standard: for each table its file, encoding, digest, and the name and type of each column.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from gpss_sim.files import write_whole

FILE = "datapackage.json"
MARK = b"\xef\xbb\xbf"
MOST_BYTES = 64 * 2**20
"""Size of a table from which its columns are named and their types left open [bytes]."""
_WHOLE = re.compile(r"[+-]?[0-9]+")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|inf|-inf")


def write_descriptor(folder: Path, kind: str, names: Iterable[str] | None = None) -> bool:
    """Write the descriptor of the CSV tables of a folder; nothing where there is none.

    Parameters
    ----------
    folder : Path
        A result, its tables written.
    kind : str
        Command that wrote it.
    names : iterable of str, optional
        The tables; all in the folder and below it if left out.
    """
    found = folder.rglob("*.csv") if names is None else (folder / name for name in names)
    tables = sorted(path for path in found if not path.name.startswith("."))
    if not tables:
        return False
    resources = [_resource(folder, path) for path in tables]
    content = {"profile": "tabular-data-package", "name": f"gpss-sim-{kind}", "resources": resources}
    write_whole(folder / FILE, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    return True


def _resource(folder: Path, path: Path) -> dict[str, Any]:
    data, name = path.read_bytes(), path.relative_to(folder).with_suffix("").as_posix()
    return {
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()),
        "path": path.relative_to(folder).as_posix(),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if data.startswith(MARK) else "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data).hexdigest()}",
        "schema": {"fields": _fields(data), "missingValues": [""]},
    }


def _fields(data: bytes) -> list[dict[str, str]]:
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    header = next(rows, [])
    if len(data) > MOST_BYTES:
        return [{"name": name, "type": "any"} for name in header]
    cells = list(zip(*rows, strict=False)) or [()] * len(header)
    return [{"name": name, "type": type_of(column)} for name, column in zip(header, cells, strict=False)]


def type_of(cells: Iterable[str]) -> str:
    """Type of a column by its cells, as the standard calls it.

    >>> type_of(["1", "", "-2"]), type_of(["1", "2.5"]), type_of(["true"]), type_of(["1", "a"]), type_of([""])
    ('integer', 'number', 'boolean', 'string', 'any')
    """
    found = {cell for cell in cells if cell}
    if not found:
        return "any"
    if found <= {"true", "false"}:
        return "boolean"
    if all(map(_WHOLE.fullmatch, found)):
        return "integer"
    return "number" if all(map(_NUMBER.fullmatch, found)) else "string"
