"""What a file is that `gpss-sim validate` was given, by what stands in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gpss_sim.encodings import decoded
from gpss_sim.errors import InputError, why
from gpss_sim.files import is_file, is_folder, parse_toml, read_text, refuse
from gpss_sim.folders import read_mark

BEGINNING = 4096
"""How much of a file is looked at [bytes]."""


def refuse_others(file: str) -> None:
    """Refuse what another command reads: a result, an election, JSON; the message names that command.

    Raises
    ------
    InputError
        If the path is one of these.
    """
    path = Path(file)
    if is_folder(path) and (mark := read_mark(path)) is not None:
        raise refuse(file, "validate.result", kind=mark.kind)
    if not is_file(path):
        return
    try:
        with path.open("rb") as stream:
            text = (decoded(stream.read(BEGINNING)) or "").lstrip("\ufeff \r\n\t")
    except OSError as error:
        raise refuse(file, "file.unreadable", why=why(error)) from None
    if path.suffix.lower() == ".pb" or text.split("\n", 1)[0].strip().upper() == "META":
        raise refuse(file, "validate.election")
    if path.suffix.lower() == ".json":
        raise refuse(file, "validate.json")


def tables_of(file: str) -> dict[str, Any]:
    """Tables of a TOML file; none where it cannot be read, which is told, with its line, by whoever reads it next."""
    try:
        return parse_toml(read_text(Path(file)), file)
    except InputError:
        return {}


def holds_rules(tables: dict[str, Any]) -> bool:
    """Whether these are rules of the budget: some key is theirs, and none that only a scenario has.

    >>> holds_rules({"limit": []}), holds_rules({"limit": [], "city": {}}), holds_rules({})
    (True, False, False)
    """
    from gpss_sim.allocation.problem.rules import Rules
    from gpss_sim.scenario.schema import Scenario

    theirs = set(Rules.model_fields)
    return bool(tables.keys() & theirs) and not tables.keys() & (set(Scenario.model_fields) - theirs | {"extends"})
