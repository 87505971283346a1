"""The table of experiment fields in the documentation is that of the code."""

from __future__ import annotations

from gpss_sim.study.reference import fields
from tests.layers import ROOT


def test_the_table_of_fields_is_up_to_date() -> None:
    page = (ROOT / "docs" / "reference" / "experiment.md").read_text("utf-8")
    assert fields() in page, "paste it anew: python -m gpss_sim.study.reference"
