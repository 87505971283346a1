"""What real releases say of a market: bidders, prices, durations, methods, re-awards, each with an interval.

A release is a process as it stood on a day; several of one process are merged, later over earlier. Nothing is guessed:
a process counts for a quantity only where it says it (a price for which no estimate is given does not).

References
----------
Open Contracting Partnership (2020). Open Contracting Data Standard 1.1.5.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, stdev
from typing import Any

from scipy import stats

from gpss_sim.files import read_json, refuse
from gpss_sim.numbers import NumberError, read_whole
from gpss_sim.ocds.merging import instant, merged

LEVEL = 0.95
FARTHEST = 10.0
"""Largest factor between price and estimate: beyond it one of the two is wrong, and the ratio is not counted."""
MOST = 10_000
"""Most bidders of a tender that are believed."""
PROCEDURES = ("open", "selective", "limited", "direct")


@dataclass(frozen=True, slots=True)
class AwardSeen:
    """What one award says.

    Parameters
    ----------
    buyer, supplier, subject : str
        Ids as published; `subject` groups what is bought again (category and unit of the buyer).
    procedure : str
        Code of the standard; empty where none is given.
    bidders : int or None
    ratio : float or None
        Price over estimate.
    days : float or None
        From the start of the tender to the award.
    date : str
    """

    buyer: str
    supplier: str
    subject: str
    procedure: str
    bidders: int | None
    ratio: float | None
    days: float | None
    date: str


@dataclass(frozen=True, slots=True)
class CalibratedValue:
    """A quantity with an interval.

    Parameters
    ----------
    name : str
    group : str
        Procedure, or number of bidders; empty for all.
    value, low, high : float
    number : int
        Awards it rests on.
    unit : str
    """

    name: str
    group: str
    value: float
    low: float
    high: float
    number: int
    unit: str


def read_releases(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Releases of release packages, record packages, single releases and lists of them; one a process, merged.

    Raises
    ------
    InputError
        If a file is no JSON or holds no release.
    """
    known: dict[str, list[dict[str, Any]]] = {}
    for path in paths:
        found = list(_releases(read_json(path)))
        if not found:
            raise refuse(str(path), "ocds.no_release")
        for release in found:
            known.setdefault(str(release["ocid"]), []).append(release)
    return [merged(releases) for releases in known.values()]


