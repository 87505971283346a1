"""Two decisions, or last year's list and today's, side by side: continued, changed, new and dropped, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from gpss_sim.allocation.explain.reasons import reasons
from gpss_sim.allocation.plan.outcome import Outcome
from gpss_sim.allocation.problem.problem import Problem
from gpss_sim.i18n import Message
from gpss_sim.library.project import Project

Kind = Literal["continued", "changed", "new", "dropped"]
KINDS: tuple[Kind, ...] = ("continued", "changed", "new", "dropped")
LIKE = 0.6
"""Least likeness of two names that stand under one id for the same project."""


@dataclass(frozen=True, slots=True)
class ListedProject:
    """A project on one of the two lists.

    Parameters
    ----------
    id, name, district : str
    asked : int [fen]
        Price of the whole project.
    granted : int or None [fen]
        Price of what is bought; None where it is not chosen.
    reason : str
        Why it is in or out; empty where the list does not say.
    """

    id: str
    name: str
    district: str
    asked: int
    granted: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Every project one list knows of, the chosen ones first in their order."""

    entries: tuple[ListedProject, ...]

    @property
    def chosen(self) -> tuple[ListedProject, ...]:
        """What it buys."""
        return tuple(entry for entry in self.entries if entry.granted is not None)

    @property
    def spent(self) -> int:
        """Money granted [fen]."""
        return sum(entry.granted or 0 for entry in self.entries)


def listing(problem: Problem, outcome: Outcome) -> Listing:
    """Return the list of a decision, with its reasons."""
    told, granted = reasons(problem, outcome), outcome.amount
    rest = [p.id for p in problem.projects if p.id not in granted]
    return Listing(
        tuple(_entry(problem.projects[problem.index[k]], granted.get(k), told[k]) for k in (*outcome.selected, *rest))
    )


def chosen_list(projects: Iterable[Project]) -> Listing:
    """Return a list all of whose projects were chosen at their full price, as last year's sheet of contracts has it."""
    return Listing(tuple(_entry(p, p.total, "") for p in projects))


def _entry(project: Project, granted: int | None, reason: str) -> ListedProject:
    return ListedProject(project.id, project.name, project.district, project.total, granted, reason)


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """One project that is on either list.

    Parameters
    ----------
    kind : {"continued", "changed", "new", "dropped"}
        `changed` is bought on both lists, for another amount.
    before, after : Entry or None
        None where that list does not know the project.
    """

    kind: Kind
    before: ListedProject | None
    after: ListedProject | None

    @property
    def entry(self) -> ListedProject:
        """The project as the later list that knows it has it."""
        known = self.after or self.before
        assert known is not None
        return known

    @property
    def granted(self) -> tuple[int, int]:
        """Money before and after [fen]."""
        return _granted(self.before), _granted(self.after)

    @property
    def why(self) -> str:
        """Reason in a sentence; empty for what is bought as before."""
        before, after = self.before, self.after
        if self.kind == "dropped":
            return after.reason if after is not None else Message("compare.not_asked")
        if self.kind == "new":
            if before is None:
                return Message("compare.not_known")
            return Message("compare.out_before", reason=before.reason) if before.reason else ""
        if self.kind == "changed" and before is not None and after is not None and before.asked == after.asked:
            return Message("compare.part")
        return Message("compare.asked") if self.kind == "changed" else ""


def _granted(entry: ListedProject | None) -> int:
    return 0 if entry is None or entry.granted is None else entry.granted


def compare(before: Listing, after: Listing) -> list[ProjectDifference]:
    """Differences of two lists: continued, changed, new, dropped, each in the order of its list.

    A project is the same when name and district agree, else when its name stands once on each list, else when its id
    is the same and the names are alike: numbers of rows begin again every year.
    """
    pairs = _pairs(before.entries, after.entries)
    taken = {id(old) for old in pairs.values()}
    found: dict[Kind, list[ProjectDifference]] = {kind: [] for kind in KINDS}
    for entry in after.chosen:
        old = pairs.get(id(entry))
        if old is None or old.granted is None:
            found["new"].append(ProjectDifference("new", old, entry))
        else:
            kind: Kind = "continued" if old.granted == entry.granted else "changed"
            found[kind].append(ProjectDifference(kind, old, entry))
    partner = {id(old): entry for entry in after.entries if (old := pairs.get(id(entry))) is not None}
    for old in before.chosen:
        now = partner.get(id(old)) if id(old) in taken else None
        if now is None or now.granted is None:
            found["dropped"].append(ProjectDifference("dropped", old, now))
    return [difference for kind in KINDS for difference in found[kind]]


def _pairs(before: Sequence[ListedProject], after: Sequence[ListedProject]) -> dict[int, ListedProject]:
    """Entry of the earlier list by identity of the entry of the later one."""
    pairs: dict[int, ListedProject] = {}
    free = {id(entry): entry for entry in before}
    for key in (_place_and_name, _name):
        old, new = _unique(free.values(), key), _unique((e for e in after if id(e) not in pairs), key)
        for text, entry in new.items():
            if text in old:
                pairs[id(entry)] = old[text]
                del free[id(old[text])]
    by_id = {entry.id: entry for entry in free.values()}
    for entry in after:
        known = by_id.get(entry.id)
        if id(entry) not in pairs and known is not None and _alike(known.name, entry.name):
            pairs[id(entry)] = by_id.pop(entry.id)
    return pairs


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _place_and_name(entry: ListedProject) -> str:
    return f"{_plain(entry.name)}|{_plain(entry.district)}" if entry.name else ""


def _name(entry: ListedProject) -> str:
    return _plain(entry.name)


def _unique(entries: Iterable[ListedProject], key: Callable[[ListedProject], str]) -> Mapping[str, ListedProject]:
    """Entries whose key no other has."""
    found: dict[str, ListedProject | None] = {}
    for entry in entries:
        text = key(entry)
        if text:
            found[text] = None if text in found else entry
    return {text: entry for text, entry in found.items() if entry is not None}


def _alike(one: str, other: str) -> bool:
    return not one or not other or SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= LIKE
