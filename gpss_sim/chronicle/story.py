"""The story of one recipient, project, agency or contract, from the event log of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gpss_sim.chronicle.run_files import EVENTS
from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import our_file
from gpss_sim.i18n import Message, listed
from gpss_sim.numbers import read_real
from gpss_sim.study.record import refuse_altered
from gpss_sim.tabular import read_rows

RECIPIENT = "recipient:"
ALIASES = {"tender": "project", "case": "recipient"}
"""Other words for a kind of entity."""


class EventLine(NamedTuple):
    """One line of ``events.csv`` as text."""

    day: str
    event: str
    entity: str
    counterparty: str
    amount: str


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of one entity: its events in order, and how many recipients' events were left out."""

    entity: str
    rows: tuple[EventLine, ...]
    recipients: Mapping[str, int]


def read_events(folder: Path) -> list[EventLine]:
    """Read the event log of a run.

    Raises
    ------
    InputError
        If the folder has none, or it is not what was written.
    """
    path = folder / EVENTS
    if not path.is_file():
        raise InputError([Fault(str(path), "file", "", Message("trace.missing"))])
    refuse_altered(folder, [EVENTS])
    with our_file(path):
        rows = [EventLine(**row) for row in read_rows(path, EventLine._fields)]
        for row in rows:
            read_real(row.day)
    return rows


def story(rows: Iterable[EventLine], name: str) -> Story:
    """The story of the entity called `name`.

    Parameters
    ----------
    rows : iterable of Row
        The event log.
    name : str
        An identifier (``agency:I007``) or the part after its colon, where that names one thing only.

    Raises
    ------
    InputError
        If nothing, or more than one thing, has that name; the message gives the nearest.
    """
    rows = list(rows)
    entity = _find(rows, name)
    about = {entity, *_contracts_of(rows, entity)}
    mine = [row for row in rows if row.entity in about or row.counterparty in about]
    if entity.startswith(RECIPIENT):
        return Story(entity, tuple(mine), {})
    counts: dict[str, int] = {}
    for row in mine:
        if row.entity.startswith(RECIPIENT):
            counts[row.event] = counts.get(row.event, 0) + 1
    return Story(entity, tuple(row for row in mine if not row.entity.startswith(RECIPIENT)), counts)


def _contracts_of(rows: Iterable[EventLine], entity: str) -> list[str]:
    """Contracts opened for a project or signed with an agency: its story goes on in theirs."""
    return [row.entity for row in rows if row.event in ("opened", "signed") and row.counterparty == entity]


def _find(rows: Iterable[EventLine], name: str) -> str:
    kind, colon, rest = name.partition(":")
    wanted = f"{ALIASES.get(kind, kind)}:{rest}" if colon else name
    entities = list(dict.fromkeys(row.entity for row in rows))
    if wanted in entities:
        return wanted
    same = [entity for entity in entities if entity.partition(":")[2] == wanted] if not colon else []
    if len(same) == 1:
        return same[0]
    rule = Message("trace.several", names=listed(same)) if same else Message("trace.nobody")
    raise InputError([Fault("trace", "ENTITY", name, rule, "" if same else _nearest(wanted, entities))])


def _nearest(wanted: str, entities: list[str]) -> str:
    """The nearest name; a recipient's cell first, since its number has no neighbours worth naming."""
    cell = wanted.removeprefix(RECIPIENT).rpartition("-")[0]
    numbers: dict[str, int] = {}
    for entity in entities:
        if entity.startswith(RECIPIENT):
            place = entity.removeprefix(RECIPIENT).rpartition("-")[0]
            numbers[place] = numbers.get(place, 0) + 1
    if cell in numbers:
        return f"recipients of {cell} are numbered 0 to {numbers[cell] - 1}"
    others = [entity for entity in entities if not entity.startswith(RECIPIENT)]
    shortened = [entity.partition(":")[2] for entity in others]
    return nearest(wanted, [*others, *shortened, *(f"{RECIPIENT}{place}-0" for place in numbers)])
