"""One scenario file and the chain of files it extends, each with its tables read in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gpss_sim.errors import Fault, InputError, nearest
from gpss_sim.files import is_file, is_inside, parse_toml, read_text
from gpss_sim.i18n import Message
from gpss_sim.plugins import scenario_folders
from gpss_sim.resources import shipped
from gpss_sim.scenario.catalogue import plain
from gpss_sim.scenario.origin import Key, Origin, dotted, lines_of, nearest_origin, put, shown
from gpss_sim.scenario.tables import TABLES, CsvTable, read_table

SCENARIO_FILE = "scenario.toml"
LIBRARIES = "libraries"
"""Folder among the shipped scenarios that holds project libraries for `gpss-sim allocate`, and their rules."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file (or ``--set``) says, where it says it, and which of its tables could not be read."""

    data: dict[str, Any]
    origins: dict[Key, Origin]
    unread: dict[Key, tuple[Fault, ...]] = field(default_factory=dict)


def roots() -> tuple[Path, ...]:
    """Folders of the scenarios known by name: those that ship, then those of plug-ins."""
    return shipped("scenarios"), *scenario_folders()


def shipped_names() -> list[str]:
    """Names of the scenarios that ship, sorted: folders, and files in folders as ``folder/name``."""
    files = [path.relative_to(root) for root in roots() for path in root.glob("**/*.toml")]
    names = [file.parent if file.name == SCENARIO_FILE else file.with_suffix("") for file in files]
    return sorted(name.as_posix() for name in names if name.parts[0] != LIBRARIES)


def find(name: str | Path, base: Path | None = None) -> Path:
    """File of a scenario given as a path, a folder, or the name of one that ships.

    Parameters
    ----------
    name : str or Path
        What somebody wrote.
    base : Path, optional
        Folder that relative paths start from; the working folder if left out.

    Raises
    ------
    InputError
        If nothing of that name exists; the message gives the nearest name that ships.
    """
    given = Path(base or ".") / name
    ships = [path for root in roots() for path in (root / name / SCENARIO_FILE, root / f"{name}.toml")]
    for path in (given, given / SCENARIO_FILE, *ships):
        if is_file(path):
            return path.resolve()
    rule = Message("scenario.unknown", file=SCENARIO_FILE)
    raise InputError([Fault(str(name), "scenario", "", rule, nearest(str(name), shipped_names()))])


def chain(path: Path) -> list[Path]:
    """The file and the files it extends, the furthest ancestor first.

    Raises
    ------
    InputError
        If a parent is missing or the chain runs in a circle.
    """
    files = [path]
    while (parent := _parent(files[-1])) is not None:
        if parent in files:
            circle = " → ".join(shown(file) for file in [*files[files.index(parent) :], parent])
            raise InputError(
                [Fault(_place(files[-1]), "extends", shown(parent), Message("check.circle", circle=circle))]
            )
        files.append(parent)
    return files[::-1]


def titles(name: str | Path) -> tuple[str, str]:
    """Titles of a scenario in English and Chinese, empty where no file of its chain gives one; nothing is validated."""
    path = find(name)
    own = parse_toml(read_text(path), shown(path))
    told = [own]
    if not (own.get("title") and own.get("title_zh")):
        told += [parse_toml(read_text(file), shown(file)) for file in chain(path)[-2::-1]]
    english, chinese = (next((str(data[key]) for data in told if data.get(key)), "") for key in ("title", "title_zh"))
    return english, chinese


def read_layer(path: Path) -> Layer:
    """Read one scenario file and the CSV tables it names."""
    text = read_text(path, shown(path))
    data = parse_toml(text, shown(path))
    data.pop("extends", None)
    origins: dict[Key, Origin] = {(): Origin(shown(path))}
    origins |= {key: Origin(f"{shown(path)}:{line}") for key, line in lines_of(text).items()}
    layer = Layer(data, origins)
    read_in(layer, path.parent, inside=(path.parent,))
    return layer


def read_in(layer: Layer, folder: Path, *, inside: Sequence[Path] = ()) -> None:
    """Replace the names of CSV files in a layer by their rows; note what could not be read.

    Names count from `folder`; what lies in none of the folders `inside`, where there are any, is not read.
    """
    for key, record in TABLES.items():
        table, name = layer.data.get(str(key[0])), str(key[1])
        if not isinstance(table, dict) or not isinstance(table.get(name), str) or not table[name]:
            continue
        target = ("templates",) if name == "library" else key
        try:
            path = _existing(folder / table[name], layer, key)
            if inside and not any(is_inside(path, each) for each in inside):
                named = nearest_origin(layer.origins, key).file
                raise InputError([Fault(named, dotted(key), table[name], Message("scenario.outside"))])
            content = read_table(path, record)
        except InputError as error:
            layer.unread[target] = error.faults
            continue
        put(layer.data, target, list(content.rows))
        _mark(layer, target, content)


def _existing(path: Path, layer: Layer, key: Key) -> Path:
    """The path, if there is such a file; the fault is told where the file is named."""
    if not is_file(path):
        siblings = [entry.name for entry in sorted(path.parent.glob(f"*{path.suffix}"))]
        hint = nearest(path.name, siblings)
        named = nearest_origin(layer.origins, key).file
        raise InputError([Fault(named, dotted(key), path.name, Message("file.missing"), hint)])
    return path


def _mark(layer: Layer, key: Key, content: CsvTable) -> None:
    layer.origins[key] = Origin(content.file)
    for index, line in enumerate(content.lines):
        layer.origins[(*key, index)] = Origin(content.file, line)


def _parent(path: Path) -> Path | None:
    text = read_text(path, shown(path))
    name = parse_toml(text, shown(path)).get("extends")
    if name is None:
        return None
    if not isinstance(name, str) or not name:
        raise InputError([Fault(_place(path), "extends", plain(name), Message("scenario.extends"))])
    try:
        return find(name, path.parent)
    except InputError as error:
        fault = error.faults[0]
        raise InputError([Fault(_place(path), "extends", name, fault.rule, fault.hint)]) from None


def _place(path: Path) -> str:
    line = lines_of(read_text(path, shown(path))).get(("extends",))
    return f"{shown(path)}:{line}" if line else shown(path)
