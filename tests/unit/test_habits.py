"""Habits of the house that no other test would notice: what hooks run, what help lists."""

from __future__ import annotations

import re
import subprocess

from tests.layers import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
HOOKS = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")


def recipe(target: str) -> list[str]:
    """Commands of a target of the Makefile."""
    found = re.search(rf"^{target}:[^\n]*\n((?:\t[^\n]*\n)+)", MAKEFILE, re.MULTILINE)
    assert found is not None
    return [line.strip().removeprefix("@$(BIN)/") for line in found[1].splitlines()]


def test_hooks_run_what_is_linted() -> None:
    entries = [entry.removeprefix(".venv/bin/") for entry in re.findall(r"^ +entry: (.*)$", HOOKS, re.MULTILINE)]
    for command in (*recipe("lint"), *recipe("types")):
        wanted = command.removesuffix(" .")
        assert any(entry == wanted or entry.startswith(f"{wanted} ") for entry in entries), command


def test_hooks_fetch_nothing() -> None:
    assert {*re.findall(r"^ *- repo: (.*)$", HOOKS, re.MULTILINE)} == {"local"}
    entries = re.findall(r"^ +entry: (.*)$", HOOKS, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if not entry.startswith(".venv/bin/")] == []


def test_help_lists_every_target_under_a_purpose() -> None:
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    lines = told.stdout.splitlines()
    purposes = [line for line in lines if line and not line.startswith(" ")]
    listed = [line.split()[1] for line in lines if line.startswith("  make ")]
    assert {*listed} == {*phony[1].split()}
    assert purposes == re.findall(r"^##@ (.*)$", MAKEFILE, re.MULTILINE)
    assert next(line for line in lines if line) == purposes[0]
