"""Result folders whose record is written as the program writes it, whatever was put into them."""

from __future__ import annotations

import json
from pathlib import Path

from gpss_sim.study.record import FILE, TABLES, table_digest, write_record


def seal(folder: Path, **facts: object) -> None:
    """Write the record of a folder anew: what it said, other `facts`, and the digests of the tables that are there."""
    path = folder / FILE
    told = json.loads(path.read_text("utf-8")) if path.is_file() else {"kind": "run"}
    found = [each for each in folder.rglob("*") if each.is_file() and each != path]
    digests = {each.relative_to(folder).as_posix(): table_digest(each) for each in found}
    told.pop("digest", None)
    write_record(folder, {**told, TABLES: digests, **facts})
