"""Each rule of the documents has a test that bears its number."""

from __future__ import annotations

import re
from pathlib import Path

RULES = {f"R{number:02d}" for number in range(1, 85)}


def test_each_rule_has_a_test_named_after_it() -> None:
    names = re.findall(r"^def (test_\w+)", "\n".join(p.read_text("utf-8") for p in _tests()), re.MULTILINE)
    named = {number for name in names for number in re.findall(r"R\d\d", name)}
    assert named == RULES


def _tests() -> list[Path]:
    return sorted(Path(__file__).parent.glob("test_*.py"))
