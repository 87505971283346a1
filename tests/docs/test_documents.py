"""Every page of the project runs, prints what it says, and links to what exists."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gpss_sim.cli import COMMANDS, main
from gpss_sim.i18n import words
from tests.docs.blocks import blocks_of, is_slow, steps_of
from tests.docs.session import Session
from tests.layers import ROOT

PAGES = sorted(
    path
    for folder in ("*.md", "docs/**/*.md", "benchmarks/**/*.md", "scenarios/**/*.md", "experiments/**/*.md")
    for path in ROOT.glob(folder)
)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


RUNS = [pytest.param(page, id=name_of(page), marks=[pytest.mark.slow] if is_slow(page) else []) for page in PAGES]


@pytest.mark.parametrize("page", RUNS)
def test_a_page_does_what_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "docs/validation", tmp_path / "docs/validation")  # as in a clone
    session = Session(tmp_path, name_of(page))
    for block in blocks_of(page.read_text("utf-8")):
        session.run(block)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose)
    dead = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert not dead


@pytest.mark.parametrize("command", main.table)
def test_every_command_has_an_example_that_runs(command: str) -> None:
    steps = [
        step.command
        for page in PAGES
        for block in blocks_of(page.read_text("utf-8"))
        if block.language == "console"
        for step in steps_of(block.text)
    ]
    assert any(step.startswith(f"gpss-sim {command} ") or step == f"gpss-sim {command}" for step in steps)


def test_the_readme_lists_the_commands_as_they_are() -> None:
    rows = re.findall(r"^\| `gpss-sim (\w+)` \| (.*) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {name: entry.summary for name, entry in COMMANDS.items()}


def test_the_chinese_readme_lists_the_same_commands() -> None:
    rows = re.findall(r"^\| `gpss-sim (\w+)` \| (.*) \|$", (ROOT / "README.zh.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == {name: words("help", "summary", "zh")[name] for name in COMMANDS}
