"""What waits to be written anew is there, and is said where a reader begins."""

from __future__ import annotations

from tests.kept import stale
from tests.layers import ROOT


def test_pages_that_wait_exist_and_the_front_page_says_that_they_do() -> None:
    assert all((ROOT / page).is_file() for page in stale())
    assert ("docs/stale.md" in (ROOT / "README.md").read_text("utf-8")) == bool(stale())