def _releases(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for entry in content:
            yield from _releases(entry)
    elif isinstance(content, dict):
        if isinstance(content.get("releases"), list) and "ocid" not in content:
            yield from _releases(content["releases"])
        elif isinstance(content.get("records"), list):
            yield from _releases([_of_record(record) for record in content["records"]])
        elif isinstance(content.get("ocid"), str):
            yield content


def _of_record(record: Any) -> Any:
    """What a record comes to; its releases where it is not compiled."""
    return record.get("compiledRelease") or record.get("releases") if isinstance(record, dict) else None


def awards_of(releases: Iterable[dict[str, Any]]) -> list[AwardSeen]:
    """Every active award, with what its process says of it."""
    return [award for release in releases for award in _awards(release)]


def _awards(release: dict[str, Any]) -> Iterator[AwardSeen]:
    tender = _table(release.get("tender"))
    buyer = str(_table(release.get("buyer")).get("id", ""))
    procedure = str(tender.get("procurementMethod", ""))
    awards = [_table(award) for award in _list(release.get("awards"))]
    active = [award for award in awards if award.get("status", "active") == "active"]
    for award in active:
        suppliers = _list(award.get("suppliers"))
        days = _days(_table(tender.get("tenderPeriod")).get("startDate"), award.get("date"))
        yield AwardSeen(
            buyer,
            str(_table(suppliers[0]).get("id", "")) if suppliers else "",
            _subject(tender, award),
            procedure if procedure in PROCEDURES else "",
            _bidders(release, tender),
            _ratio(award, tender) if len(active) == 1 else None,
            days,
            str(award.get("date", "")),
        )


def _bidders(release: dict[str, Any], tender: dict[str, Any]) -> int | None:
    """Number of those who offered, as told of the tender or in statistics of bids; else as many as are named."""
    measures = {str(each.get("measure")): each.get("value") for each in map(_table, _list(_statistics(release)))}
    for told in (tender.get("numberOfTenderers"), measures.get("bidders"), measures.get("bids")):
        with suppress(NumberError):
            return read_whole(told, 1, MOST)
    named = len(_list(tender.get("tenderers"))) or len(_list(_table(release.get("bids")).get("details")))
    return named or None


def _statistics(release: dict[str, Any]) -> Any:
    return _table(release.get("bids")).get("statistics")


def _ratio(award: dict[str, Any], tender: dict[str, Any]) -> float | None:
    """Price over estimate, in one currency; of several awards of one tender none is known."""
    price, estimate = _table(award.get("value")), _table(tender.get("value"))
    amounts: tuple[Any, Any] = price.get("amount"), estimate.get("amount")
    if price.get("currency") != estimate.get("currency") or not all(_positive(amount) for amount in amounts):
        return None
    return price_over(float(amounts[0]), float(amounts[1]))


def price_over(price: float, estimate: float) -> float | None:
    """Price over estimate; None where they are so far apart that one of them cannot be right.

    >>> price_over(90.0, 100.0), price_over(2400.0, 100.0)
    (0.9, None)
    """
    ratio = price / estimate
    return ratio if 1 / FARTHEST <= ratio <= FARTHEST else None


def _positive(amount: Any) -> bool:
    return isinstance(amount, int | float) and not isinstance(amount, bool) and 0 < amount < math.inf


def _subject(tender: dict[str, Any], award: dict[str, Any]) -> str:
    items = _list(award.get("items")) or _list(tender.get("items"))
    first = _table(_table(items[0]).get("classification")) if items else {}
    return str(first.get("id") or tender.get("title") or "")


def _days(start: Any, end: Any) -> float | None:
    first, last = instant(start), instant(end)
    if first is None or last is None:
        return None
    days = (last - first).total_seconds() / 86_400
    return days if days >= 0 else None


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def estimates(awards: Sequence[AwardSeen]) -> list[CalibratedValue]:
    """Every quantity that the awards tell."""
    found = [*_shares("method", [award.procedure for award in awards if award.procedure])]
    for group, some in [("", awards), *_by_procedure(awards)]:
        found += _mean("bidders", group, [a.bidders for a in some if a.bidders is not None], "bidders")
        found += _median("days", group, [a.days for a in some if a.days is not None], "days")
        found += _mean("price_ratio", group, [a.ratio for a in some if a.ratio is not None], "share of estimate")
    for number in sorted({award.bidders for award in awards if award.bidders is not None}):
        ratios = [a.ratio for a in awards if a.bidders == number and a.ratio is not None]
        found += _mean("price_ratio", f"{number} bidders", ratios, "share of estimate")
    again = list(_reawards(awards))
    return found + (_proportion("reaward", "", sum(again), len(again)) if again else [])


def _by_procedure(awards: Sequence[AwardSeen]) -> Iterator[tuple[str, list[AwardSeen]]]:
    for procedure in PROCEDURES:
        some = [award for award in awards if award.procedure == procedure]
        if some:
            yield procedure, some


def _reawards(awards: Sequence[AwardSeen]) -> Iterator[bool]:
    """For every award after the first of one buyer and subject: whether the supplier is the one before."""
    before: dict[tuple[str, str], str] = {}
    dated = [(day, award) for award in awards if (day := instant(award.date)) is not None]
    for _, award in sorted(dated, key=lambda each: each[0]):
        if not (award.buyer and award.subject and award.supplier):
            continue
        place = award.buyer, award.subject
        if place in before:
            yield before[place] == award.supplier
        before[place] = award.supplier


def _shares(name: str, values: Sequence[str]) -> Iterator[CalibratedValue]:
    for value, number in sorted(Counter(values).items()):
        yield from _proportion(name, value, number, len(values))


def _proportion(name: str, group: str, number: int, of: int) -> list[CalibratedValue]:
    """A share with Wilson's interval."""
    interval = stats.binomtest(number, of).proportion_ci(LEVEL, "wilson")
    return [CalibratedValue(name, group, number / of, float(interval.low), float(interval.high), of, "share")]


def _mean(name: str, group: str, values: Sequence[float], unit: str) -> list[CalibratedValue]:
    """A mean with Student's interval; of one value none is known."""
    if not values:
        return []
    mean, half = fmean(values), math.nan
    if len(values) > 1:
        half = float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1)) * stdev(values) / math.sqrt(len(values))
    return [CalibratedValue(name, group, mean, mean - half, mean + half, len(values), unit)]


def _median(name: str, group: str, values: Sequence[float], unit: str) -> list[CalibratedValue]:
    """A median with the interval of its order statistics (exact binomial; of fewer than six values none is known)."""
    if not values:
        return []
    ordered, number = sorted(values), len(values)
    place = int(stats.binom.ppf((1 - LEVEL) / 2, number, 0.5))
    known = place >= 1 or number > 5
    low, high = (
        (ordered[max(place - 1, 0)], ordered[min(number - place, number - 1)]) if known else (math.nan, math.nan)
    )
    return [CalibratedValue(name, group, median(ordered), low, high, number, unit)]
