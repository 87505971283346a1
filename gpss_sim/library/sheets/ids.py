"""Ids of projects: as the sheet gives them where they are unique, else made from name and district."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from gpss_sim.library.sheets.vocabulary import is_empty, plain

PREFIX = "N"
LENGTH = 6


class Identity(NamedTuple):
    """What an id is made from.

    Parameters
    ----------
    given : str
        Id of the sheet, may be empty.
    name, district : str
    rest : str
        Everything else of the row, to tell two projects of one name and district apart.
    """

    given: str
    name: str
    district: str
    rest: str = ""


def make_ids(rows: Sequence[Identity], *, running: bool) -> tuple[list[str], list[int]]:
    """Ids of the rows, and the positions of those that were made.

    Parameters
    ----------
    rows : sequence of Identity
    running : bool
        Whether the sheet's ids only number the rows: if one is missing or repeated, none is kept, so that a
        project keeps its id when rows are moved.

    >>> make_ids([Identity("1", "a", "x"), Identity("2", "b", "x")], running=True)
    (['1', '2'], [])
    """
    counts = Counter(row.given for row in rows)
    wrong = [k for k, row in enumerate(rows) if is_empty(row.given) or counts[row.given] > 1]
    if running and wrong:
        wrong = list(range(len(rows)))
    ids = [row.given for row in rows]
    kept = {given for k, given in enumerate(ids) if k not in set(wrong)}
    for k, made in zip(wrong, _made([rows[k] for k in wrong], kept), strict=True):
        ids[k] = made
    return ids, wrong


def _made(rows: Sequence[Identity], kept: set[str]) -> list[str]:
    """One id a row; longer where two would be equal, numbered where the rows are equal throughout."""
    keys = [f"{plain(row.name)}|{plain(row.district)}" for row in rows]
    repeated = Counter(keys)
    keys = [f"{key}|{plain(row.rest)}" if repeated[key] > 1 else key for key, row in zip(keys, rows, strict=True)]
    digests = [hashlib.sha256(key.encode()).hexdigest() for key in keys]
    owners: dict[str, set[str]] = {}
    for digest in digests:
        owners.setdefault(digest[:LENGTH], set()).add(digest)
    seen: Counter[str] = Counter()
    ids = []
    for digest in digests:
        size = LENGTH if len(owners[digest[:LENGTH]]) == 1 and PREFIX + digest[:LENGTH] not in kept else 2 * LENGTH
        seen[digest] += 1
        ids.append(PREFIX + digest[:size] + (f"-{seen[digest]}" if seen[digest] > 1 else ""))
    return ids
