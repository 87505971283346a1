"""The families of rules, one module each: importing this package registers every module beside it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gpss_sim import plugins

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
plugins.load("gpss_sim.rules")
