"""Public names of a package that are imported when they are first used.

A package whose ``__init__`` re-exports names loads everything behind them as soon as one of its modules is
imported. Reading a scenario needs the names of the allocation policies and not the solvers behind them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

_OWN = frozenset({"lazy_exports", "CallablePackage", "TYPE_CHECKING", "sys"})
"""What these packages import for their own use."""


def lazy_exports(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for a package (PEP 562): public names, imported on first use.

    Parameters
    ----------
    package : str
        Name of the package (``__name__``).
    homes : Mapping[str, str]
        Module by public name, or the package a public module stands in. No name may be that of a submodule:
        importing the submodule would bind it.

    Examples
    --------
    >>> get, names = lazy_exports("gpss_sim", {"Fault": "gpss_sim.errors"})
    >>> "Fault" in names()
    True
    >>> get("Fault").__module__
    'gpss_sim.errors'
    >>> get("Fautl")
    Traceback (most recent call last):
    AttributeError: module 'gpss_sim' has no attribute 'Fautl'
    """

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = import_module(homes[name])
        return getattr(home, name, None) or import_module(f"{homes[name]}.{name}")

    def names() -> list[str]:
        bound = {name for name in vars(sys.modules[package]) if name not in _OWN}
        return sorted(bound | set(homes))

    return get, names


class CallablePackage(ModuleType):
    """A package that is called like the function of the same name that its parent offers.

    Importing any module of such a package binds the package to its name in the parent, where the function is looked
    for; calling the package calls the function then.
    """

    def __call__(self, *arguments: Any, **words: Any) -> Any:
        """Call the function that the package's ``CALLED`` names as ``module:function``."""
        home, _, function = self.CALLED.partition(":")
        return getattr(import_module(home), function)(*arguments, **words)
