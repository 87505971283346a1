"""A field of the scenario as ``gpss-sim describe`` shows it, by its declared path or by a path that ``--set`` takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gpss_sim.cli import show, speech
from gpss_sim.scenario.catalogue import FieldEntry, entries
from gpss_sim.scenario.origin import Key, split

COLUMNS = ("field", "type", "default", "unit", "bounds", "label", "source", "sweep", "meaning")
_INDEX = re.compile(r"\[(\d+)\]")


def describe_field(name: str, scenario: str, overrides: Sequence[str]) -> bool:
    """Show the fields at or below a path.

    Parameters
    ----------
    name : str
        A declared path (``rules.modes.<name>.raters``), the beginning of one, or one with names and places in
        lists (``rules.modes.formal.raters``, ``city.districts[0].residents``); what follows a "=" is left out.
    scenario : str
        Where the value stands that is shown of a path with names.
    overrides : sequence of str
        Values set there first.

    Returns
    -------
    bool
        Whether there is such a field.

    Raises
    ------
    InputError
        If the scenario does not load.
    """
    path, key = _asked(name)
    found = _below(path)
    if not found:
        return False
    if path == _spelled(name):
        _print(path, found, [])
        return True
    here = _here(key, scenario, overrides)
    if len(here) > 1 and path not in {entry.path for entry in found}:
        show.table(("field", "value", "unit", "label", "source", "meaning"), here)
    else:
        _print(_spelled(name), found, here)
    return True


def _print(name: str, found: Sequence[FieldEntry], here: Sequence[tuple[str, ...]]) -> None:
    """One field line by line, with its values where a scenario holds some; several as a table."""
    told = [_row(entry) for entry in found]
    if len(told) > 1:
        show.table(COLUMNS, told)
        return
    stands = [(show.word("value") if field == name else field, value) for field, value, *_ in here]
    about = zip(map(show.word, COLUMNS[1:]), told[0][1:], strict=True)
    show.table(("field", name), [*stands, *about, *_behind(found[0].extra("source"))])


def _row(e: FieldEntry) -> tuple[str, ...]:
    unit, label, source = speech.unit(e.extra("unit")), e.extra("label"), speech.source(e.extra("source"))
    meaning = speech.meaning(e.path, e.meaning)
    return (e.path, speech.kind(e.kind), e.default, unit, e.bounds, label, source, e.sweep, meaning)


def _spelled(name: str) -> str:
    """A path as it was asked for, without a value behind it."""
    return name.partition("=")[0].strip()


def _asked(name: str) -> tuple[str, Key]:
    """The path under which a field is declared, and the parts of the path asked for."""
    from gpss_sim.scenario.declared import declared

    text = _spelled(name)
    if _below(text):
        return text, split(text)
    key = split(_INDEX.sub(r".\1", text))
    path = declared(key)
    for depth in range(len(key) - 1, 0, -1):
        if not _below(path) and _is_table_of_values(declared(key[:depth])):
            path = declared(key[:depth])
    return path, key


def _is_table_of_values(path: str) -> bool:
    """Whether a field holds values by names or places that are no declared fields."""
    kinds = [entry.kind for entry in entries() if entry.path == path]
    return any(kind.startswith(("table", "list")) and not kind.endswith(" of table") for kind in kinds)


def _below(path: str) -> list[FieldEntry]:
    return [entry for entry in entries() if entry.path == path or entry.path.startswith((f"{path}.", f"{path}["))]


def _here(key: Key, scenario: str, overrides: Sequence[str]) -> list[tuple[str, ...]]:
    """Values of a scenario at or below a path: field, value, unit, label, source, meaning."""
    from gpss_sim.scenario.account import account
    from gpss_sim.scenario.origin import dotted

    told, path = account(scenario, overrides), dotted(key)
    found = [each for each in told if each.field == path] or [
        each for each in told if each.field.startswith(f"{path}.")
    ]
    return [
        (
            t.field,
            speech.value(t.value),
            speech.unit(t.unit),
            t.label,
            speech.source(t.source),
            speech.meaning(t.field, t.meaning),
        )
        for t in found
    ]


def _behind(source: str) -> Iterator[tuple[str, str]]:
    """What stands behind the keys that a source cites."""
    from gpss_sim.sources import citations

    for key in citations(source):
        yield speech.source(key), speech.says(key)
