"""Rank-and-cut as officials do it, on small lists and on real decisions."""

from __future__ import annotations

import csv
import gzip
from fractions import Fraction
from pathlib import Path

from gpss_sim.allocation.analysis.participatory_budgets import CUTS, Ballot, BallotProject
from gpss_sim.money import to_fen

LIST = (
    BallotProject("a", 50, Fraction(9), "sport"),
    BallotProject("b", 60, Fraction(8), "care"),
    BallotProject("c", 30, Fraction(7), "sport"),
    BallotProject("d", 10, Fraction(1), "care"),
)


def test_what_does_not_fit_is_passed_over_or_ends_the_list() -> None:
    assert CUTS["skip"](Ballot(LIST, 100)) == {"a", "c", "d"}
    assert CUTS["no-skip"](Ballot(LIST, 100)) == {"a"}


def test_threshold_exclusion_and_caps() -> None:
    assert CUTS["skip"](Ballot(LIST, 100, threshold=Fraction(2))) == {"a", "c"}
    assert CUTS["skip"](Ballot(LIST, 100, exclusive=(("a", "c"),))) == {"a", "d"}
    capped = Ballot(LIST, 100, caps=(("sport", 60),))
    assert CUTS["skip"](capped) == {"a", "d"}
    assert CUTS["two-pass"](capped) == {"a", "c", "d"}


def test_real_lists_are_replayed(outside_data: Path) -> None:
    """At least 98.5 % of the decisions that carry the officials' list."""
    with gzip.open(outside_data / "officials/projects.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        rows: dict[str, list[dict[str, str]]] = {}
        for row in csv.DictReader(file):
            rows.setdefault(row["instance"], []).append(row)
    with (outside_data / "officials/meta.csv").open(encoding="utf-8-sig", newline="") as file:
        metas = [meta for meta in csv.DictReader(file) if meta["budget"]]
    hits = [
        same
        for meta in metas
        if (same := _replayed(meta, rows.get(meta["instance_file"], []))) is not None
    ]  # fmt: skip
    assert len(hits) > 700
    assert sum(hits) / len(hits) >= 0.985


def _replayed(meta: dict[str, str], rows: list[dict[str, str]]) -> bool | None:
    chosen = {row["project_id"] for row in rows if row["selected"].split(".")[0] == "1"}
    if not chosen:
        return None
    candidates = [
        BallotProject(row["project_id"], to_fen(row["cost"]), Fraction(row["score"] or row["votes"] or "0"))
        for row in rows
    ]
    ballot = Ballot(tuple(candidates), to_fen(meta["budget"]), Fraction(meta["min_project_score_threshold"] or "0"))
    ranks = {c.id: (c.votes, c.cost) for c in candidates}
    theirs = sorted(ranks[name] for name in chosen)
    return any(sorted(ranks[name] for name in CUTS[cut](ballot)) == theirs for cut in CUTS)
