"""A copy of a scenario with everything it extends, to make one's own city from."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import is_inside, parse_toml, read_text
from gpss_sim.folders import fresh, is_plain_name
from gpss_sim.i18n import Message
from gpss_sim.scenario.document import SCENARIO_FILE, chain, find
from gpss_sim.scenario.origin import shown
from gpss_sim.scenario.tables import TABLES

_EXTENDS = re.compile(r"^extends\s*=.*$", re.MULTILINE)
_NAME = re.compile(r"^name\s*=.*$", re.MULTILINE)
_PAGES = ("*.md",)


def copy_scenario(source: str | Path, target: Path) -> list[Path]:
    """Copy a scenario, its tables, its pages and the scenarios it extends; comments are kept.

    The copy stands alone: each parent goes into a folder inside the folder that extends it.

    Parameters
    ----------
    source : str or Path
        A scenario, as :func:`~gpss_sim.scenario.load.load_scenario` takes it.
    target : Path
        A folder that does not exist yet or is empty; its name becomes the name of the scenario.

    Returns
    -------
    list[Path]
        Files written.

    Raises
    ------
    InputError
        If the source is no scenario or the target holds something.
    """
    files = chain(find(source))[::-1]
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError([Fault(shown(target), "folder", "", Message("folder.new"))])
    if not is_plain_name(target.resolve().name):
        raise InputError([Fault(shown(target), "folder", target.resolve().name, Message("folder.name"))])
    written: list[Path] = []
    with fresh(target) as top:
        folder = top
        for depth, file in enumerate(files):
            parent = _folder_name(files[depth + 1]) if depth + 1 < len(files) else None
            written += _copy_one(file, folder, parent, target.resolve().name if depth == 0 else None)
            folder = folder / parent if parent else folder
        written = [target / path.relative_to(top) for path in written]
    return written


def _folder_name(file: Path) -> str:
    return file.parent.name if file.name == SCENARIO_FILE else file.stem


def _copy_one(file: Path, folder: Path, parent: str | None, name: str | None) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    text = read_text(file, shown(file))
    tables = [file.parent / table for table in _tables_of(text)]
    outside = [table for table in tables if not is_inside(table, file.parent)]
    if outside:
        raise InputError(Fault(shown(file), "table", shown(table), Message("scenario.outside")) for table in outside)
    copies = [_copy_beside(table, folder) for table in tables]
    copies += [_copy_beside(page, folder) for pattern in _PAGES for page in sorted(file.parent.glob(pattern))]
    if parent is not None:
        text = _EXTENDS.sub(f'extends = "{parent}"', text, count=1)
    if name is not None:
        text = _NAME.sub(f'name = "{name}"', text, count=1)
    (folder / SCENARIO_FILE).write_text(text, "utf-8")
    return [folder / SCENARIO_FILE, *copies]


def _tables_of(text: str) -> list[str]:
    """CSV files a scenario file names."""
    data = parse_toml(text, "scenario")
    named = [data.get(str(table), {}).get(field) for table, field in TABLES]
    return [name for name in named if isinstance(name, str) and name]


def _copy_beside(file: Path, folder: Path) -> Path:
    target = folder / file.name
    shutil.copyfile(file, target)
    return target
