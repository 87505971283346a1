"""What an import of somebody else's file gives: projects, what was left out, and what had to be assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gpss_sim.i18n import Message
from gpss_sim.library.project import Project


@dataclass(frozen=True, slots=True)
class Imported:
    """Projects made from another format.

    Parameters
    ----------
    projects : tuple of Project
    left_out : tuple of (str, Message)
        Names of what was not taken over, each with the reason.
    assumed : tuple of Message
        What the file does not say, and what was taken instead.
    """

    projects: tuple[Project, ...]
    left_out: tuple[tuple[str, Message], ...]
    assumed: tuple[Message, ...]

    @property
    def asked(self) -> int:
        """Money that all projects together ask for [hundredths of the file's currency]."""
        return sum(project.total for project in self.projects)


def distinct(ids: Sequence[str]) -> list[str]:
    """Ids of which each stands once: the second of an id gets ``-2``.

    >>> distinct(["a", "b", "a"])
    ['a', 'b', 'a-2']
    """
    seen: dict[str, int] = {}
    found = []
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found
