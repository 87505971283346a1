"""A copy of a scenario with everything it extends, to make one's own city from."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import is_inside, parse_toml, read_text, write_whole
from gpss_sim.folders import fresh, is_empty, is_plain_name, refuse_link
from gpss_sim.i18n import Message
from gpss_sim.scenario.document import SCENARIO_FILE, chain, find
from gpss_sim.scenario.origin import shown
from gpss_sim.scenario.tables import TABLES

_EXTENDS = re.compile(r"^extends\s*=.*$", re.MULTILINE)
_NAME = re.compile(r"^name\s*=.*$", re.MULTILINE)
_TITLE = re.compile(r"^title\s*=.*$", re.MULTILINE)
_TITLE_ZH = re.compile(r"^title_zh\s*=.*$", re.MULTILINE)
_PAGES = ("*.md",)


def copy_scenario(source: str | Path, target: Path, title: str = "") -> list[Path]:
    """Copy a scenario, its tables, its pages and the scenarios it extends; comments are kept.

    The copy stands alone: each parent goes into a folder inside the folder that extends it.

    Parameters
    ----------
    source : str or Path
        A scenario, as :func:`~gpss_sim.scenario.load.load_scenario` takes it.
    target : Path
        A folder that does not exist yet or is empty; its name becomes the name of the scenario.
    title : str
        Title of the copy in both languages; made up from its name where it is left out.

    Returns
    -------
    list[Path]
        Files written.

    Raises
    ------
    InputError
        If the source is no scenario or the target holds something.
    """
    refuse_target(target)
    name, origin = target.resolve().name, _folder_name(find(source))
    titles = (title, title) if title else (f"{name}: begun as a copy of {origin}", f"{name}：由{origin}改编")
    with fresh(target) as top:
        written = _copy_chain(source, top, name, titles)
        written = [target / path.relative_to(top) for path in written]
    return written


def refuse_target(target: Path) -> None:
    """See that a folder is new or empty, and has a name for a scenario.

    Raises
    ------
    InputError
        If it is not.
    """
    refuse_link(target)
    if target.exists() and (not target.is_dir() or not is_empty(target)):
        raise InputError([Fault(shown(target), "folder", "", Message("folder.new"))])
    if not is_plain_name(target.resolve().name):
        raise InputError([Fault(shown(target), "folder", target.resolve().name, Message("folder.name"))])


def copy_into(source: str | Path, folder: Path) -> tuple[str, list[Path]]:
    """Copy a scenario as it is into a folder inside another; return the name of the folder, and the files written."""
    name = _folder_name(find(source))
    return name, _copy_chain(source, folder / name, None, ("", ""))


def _copy_chain(source: str | Path, top: Path, name: str | None, titles: tuple[str, str]) -> list[Path]:
    """A scenario with those it extends, each inside the folder of the one that extends it."""
    files, folder = chain(find(source))[::-1], top
    written: list[Path] = []
    for depth, file in enumerate(files):
        parent = _folder_name(files[depth + 1]) if depth + 1 < len(files) else None
        written += _copy_one(file, folder, parent, name if depth == 0 else None, titles)
        folder = folder / parent if parent else folder
    return written


def _folder_name(file: Path) -> str:
    return file.parent.name if file.name == SCENARIO_FILE else file.stem


def _copy_one(file: Path, folder: Path, parent: str | None, name: str | None, titles: tuple[str, str]) -> list[Path]:
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
        for pattern, field, title in zip((_TITLE, _TITLE_ZH), ("title", "title_zh"), titles, strict=True):
            line = f"{field} = {json.dumps(title, ensure_ascii=False)}"
            text = pattern.sub(line.replace("\\", r"\\"), text, count=1)
    write_whole(folder / SCENARIO_FILE, text)
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
