"""Which file is meant: a library by path or name, a list by its sheet or the folder of a decision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import is_file, is_folder
from gpss_sim.i18n import Message, listed
from gpss_sim.resources import shipped

if TYPE_CHECKING:
    from gpss_sim.allocation.results.comparison import Listing

SUFFIXES = (".csv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et")
"""Ends of the names of files that may hold a library."""


def find_library(name: str) -> Path:
    """Return the file of a library: a path, a folder that holds one, or the name of one that ships.

    Raises
    ------
    InputError
        If there is none; the message lists those that ship.
    """
    given = Path(name)
    if is_file(given):
        return given
    ships = {path.name: path for path in sorted((shipped("scenarios") / "libraries").glob("*")) if path.is_dir()}
    ships |= {path.parent.name: path.parent for path in sorted(shipped("scenarios").glob("*/library.csv"))}
    folder = given if is_folder(given) else ships.get(name, given)
    for suffix in SUFFIXES:
        if is_file(folder / f"library{suffix}"):
            return folder / f"library{suffix}"
    rule = Message("library.no_folder" if is_folder(given) else "library.no_file", names=listed(ships))
    raise InputError([Fault(name, "library", "", rule, nearest(name, ships))])


def read_list(name: str) -> Listing:
    """Read a decision from its folder, or a list of bought projects from a sheet.

    Raises
    ------
    InputError
        If it is neither.
    """
    from gpss_sim.allocation.results.comparison import chosen_list, listing
    from gpss_sim.allocation.results.decision import FILE, load
    from gpss_sim.library import read_library

    if is_file(Path(name) / FILE):
        decision = load(Path(name))
        return listing(decision.problem, decision.outcome)
    return chosen_list(read_library(find_library(name)).projects)
