"""The draft on a desk and its earlier states."""

from __future__ import annotations

from gpss_sim.desk.draft import Draft

UNDO = 100
"""Steps that can be undone."""


class DraftEdits:
    """The draft that is being edited, and what it was before each step.

    Attributes
    ----------
    draft : Draft or None
        None before the first file.
    version : int
        Counts changes of what is offered and of the rules; two drafts of one version differ in money and policy alone.
    asked_total : int [fen]
        Cost of all projects on the sheet.
    """

    def __init__(self) -> None:
        self.draft: Draft | None = None
        self.version = 0
        self.asked_total = 0
        self._undo: list[Draft] = []

    def lay(self, made: Draft) -> None:
        """Begin with another library; what was before cannot be undone."""
        self._undo.clear()
        self._set(made)

    def take(self, changed: Draft, *, undoable: bool = True) -> None:
        """Take another draft; ``undoable``: as a step of its own."""
        if undoable and self.draft is not None:
            self._undo.append(self.draft)
            del self._undo[:-UNDO]
        self._set(changed)

    def step_back(self) -> Draft | None:
        """Undo the last step; return the draft that was left, or None where there was no step."""
        if not self._undo:
            return None
        left = self.draft
        self._set(self._undo.pop())
        return left

    def _set(self, made: Draft) -> None:
        before, self.draft = self.draft, made
        if before is None or before.projects is not made.projects:
            self.asked_total = sum(p.total for p in made.projects.values())
