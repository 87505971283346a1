"""What stands under a heading, and how far it bears out what the heading says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.header import is_amount
from gpss_sim.library.sheets.urgency import is_urgency
from gpss_sim.library.sheets.vocabulary import is_empty, plain, words

KNOWN = 0.9
"""Confidence from which a heading is known word by word."""
DOUBTED = 0.62
"""Confidence left to such a heading when its cells say otherwise."""
NEEDED = frozenset(("name", "cost", "urgency", "beneficiaries", "benefit"))
AMOUNTS = frozenset(("cost", "beneficiaries", "benefit", "posts", "min_posts"))
TEXTS = frozenset(("name", "domain", "group", "agency", "sources"))
_PEOPLE = re.compile(r"^[\u4e00-\u9fff]{2,12}\d[\d,]*(?:万?人次?|户|名)(?:[、,，;；]|$)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Kinds of what stands under a heading, as shares of what is not empty.

    Parameters
    ----------
    filled : int
        Cells that are not empty.
    numeric, urgent, forms, truths : float
        Shares of amounts, of words or numbers for urgency, of funding forms, of yes and no.
    """

    filled: int
    numeric: float
    urgent: float
    forms: float
    truths: float

    @property
    def amounts(self) -> bool:
        """Whether it holds numbers, or nothing."""
        return self.numeric >= 0.5 or not self.filled


def evidence(cells: Iterable[SheetCell]) -> Evidence:
    """Look at the cells under a heading."""
    filled = [cell for cell in cells if cell.formula or not is_empty(cell.text)]
    count = max(1, len(filled))
    forms = {plain(word) for kinds in words()["forms"].values() for word in kinds}
    truths = {plain(word) for kinds in words()["truth"].values() for word in kinds}
    return Evidence(
        len(filled),
        sum(is_amount(cell) or bool(_PEOPLE.search(plain(cell.text))) for cell in filled) / count,
        sum(is_urgency(cell.text) for cell in filled) / count,
        sum(plain(cell.text) in forms for cell in filled) / count,
        sum(plain(cell.text) in truths for cell in filled) / count,
    )


def weighed(found: Mapping[str, float], seen: Evidence) -> dict[str, float]:
    """Confidence by field, less where the cells say otherwise.

    A heading known word by word stays usable for what a decision needs, so that its cells are told as faults
    and not passed over.
    """
    weights = {name: round(confidence * _borne_out(name, seen), 3) for name, confidence in found.items()}
    sure = {name for name, confidence in found.items() if confidence >= KNOWN and name in NEEDED}
    return {name: max(weight, DOUBTED) if name in sure else weight for name, weight in weights.items()}


def _borne_out(name: str, seen: Evidence) -> float:
    if not seen.filled:
        return 0.9
    if name in AMOUNTS:
        return 1.0 if seen.numeric >= 0.5 else 0.5
    if name in TEXTS:
        return 1.0 if seen.numeric < 0.5 else 0.5
    if name == "urgency":
        return 1.0 if seen.urgent >= 0.5 or seen.numeric >= 0.5 else 0.7
    if name == "form":
        return 1.0 if seen.forms >= 0.5 else 0.3
    if name == "mandatory":
        return 1.0 if seen.truths >= 0.5 else 0.5
    return 1.0
