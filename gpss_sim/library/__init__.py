"""Project libraries (项目库): read, checked whole, every fault told at once."""

from typing import TYPE_CHECKING

from gpss_sim.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from gpss_sim.library.project import Project
    from gpss_sim.library.reader import Library, read_library

__all__ = ["Library", "Project", "read_library"]
__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "Library": "gpss_sim.library.reader",
        "Project": "gpss_sim.library.project",
        "read_library": "gpss_sim.library.reader",
    },
)
