"""Explanations on file beside their decision, so that nothing is searched for twice."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

from gpss_sim import folders
from gpss_sim.allocation.explain.change import Change, Explanation
from gpss_sim.allocation.explain.explainer import Explainer
from gpss_sim.allocation.problem.deadline import Deadline
from gpss_sim.allocation.results.decision import SavedDecision
from gpss_sim.files import write_whole

FILE = "explanations.json"


class ExplanationCache:
    """Explains projects of a decision, from the file where it can.

    Parameters
    ----------
    folder : Path
        The folder of the decision.
    decision : SavedDecision
    deadline : Deadline, optional
        Of the command.
    """

    def __init__(self, folder: Path, decision: SavedDecision, deadline: Deadline | None = None) -> None:
        self.path, self.digest = folder / FILE, decision.digest
        self.deadline = deadline or Deadline()
        self.explainer = Explainer(decision.problem, decision.outcome, decision.solver, decision.limit, self.deadline)
        self.known = self._read()

    def explain(self, name: str, share: float = 1.0) -> Explanation:
        """Explain one project in a share of the time left; what that was too short for is tried again next time."""
        if name in self.known:
            return replace(self.known[name], reason=self.explainer.reasons[name])
        found = self.explainer.explain(name, share)
        if not (found.unsettled and self.deadline.end is not None):
            self.known[name] = found
            self._write()
        return found

    def _read(self) -> dict[str, Explanation]:
        """What is on file for this very decision; what cannot be read is searched for again."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if data["decision"] != self.digest or data["digest"] != self._sealed(data["explanations"]):
                return {}
            return {name: _explanation(name, row) for name, row in data["explanations"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError):
            return {}

    def _sealed(self, rows: dict[str, Any]) -> str:
        """Digest of the explanations of this decision, by which altered ones are noticed."""
        return sha256((self.digest + json.dumps(rows, sort_keys=True)).encode()).hexdigest()

    def _write(self) -> None:
        rows = {name: _row(explanation) for name, explanation in sorted(self.known.items())}
        kept = {"decision": self.digest, "explanations": rows, "digest": self._sealed(rows)}
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        write_whole(self.path, text + "\n")
        folders.record(self.path.parent, [FILE])


def _row(explanation: Explanation) -> dict[str, Any]:
    """The parts of an explanation that no other file holds."""
    return {
        "inside": explanation.inside,
        "rivals": list(explanation.rivals),
        "loss": None if explanation.loss is None else str(explanation.loss),
        "changes": {change.kind: change.amount for change in explanation.changes},
        "unproved": [change.kind for change in explanation.changes if not change.proven],
        "impossible": list(explanation.impossible),
        "unsettled": list(explanation.unsettled),
    }


def _explanation(name: str, row: dict[str, Any]) -> Explanation:
    return Explanation(
        name,
        row["inside"],
        "",
        tuple(row["rivals"]),
        None if row["loss"] is None else Fraction(row["loss"]),
        tuple(Change(kind, amount, kind not in row["unproved"]) for kind, amount in row["changes"].items()),
        tuple(row["impossible"]),
        tuple(row["unsettled"]),
    )
