"""Nothing solved is kept here: a fault in the code leaves the name of an entry as it was."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GPSS_SIM_CACHE", "off")
