"""Whether the queues of a run are stepped through by compiled code: where Numba is installed, and it pays.

Importing Numba takes about a second of the processor, and the very first time compiling takes ten. Results do not
depend on it. ``GPSS_SIM_FAST=off`` forbids it, ``GPSS_SIM_FAST=on`` asks for it from the first person on.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

from gpss_sim import kept

VARIABLE = "GPSS_SIM_FAST"
PAYS_FROM = 300_000
"""People of all runs of a process from which on it pays."""
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
    return compiling_is_asked() or (
        _PEOPLE[0] >= PAYS_FROM and kept.folder() is not None and find_spec("numba") is not None
    )
