"""Plots: functions of tables and an ``ax``, and the figures made of them; one file an idea.

A new plot is a function under :func:`gpss_sim.report.plots.registry.plot`. Importing this package registers those of
every module beside it.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from gpss_sim.report.plots.registry import PLOTS

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["PLOTS"]
