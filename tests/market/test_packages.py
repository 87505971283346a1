"""What packages promise by name is there, and other people's rules and indicators are loaded with ours."""

from __future__ import annotations

import importlib

import pytest

from gpss_sim import plugins
from tests.layers import ROOT

PACKAGE = ROOT / "gpss_sim"
PATHS = [path for room in ("market", "metrics") for path in (PACKAGE / room).rglob("*.py")]
PROMISING = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in PATHS
    if "__all__" in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", PROMISING)
def test_every_name_that_is_promised_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert [promised for promised in module.__all__ if not hasattr(module, promised)] == []


@pytest.mark.parametrize("group", ["gpss_sim.policies", "gpss_sim.metrics"])
def test_what_others_register_is_loaded_with_ours(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(plugins, "load", loaded.append)
    home = {"gpss_sim.policies": "gpss_sim.market.policies"}.get(group, group)
    importlib.reload(importlib.import_module(home))
    assert loaded == [group]
