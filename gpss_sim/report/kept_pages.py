"""Pages written from kept tables: which files they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from gpss_sim.files import is_file, refuse
from gpss_sim.i18n import Language


class KeptPages(NamedTuple):
    """A page in both languages, with a plot and a table a name in folders beside it."""

    pages: Mapping[Language, str]
    data: Path
    plots: Path

    def written(self, names: Iterable[str], tables: Path, target: Path) -> list[Path]:
        """Files that are written to `target` for the kept tables of these names.

        Raises
        ------
        InputError
            If none of them is there.
        """
        there = [name for name in names if is_file(tables / f"{name}.csv")]
        if not there:
            raise refuse(str(tables), "kept.no_table", "--from")
        files = [target / page for page in self.pages.values()]
        files += [target / self.plots / f"{name}.png" for name in there]
        if (target / self.data).resolve() == tables.resolve():
            return files
        return files + [target / self.data / f"{name}.csv" for name in there]
