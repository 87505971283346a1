"""T8: people who come evenly through a cycle and are all served at its end."""

from __future__ import annotations


def wait(cycle: float) -> float:
    """Mean wait of those who came within the cycle [day].

    >>> wait(12)
    6.0
    """
    return cycle / 2
