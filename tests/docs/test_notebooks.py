"""The tutorial notebooks run from top to bottom, and say the same in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import pytest

from tests.layers import ROOT

FOLDER = ROOT / "docs/notebooks"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ipynb") if not path.stem.endswith(".zh"))


@pytest.fixture(autouse=True)
def _no_screen() -> Iterator[None]:
    before = matplotlib.get_backend()
    matplotlib.use("Agg")
    yield
    matplotlib.use(before)


def cells(name: str, kind: str) -> list[str]:
    notebook: dict[str, Any] = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))
    assert notebook["nbformat"] == 4
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, code in enumerate(cells(name, "code"), start=1):
        exec(compile(code, f"{name}.ipynb, cell {number}", "exec"), names)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_cells(name: str) -> None:
    assert cells(name, "code") == cells(f"{name}.zh", "code")
    english, chinese = cells(name, "markdown"), cells(f"{name}.zh", "markdown")
    assert len(english) == len(chinese)
    assert not any("\u4e00" <= letter <= "\u9fff" for text in english for letter in text)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in chinese)
