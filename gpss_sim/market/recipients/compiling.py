"""Whether the queues of a run are stepped through by compiled code: where Numba is installed, and it pays.

Importing Numba takes about a second of the processor, and the very first time compiling takes half a minute. Results do
not depend on it. ``GPSS_SIM_FAST=off`` forbids it, ``GPSS_SIM_FAST=on`` asks for it from the first person on.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from gpss_sim import kept

VARIABLE = "GPSS_SIM_FAST"
PAYS_FROM, COMPILING_PAYS_FROM = 300_000, 5_000_000
"""People of all runs of a process from which on it pays: what was compiled is on file, or has yet to be compiled."""
_PEOPLE = [0]


def compiling_is_asked() -> bool:
    """Whether compiled queues are asked for, whatever it takes."""
    return os.environ.get(VARIABLE, "").strip().lower() == "on"


def compiling_pays(people: int) -> bool:
    """Whether the next run of this process, with so many people, has compiled queues."""
    _PEOPLE[0] += people
    wish = os.environ.get(VARIABLE, "").strip().lower()
    if not people or wish in kept.OFF:
        return False
    if compiling_is_asked():
        return True
    if _PEOPLE[0] < PAYS_FROM or kept.folder() is None or find_spec("numba") is None:
        return False
    return _PEOPLE[0] >= COMPILING_PAYS_FROM or _is_on_file()


def folder_of_compiled() -> Path | None:
    """Where compiled steps lie, named by all they follow from; None where nothing is kept or Numba is not installed.

    Numba would not notice a change of a part that stands in another file.
    """
    top = kept.folder()
    return None if top is None or find_spec("numba") is None else top / "compiled" / _name_of_compiled()


@cache
def _name_of_compiled() -> str:
    sources = [(Path(__file__).parent / name).read_text("utf-8") for name in ("columns.py", "steps.py")]
    return kept.key_of(*sources, version("numba"), np.__version__)


def _is_on_file() -> bool:
    """Whether some process compiled the steps before."""
    folder = folder_of_compiled()
    return folder is not None and any(folder.glob("*/*.nbi"))
