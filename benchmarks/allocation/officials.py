"""Replay real decisions, and set the optimum beside them; writes docs/allocation/officials.md.

GPSS_SIM_DATA=… python benchmarks/allocation/officials.py docs/allocation/officials.md
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from statistics import mean, median, quantiles

from pool import data

from gpss_sim.allocation.analysis.participatory_budgets import CUTS, Ballot, BallotProject
from gpss_sim.allocation.problem.rules.families.fairness import gini
from gpss_sim.allocation.search.knapsack import pack
from gpss_sim.library.pabulib import ENDING
from gpss_sim.money import to_fen

BIG = 10
"""Projects from which a file counts for the comparison with the optimum."""


def ballots() -> Iterator[tuple[dict[str, str], Ballot, frozenset[str]]]:
    """Every file that carries the officials' list, with what they had and what they chose."""
    folder = data() / "officials"
    rows: dict[str, list[dict[str, str]]] = {}
    with gzip.open(folder / "projects.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["instance"], []).append(row)
    with (folder / "meta.csv").open(encoding="utf-8-sig", newline="") as file:
        metas = list(csv.DictReader(file))
    for meta in metas:
        found = rows.get(meta["instance_file"], [])
        chosen = frozenset(row["project_id"] for row in found if row["selected"].split(".")[0] == "1")
        if not chosen or not meta["budget"]:
            continue
        candidates = tuple(
            BallotProject(r["project_id"], to_fen(r["cost"]), Fraction(r["score"] or r["votes"] or "0"), r["category"])
            for r in found
        )
        threshold = Fraction(meta["min_project_score_threshold"] or "0")
        yield meta, Ballot(candidates, to_fen(meta["budget"]), threshold), chosen


def variants(ballot: Ballot, found: frozenset[str], chosen: frozenset[str]) -> bool:
    """Whether a list is the officials': equal votes at equal cost may be exchanged."""
    if found == chosen:
        return True
    by_id = {c.id: (c.votes, c.cost) for c in ballot.candidates}
    return sorted(by_id[i] for i in found) == sorted(by_id[i] for i in chosen)


def declared(rule: str, ballot: Ballot) -> frozenset[str]:
    """What the reader of elections makes of a file: the list ends, or passes over, as its field ``rule`` says."""
    return CUTS["no-skip" if rule in ENDING else "skip"](ballot)


def reason(rule: str, ballot: Ballot, chosen: frozenset[str]) -> str:
    """Why a rank-and-cut rule cannot give the officials' list."""
    found = CUTS["skip"](ballot)
    votes = {c.id: c.votes for c in ballot.candidates}
    if "equalshares" in rule:
        return "decided by the method of equal shares"
    if any(sorted(votes[i] for i in CUTS[name](ballot)) == sorted(votes[i] for i in chosen) for name in CUTS):
        return "equal votes at unequal cost, settled for the dearer"
    if rule == "greedy-exclusive":
        return "which projects exclude each other stands in a comment only"
    if chosen < found:
        return "left out a project above the threshold that the file states, and that the money would pay for"
    return "funded projects with fewer votes than others it left out and could pay for"


def optimum(ballot: Ballot) -> list[BallotProject]:
    """Most votes the budget can buy, proved."""
    eligible = sorted((c for c in ballot.ranked() if c.cost > 0), key=lambda c: c.id)
    scale = 1
    for c in eligible:
        scale = max(scale, c.votes.denominator)
    chosen = pack([int(c.votes * scale) for c in eligible], [c.cost for c in eligible], ballot.budget).chosen
    return [eligible[k] for k in chosen] + [c for c in ballot.ranked() if c.cost <= 0]


def page() -> str:
    """Text of the page."""
    by_rule: dict[str, list[bool]] = {}
    equal: dict[str, dict[str, int]] = {}
    gains, lost, dropped, inequality = [], [], [], []
    misses: list[tuple[str, str, str]] = []
    read = 0
    for meta, ballot, chosen in ballots():
        rule = meta["rule"] or "unknown"
        hits = {name: variants(ballot, CUTS[name](ballot), chosen) for name in CUTS}
        by_rule.setdefault(rule, []).append(any(hits.values()))
        read += variants(ballot, declared(rule, ballot), chosen)
        if not any(hits.values()):
            misses.append((meta["instance_file"], rule, reason(rule, ballot, chosen)))
        counts = equal.setdefault(rule, dict.fromkeys(CUTS, 0))
        for name, hit in hits.items():
            counts[name] += hit
        ranked = ballot.ranked()
        if len(ranked) < BIG:
            continue
        best = optimum(ballot)
        votes = sum(c.votes for c in best)
        officials = [c for c in ballot.candidates if c.id in chosen]
        theirs = sum(c.votes for c in officials)
        gains.append(float(votes / theirs) - 1 if theirs else 0.0)
        kept = {c.id for c in best}
        dropped.append(mean(c.id not in kept for c in officials))
        large = sorted(officials, key=lambda c: -c.cost)[:1]
        lost.append(mean(c.id not in kept for c in large))
        inequality.append((_concentration(officials), _concentration(best)))
    files = sum(map(len, by_rule.values()))
    hits_all = sum(sum(found) for found in by_rule.values())
    digest = hashlib.sha256((data() / "officials/projects.csv.gz").read_bytes()).hexdigest()[:16]
    lines = [
        "# What officials decided, replayed",
        "",
        "Made by `python benchmarks/allocation/officials.py docs/allocation/officials.md` from public",
        f"participatory budgets (Pabulib; sha256 of the table of projects begins {digest}).",
        "",
        f"Of {files} decisions that carry the officials' list, the rank-and-cut family gives exactly that list in",
        f"**{hits_all} ({hits_all / files:.1%})**; equal votes at equal cost count as the same. With the one rule that",
        f"`gpss-sim library import` writes, after the file's own field `rule`, it is **{read} ({read / files:.1%})**.",
        "",
        "| declared rule | files | " + " | ".join(CUTS) + " | any |",
        "|---|---|" + "---|" * (len(list(CUTS)) + 1),
    ]
    for rule, found in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        cells = " | ".join(str(equal[rule][name]) for name in CUTS)
        lines.append(f"| {rule} | {len(found)} | {cells} | {sum(found)} |")
    lines += ["", "## Lists that cannot be met", "", "| file | declared rule | why |", "|---|---|---|"]
    lines += [f"| {name} | {rule} | {why} |" for name, rule, why in sorted(misses)]
    lines += [
        "",
        "## The optimum beside it",
        "",
        f"In the {len(gains)} files with at least {BIG} eligible projects, the list with most votes for the same money",
        f"collects **{median(gains):.1%} more votes at the median** ({mean(gains):.1%} on average,",
        f"{quantiles(gains, n=10)[-1]:.1%} at the 90th percentile).",
        "",
        "The other side of it: a sum of votes prefers cheap projects.",
        "",
        f"- {mean(dropped):.1%} of the officials' winners are dropped.",
        f"- The largest winner is dropped in {mean(lost):.1%} of the files.",
        f"- The Gini coefficient of money over funded projects is {mean(float(a) for a, _ in inequality):.3f} in the",
        f"  officials' lists and {mean(float(b) for _, b in inequality):.3f} in the optima.",
        "",
    ]
    return "\n".join(lines)


def _concentration(funded: list[BallotProject]) -> Fraction:
    """Gini coefficient of money over funded projects."""
    return gini({c.id: 1 for c in funded}, {c.id: Fraction(c.cost) for c in funded})


if __name__ == "__main__":
    text = page()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).parent.mkdir(parents=True, exist_ok=True)
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    print(text)
