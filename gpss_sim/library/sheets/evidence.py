"""What stands under a heading, and how far it bears out what the heading says."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from gpss_sim.library.sheets.amount_texts import money_text, source_shares
from gpss_sim.library.sheets.grid import SheetCell
from gpss_sim.library.sheets.header import is_amount
from gpss_sim.library.sheets.urgency import is_urgency
from gpss_sim.library.sheets.vocabulary import is_empty, money_units, plain, words

KNOWN = 0.9
"""Confidence from which a heading is known word by word."""
DOUBTED = 0.62
"""Confidence left to such a heading when its cells say otherwise."""
NEEDED = frozenset(("name", "cost", "urgency", "beneficiaries", "benefit"))
AMOUNTS = frozenset(("cost", "beneficiaries", "benefit", "posts", "min_posts"))
TEXTS = frozenset(("name", "domain", "group", "agency", "sources"))
_PEOPLE = re.compile(r"^[\u4e00-\u9fff≥]{0,12}\d[\d,]*(?:[余多])?(?:万?人次?|户|名)(?:[、,，;；/]|$)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Kinds of what stands under a heading, as shares of what is not empty.

    Parameters
    ----------
    filled : int
        Cells that are not empty.
    numeric, urgent, forms, truths, shares, people, priced : float
        Shares of amounts, of words or numbers for urgency, of funding forms, of yes and no, of sources with what
        each pays, of texts with a number of people, of amounts with their own unit of money.
    distinct : int
        Different texts.
    """

    filled: int
    numeric: float
    urgent: float
    forms: float
    truths: float
    shares: float
    people: float
    priced: float
    distinct: int

    @property
    def amounts(self) -> bool:
        """Whether it holds numbers, or nothing."""
        return self.numeric >= 0.5 or not self.filled

    @property
    def money(self) -> bool:
        """Whether it holds amounts, each alone or by source."""
        return self.numeric + self.shares >= 0.5


def evidence(cells: Iterable[SheetCell], classes: Container[str] = ()) -> Evidence:
    """Look at the cells under a heading; `classes` are the words that the user said to be classes of urgency."""
    filled = [cell for cell in cells if cell.formula or not is_empty(cell.text)]
    count = max(1, len(filled))
    forms = {plain(word) for kinds in words()["forms"].values() for word in kinds}
    truths = {plain(word) for kinds in words()["truth"].values() for word in kinds}
    return Evidence(
        len(filled),
        sum(is_amount(cell) or _is_people(cell) for cell in filled) / count,
        sum(is_urgency(cell.text) or plain(cell.text) in classes for cell in filled) / count,
        sum(plain(cell.text) in forms for cell in filled) / count,
        sum(plain(cell.text) in truths for cell in filled) / count,
        sum(cell.number is None and bool(source_shares(cell.text)) for cell in filled) / count,
        sum(_is_people(cell) for cell in filled) / count,
        sum(_is_priced(cell) for cell in filled) / count,
        len({plain(cell.text) for cell in filled}),
    )


def _is_people(cell: SheetCell) -> bool:
    """Whether a text names a number of people: 社区老年人320人, 320人次."""
    return cell.number is None and bool(_PEOPLE.search(plain(cell.text)))


def _is_priced(cell: SheetCell) -> bool:
    """Whether an amount stands with its unit of money: 36万元."""
    found = money_text(cell.text) if cell.number is None else None
    return bool(cell.unit in money_units() if cell.number is not None else found and found.unit)


def weighed(found: Mapping[str, float], seen: Evidence) -> dict[str, float]:
    """Confidence by field, less where the cells say otherwise.

    A heading known word by word stays usable for what a decision needs, so that its cells are told as faults
    and not passed over.
    """
    weights = {name: round(confidence * _borne_out(name, seen), 3) for name, confidence in found.items()}
    sure = {name for name, confidence in found.items() if confidence >= KNOWN and name in NEEDED}
    if sure and any(weights[name] < DOUBTED for name in sure):
        weights = {name: max(weight, DOUBTED) if name in sure else weight * DOUBTED for name, weight in weights.items()}
    return weights


def _borne_out(name: str, seen: Evidence) -> float:
    if not seen.filled:
        return 0.9
    if name == "cost":
        return 1.0 if seen.money else 0.5
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
