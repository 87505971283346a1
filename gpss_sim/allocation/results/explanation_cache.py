"""Explanations on file beside their decision, so that nothing is searched for twice."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from gpss_sim import folders
from gpss_sim.files import write_whole
from gpss_sim.allocation.results.decision import SavedDecision
from gpss_sim.allocation.explain.change import Change, Explanation
from gpss_sim.allocation.explain.explainer import Explainer

FILE = "explanations.json"


class ExplanationCache:
    """Explains projects of a decision, from the file where it can.

    Parameters
    ----------
    folder : Path
        The folder of the decision.
    decision : SavedDecision
    lang : str
        Language of the reasons.
    """

    def __init__(self, folder: Path, decision: SavedDecision, lang: str) -> None:
        self.path, self.digest = folder / FILE, decision.digest
        self.teller = Explainer(decision.problem, decision.outcome, decision.solver, decision.limit, lang)
        self.known = self._read()

    def tell(self, name: str) -> Explanation:
        """Explain one project."""
        if name in self.known:
            return replace(self.known[name], reason=self.teller.reasons[name])
        self.known[name] = self.teller.tell(name)
        self._write()
        return self.known[name]

    def _read(self) -> dict[str, Explanation]:
        """What is on file for this very decision; what cannot be read is searched for again."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if data["decision"] != self.digest:
                return {}
            return {name: _explanation(name, row) for name, row in data["explanations"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _write(self) -> None:
        told = {name: _row(explanation) for name, explanation in sorted(self.known.items())}
        text = json.dumps({"decision": self.digest, "explanations": told}, ensure_ascii=False, indent=1)
        write_whole(self.path, text + "\n")
        folders.record(self.path.parent, [FILE])


def _row(told: Explanation) -> dict[str, Any]:
    """What no other file says."""
    return {
        "inside": told.inside,
        "rivals": list(told.rivals),
        "loss": None if told.loss is None else str(told.loss),
        "changes": {change.kind: change.amount for change in told.changes},
        "impossible": list(told.impossible),
        "unsettled": list(told.unsettled),
    }


def _explanation(name: str, row: dict[str, Any]) -> Explanation:
    return Explanation(
        name,
        row["inside"],
        "",
        tuple(row["rivals"]),
        None if row["loss"] is None else Fraction(row["loss"]),
        tuple(Change(kind, amount) for kind, amount in row["changes"].items()),
        tuple(row["impossible"]),
        tuple(row["unsettled"]),
    )
