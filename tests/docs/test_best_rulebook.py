"""What the page says of the search that was played is what its kept table says."""

from __future__ import annotations

import tomllib

from gpss_sim.tabular import read_rows
from tests.layers import ROOT

KEPT = ROOT / "docs" / "data" / "best_rulebook"
MOVED = ("rules.mode", "rules.term", "payment.plan", "rules.selection")
TODAY = ("competitive", "3", "stated", "urgency-first")


def test_the_page_quotes_the_kept_table() -> None:
    page = " ".join((ROOT / "docs" / "how-to" / "best-rulebook.md").read_text("utf-8").split())
    rows = list(read_rows(KEPT / "policies.csv", (*MOVED, "replications", "score", "breaks_a_constraint")))
    best = tomllib.loads((KEPT / "best.toml").read_text("utf-8"))
    told = tuple(str(best[path.split(".")[0]][path.split(".")[1]]) for path in MOVED)
    longest = {tuple(row[path] for path in MOVED): row for row in rows if row["replications"] == "128"}
    assert longest[told]["breaks_a_constraint"] == "false"
    assert f"looked at {len(rows)} of the combinations" in page
    assert f"gains {float(longest[told]['score']):.1f} weighted persons" in page
    assert f"today's rulebook gains {float(longest[TODAY]['score']):.1f}" in page
