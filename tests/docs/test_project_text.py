"""The project speaks of itself alone, and says the same version everywhere."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from gpss_sim import __version__
from tests.layers import ROOT

HERE = "tests/docs/test_project_text.py"  # holds what it forbids
COPIES = "tests/ocds/schema/"  # unchanged copies of a standard: XXX is a code of ISO 4217
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~-])/(?:work|tmp|root|home|Users)/",
    "a host of packages": r"pypi\.org|pythonhosted|npmjs\.",
    "a number of a tracker": r"\bissue #?\d",
    "the workshop": r"\bfarm-|(?i:\b(?:claude|anthropic|openai|chatgpt|copilot)\b)",
    "something left to do": r"\b(?:TODO|FIXME|XXX)\b",
}


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Every other file under version control that is text."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in sorted({*filter(None, listed.split("\0"))} - {HERE}):
        if name.startswith(COPIES):
            continue
        try:
            yield name, (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(FORBIDDEN[what], line)
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "see /work/x"),
        ("a path of one machine", "open('/tmp/x')"),
        ("a host of packages", "https://pypi.org/simple"),
        ("a number of a tracker", "issue #3"),
        ("the workshop", "farm-tool"),
        ("the workshop", "Claude"),
        ("something left to do", "# TODO later"),
    ],
)
def test_what_is_forbidden_is_found(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


@pytest.mark.parametrize("text", ["social/work/plan", "results/home/x", "at work", "a farm", "issued 3"])
def test_ordinary_words_pass(text: str) -> None:
    assert not [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)]


@pytest.mark.parametrize(("file", "pattern"), [("CITATION.cff", r"^version: (\S+)"), ("CHANGELOG.md", r"^## (\S+)")])
def test_the_version_is_the_same_everywhere(file: str, pattern: str) -> None:
    found = re.search(pattern, (ROOT / file).read_text("utf-8"), re.MULTILINE)
    assert found is not None
    assert found[1] == __version__


def test_every_file_that_contributing_names_is_there() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`((?:gpss_sim|tests|docs|experiments|scenarios|tools)/[^`\s]+)`", page))
    catalogues = set(re.findall(r"`(\w+\.po)`", page))
    assert len(named) > 40
    assert len(catalogues) > 5
    assert [name for name in sorted(named) if not any(ROOT.glob(name))] == []
    assert [name for name in sorted(catalogues) if not any(ROOT.glob(f"gpss_sim/i18n/locale/zh/*/{name}"))] == []
