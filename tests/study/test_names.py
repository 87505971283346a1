"""Values of levers as they stand in cells and as ``--set`` takes them."""

from __future__ import annotations

from gpss_sim.scenario.load import load_scenario
from gpss_sim.study.names import text


def test_tables_in_cells_are_read_again_as_they_were() -> None:
    channels = load_scenario("shanghai_mixed").rules.channels
    assert len(channels) > 3
    written = text(channels)
    assert "None" not in written
    assert load_scenario("shanghai_mixed", [f"rules.channels={written}"]).rules.channels == channels
