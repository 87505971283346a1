"""The built site: complete in itself, every link leads somewhere, equations are drawn, Chinese is found.

``make site`` builds it; without a built site there is nothing to look at.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.layers import ROOT

SITE = ROOT / "build/site"
ASSETS = {("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("use", "href"), ("link", "href")}
OUTSIDE = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)
ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")

pytestmark = pytest.mark.skipif(not (SITE / "index.html").exists(), reason="no site: run `make site`")


@dataclass
class Reader(HTMLParser):
    """Addresses and names of one page."""

    assets: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.names |= {given[name] for name in ("id", "name") if name in given}
        self.assets += [value for name, value in given.items() if (tag, name) in ASSETS]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        self.assets += [a or b for a, b in ADDRESS.findall(given.get("style", ""))]


@cache
def read(page: Path) -> Reader:
    reader = Reader()
    reader.feed(page.read_text("utf-8"))
    return reader


def pages() -> list[Path]:
    return [page for page in sorted(SITE.rglob("*.html")) if page.name != "404.html"]


def outside_assets(page: Path) -> list[str]:
    return [address for address in read(page).assets if OUTSIDE.match(address)]


def dead_links(page: Path, root: Path = SITE) -> Iterator[str]:
    for link in read(page).links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        file = target / "index.html" if target.is_dir() else target
        if (
            not file.is_file()
            or not file.is_relative_to(root)
            or (parts.fragment and file.suffix == ".html" and unquote(parts.fragment) not in read(file).names)
        ):
            yield link


def test_there_are_pages_in_both_languages() -> None:
    assert {SITE / "index.html", SITE / "zh/index.html", SITE / "api/index.html"} <= {*pages()}


def test_no_page_takes_anything_from_elsewhere() -> None:
    found = {page.relative_to(SITE).as_posix(): addresses for page in pages() if (addresses := outside_assets(page))}
    assert found == {}


def test_no_style_takes_anything_from_elsewhere() -> None:
    styles = [*SITE.rglob("*.css")]
    found = [a or b for style in styles for a, b in ADDRESS.findall(style.read_text("utf-8"))]
    assert styles
    assert [address for address in found if OUTSIDE.match(address)] == []


def test_every_link_leads_somewhere() -> None:
    found = {page.relative_to(SITE).as_posix(): links for page in pages() if (links := [*dead_links(page)])}
    assert found == {}


def test_equations_are_drawn_and_numbered_once() -> None:
    text = (SITE / "explanation/equations/index.html").read_text("utf-8")
    numbers = re.findall(r'<div class="equation" id="equation-([\d.]+)"><math ', text)
    assert len(numbers) > 20
    assert len(numbers) == len({*numbers})
    assert {*re.findall(r'mathvariant="([^"]*)"', text)} <= {"normal"}  # browsers follow no other
    assert [text.count(left) for left in ("arithmatex", "\\(", "\\[", "\\tag")] == [0, 0, 0, 0]


def test_the_interface_is_there() -> None:
    page = SITE / "api/gpss_sim.allocation.search/index.html"
    assert "gpss_sim.allocation.search.decide.allocate" in read(page).names


@pytest.mark.parametrize(("folder", "word"), [("zh", "文档"), ("", "轻重缓急")])
def test_chinese_words_are_cut_for_the_search(folder: str, word: str) -> None:
    """The index parts words by a space of no width, at which the search takes them apart."""
    index = json.loads((SITE / folder / "search/search_index.json").read_text("utf-8"))
    separator = re.compile(index["config"]["separator"])
    assert "zh" in index["config"]["lang"]
    assert any(word in separator.split(entry["title"] + " " + entry["text"]) for entry in index["docs"])


@pytest.mark.skipif(shutil.which("node") is None, reason="no node: the index alone is looked at")
@pytest.mark.parametrize(
    ("folder", "word", "place"),
    [("", "轻重缓急", "reference/sources/"), ("", "hazard", "explanation/equations/"), ("zh", "评估", "odd/")],
)
def test_the_search_finds(folder: str, word: str, place: str) -> None:
    script = ROOT / "tests/site/search.js"
    done = subprocess.run(["node", script, SITE / folder, word], capture_output=True, text=True, check=True)
    found = done.stdout.strip().split("\t")
    assert found[0] == word
    assert any(location.startswith(place) for location in found[1:])


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<img src="//elsewhere/x.png"><a href="nowhere/">x</a><a href="#none">y</a><a id="here" href="#here">z</a>',
        "utf-8",
    )
    assert outside_assets(page) == ["//elsewhere/x.png"]
    assert [*dead_links(page, tmp_path)] == ["nowhere/", "#none"]
