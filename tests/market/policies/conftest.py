"""Nothing solved is kept here: these tests are of the solving itself."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPSS_SIM_CACHE", "off")
