"""Public names of a package that are imported when they are first used.

A package whose ``__init__`` re-exports names loads everything behind them as soon as one of its modules is
imported. Reading a scenario needs the names of the allocation policies and not the solvers behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any


def lazy_exports(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a ``__getattr__`` for a package (PEP 562) that imports its public names on first use.

    Parameters
    ----------
    package : str
        Name of the package (``__name__``).
    homes : Mapping[str, str]
        Module by public name, or the package a public module stands in. No name may be that of a submodule:
        importing the submodule would bind it.

    Examples
    --------
    >>> get = lazy_exports("gpss_sim", {"Fault": "gpss_sim.errors"})
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

    return get


class CallablePackage(ModuleType):
    """A package that is called like the function of the same name that its parent offers.

    Importing any module of such a package binds the package to its name in the parent, where the function is looked
    for; calling the package calls the function then.
    """

    def __call__(self, *arguments: Any, **words: Any) -> Any:
        """Call the function that the package's ``CALLED`` names as ``module:function``."""
        home, _, function = self.CALLED.partition(":")
        return getattr(import_module(home), function)(*arguments, **words)
