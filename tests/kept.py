"""Pages that are kept, and those among them that wait to be written anew (``docs/stale.md``)."""

from __future__ import annotations

import re

import pytest

from tests.layers import ROOT

STALE = ROOT / "docs" / "stale.md"
_LINE = re.compile(r"^\| `(?P<page>[^`]+)` \| `gpss-sim ", re.MULTILINE)


def stale() -> list[str]:
    """Pages that an earlier version of the model wrote, as the page about them says."""
    return [found["page"] for found in _LINE.finditer(STALE.read_text("utf-8"))]


def current(page: str) -> pytest.MarkDecorator:
    """Mark of a test that holds a kept page against the model: skipped while the page waits to be written anew."""
    return pytest.mark.skipif(page in stale(), reason=f"{page} waits to be written anew (docs/stale.md)")
