"""Other people's packages: what they register by entry point becomes part of the program.

Groups of entry points, each naming a module that registers something when it is imported, or, for scenarios, a
package whose folder holds them:

``gpss_sim.metrics``
    indicators (:func:`gpss_sim.metrics.registry.metric`);
``gpss_sim.rules``
    families of rules of a budget (:func:`gpss_sim.allocation.problem.rules.rule.family`);
``gpss_sim.policies``
    rules of the market (the registries of ``gpss_sim.market.policies``);
``gpss_sim.scenarios``
    scenarios, and with them purchase modes, funding forms and procurement methods, which are TOML.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gpss_sim.errors import GpssError
from gpss_sim.i18n import Message

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

CODE = ("gpss_sim.metrics", "gpss_sim.rules", "gpss_sim.policies")
"""Groups whose modules are imported; runs depend on their code."""
SCENARIOS = "gpss_sim.scenarios"
HEADING = b"[gpss_sim."
"""What the declaration of a package has where it registers something under one of these groups."""


class PluginError(GpssError):
    """A plug-in that cannot be loaded; the message names its package."""


def found(group: str) -> list[EntryPoint]:
    """Entry points of a group, by name."""
    if not any_installed():
        return []
    from importlib.metadata import entry_points  # takes as long as a small command

    return sorted(entry_points(group=group), key=lambda point: (point.name, point.value))


def load(group: str) -> None:
    """Import what is registered under a group.

    Raises
    ------
    PluginError
        Naming the package whose module cannot be imported.
    """
    for point in found(group):
        try:
            point.load()
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            raise PluginError(Message("plugin.broken", name=package_of(point), module=point.value, why=why)) from error


@cache
def any_installed() -> bool:
    """Whether an installed package may register something here: what it declares is looked at, nothing is imported."""
    return any(_declares(Path(entry or ".")) for entry in dict.fromkeys(sys.path))


def _declares(folder: Path) -> bool:
    """Whether a package below an entry of the import path names one of our groups; also where that cannot be seen."""
    if not folder.is_dir():
        return folder.exists()
    for name in os.listdir(folder):
        if name.endswith((".dist-info", ".egg-info")):
            try:
                if HEADING in (folder / name / "entry_points.txt").read_bytes():
                    return True
            except OSError:  # most declare nothing
                continue
    return False


@cache
def scenario_folders() -> tuple[Path, ...]:
    """Folders of scenarios that plug-ins bring, each with ``name/scenario.toml`` and the like below it.

    Raises
    ------
    PluginError
        Naming the package whose folder is not there.
    """
    folders = []
    for point in found(SCENARIOS):
        folder = _folder(point)
        if folder is None:
            why = Message("plugin.no_folder")
            raise PluginError(Message("plugin.broken", name=package_of(point), module=point.value, why=why))
        folders.append(folder)
    return tuple(folders)


def _folder(point: EntryPoint) -> Path | None:
    try:
        spec = find_spec(point.module)
    except ImportError:
        return None
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(places[0]) if places else None


def package_of(point: EntryPoint) -> str:
    """Name and version of the package an entry point is from."""
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.name


@cache
def identity() -> str:
    """Packages whose code a run may pass through, with a digest of their modules; empty without any."""
    told = []
    for group in CODE:
        for point in found(group):
            spec = find_spec(point.module)
            source = Path(spec.origin).read_bytes() if spec is not None and spec.origin else b""
            told.append(f"{package_of(point)} {point.value} {blake2b(source, digest_size=6).hexdigest()}")
    return "; ".join(told)
