"""Columns of money: one amount, one a year, one a source, or one a source and year; and their sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gpss_sim.library.sheets.evidence import Evidence
from gpss_sim.library.sheets.header import Header, is_total_heading, merged_likeness
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.likeness import LEAST, is_forbidden, source_of
from gpss_sim.library.sheets.use import Use
from gpss_sim.library.sheets.vocabulary import own_headings, plain, words

COMPONENT = 0.7
"""Confidence of a part of the cost: less than that of any sum."""
BY_UNIT = 0.68
"""Confidence of a column of numbers that is known as money by the unit in its heading only: the user is asked."""
KNOWN_SUM = 0.8
"""Confidence from which a column is the cost, whatever parts of it stand beside."""
_SHORT_YEAR = re.compile(r"^([2-4]\d)年度?")
_NTH_YEAR = re.compile(r"^第([一二三四五1-5])个?年度?")


def money_columns(
    header: Header,
    seen: Sequence[Evidence],
    scores: Mapping[int, Mapping[str, float]],
    uses: Sequence[Use],
    first_year: int | None = None,
    *,
    given: bool = False,
) -> dict[int, Use]:
    """Columns of the cost and of sums that check it.

    Parameters
    ----------
    header : Header
    seen : sequence of Evidence
    scores : mapping of int to mapping
        Confidence by field, by column.
    uses : sequence of Use
        Every column with its heading and units.
    first_year : int, optional
        Year that the title names.
    given : bool
        Whether the user named the column of the cost: the others are not used then.
    """
    found: dict[int, Use] = {}
    for k, scored in scores.items():
        if (use := _candidate(header.columns[k], seen[k], scored, uses[k], first_year)) is not None:
            found[k] = use
    if given:
        return {k: replace(use, field="") for k, use in found.items()}
    return _roles(_without_guesses(_without_past(found, first_year)))


def _candidate(
    parts: tuple[str, ...], seen: Evidence, scored: Mapping[str, float], use: Use, first_year: int | None
) -> Use | None:
    """One column as money; None where neither heading nor cells say so."""
    year = year_of(parts, first_year, money=seen.amounts)
    source = next((name for part in reversed(parts) if (name := source_of(part))), "") if seen.amounts else ""
    sure = scored.get("cost", 0.0)
    if any(confidence > sure for name, confidence in scored.items() if name != "cost") and not source:
        return None
    if sure < LEAST and seen.numeric >= 0.5 and is_component(parts[-1]):
        sure = COMPONENT
    if sure < LEAST and use.unit and seen.numeric >= 0.5 and not any(is_forbidden("cost", part) for part in parts):
        sure = BY_UNIT
    bare_year = year is not None and _is_bare_year(parts[-1]) and seen.amounts
    if sure < LEAST and not source and not (bare_year and _money_above(parts)):
        return None
    total = is_total_heading(parts) and len(parts) > 1
    sure = max(sure, 0.9 if source or bare_year else 0.0)
    return replace(use, field="cost", confidence=sure, year=year, source=source, total=total)


def year_of(parts: Sequence[str], first_year: int | None, *, money: bool) -> int | None:
    """Year that headings name: 2027年, FY2027; over money also 27年, and 第二年 of a first year.

    >>> year_of(["资金（万元）", "27年"], None, money=True), year_of(["第二年"], 2027, money=True)
    (2027, 2028)
    """
    for part in reversed(parts):
        if year := label(part).year:
            return year
        text = label(part).text
        if money and (short := _SHORT_YEAR.match(text)):
            return 2000 + int(short[1])
        if money and first_year and (nth := _NTH_YEAR.match(text)):
            return first_year + "一二三四五12345".index(nth[1]) % 5
    return None


def _is_bare_year(heading: str) -> bool:
    text = label(heading).text
    return not text or bool(_SHORT_YEAR.fullmatch(text) or _NTH_YEAR.fullmatch(text))


def _without_past(found: dict[int, Use], first_year: int | None) -> dict[int, Use]:
    """Without columns of years before the one of the title, where others are left."""
    now = {k: use for k, use in found.items() if use.year is None or first_year is None or use.year >= first_year}
    return now if any(not use.total for use in now.values()) else found


def _without_guesses(found: dict[int, Use]) -> dict[int, Use]:
    """Without columns known as money by their unit only, where others are known better; two or more years stay."""
    guesses = {k for k, use in found.items() if use.confidence == BY_UNIT}
    years = {found[k].year for k in guesses if found[k].year is not None}
    if len(years) > 1:
        guesses -= {k for k in guesses if found[k].year is not None}
    kept = {k: use for k, use in found.items() if k not in guesses}
    return kept if any(not use.total for use in kept.values()) else found


def with_one_unit(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    """Columns of money whose heading has no unit, with the one unit that the others of the table have."""
    units = {use.unit for use in uses if use.field == "cost" and use.unit}
    if len(units) != 1:
        return uses
    unit = units.pop()
    return tuple(replace(use, unit=unit) if use.field == "cost" and not use.unit else use for use in uses)


def _money_above(parts: tuple[str, ...]) -> bool:
    """Whether the headings above a bare year leave room for money: none, or one of money."""
    above = [part for part in parts[:-1] if label(part).text]
    return not above or any("cost" in merged_likeness((part,)) or label(part).unit for part in above)


def _roles(found: dict[int, Use]) -> dict[int, Use]:
    """Keep the columns that make up the cost, and those that check it; the others are rivals that are not used."""
    parts = {k: use for k, use in found.items() if not use.total}
    years = {use.year for use in parts.values() if use.year is not None}
    yearly = {k for k, use in parts.items() if use.year is not None}
    bare = any(_is_bare_year(found[k].heading.split(" ")[-1]) for k in yearly)
    by_source = {k for k, use in parts.items() if use.source}
    if len(years) > 1 or bare:
        inner = {k for k in yearly if found[k].source} if any(found[k].source for k in yearly) else yearly
        return _split(found, inner, keep_years=True)
    whole = {k for k in parts if k not in by_source}
    if len(by_source) > 1 or (by_source and not whole):
        return _split(found, by_source, keep_years=False)
    if not parts:
        return _split(found, set(found), keep_years=False)
    pieces = {k for k in parts if is_component(found[k].heading)}
    if len(pieces) > 1 and pieces == {k for k in whole if found[k].confidence < KNOWN_SUM}:
        if pieces == whole:
            return _split(found, pieces, keep_years=False)
        whole -= pieces
    best = min(whole, key=lambda k: (-found[k].confidence, k))
    rivals = [
        found[k].heading for k in sorted(whole) if k != best and found[best].confidence - found[k].confidence < 0.05
    ]
    kept_year = found[best].year if plain(found[best].heading) in _own_years(found[best]) else None
    chosen = replace(found[best], rival=rivals[0] if rivals else "", year=kept_year)
    rest = {k: replace(use, field="", year=None) for k, use in found.items() if k != best}
    return {best: chosen, **rest}


def is_component(heading: str) -> bool:
    """Whether a column is a part of the cost of a project: 人员经费, 活动费, 第一年."""
    text = label(heading).text
    table = words()["components"]
    return bool(_NTH_YEAR.fullmatch(text)) or any(
        text == first + last for first in table["first"] for last in table["last"]
    )


def _own_years(use: Use) -> set[str]:
    """Headings that are a year's cost by the library's own rules: ``cost_2027``, ``2027年预算``."""
    own = own_headings()
    text = label(use.heading).text
    return {plain(use.heading)} if own.get(text) == "cost" and use.year is not None else set()


def _split(found: dict[int, Use], inner: set[int], *, keep_years: bool) -> dict[int, Use]:
    """Columns that are added up, and sums beside them, which only check."""
    roles: dict[int, Use] = {}
    for k, use in found.items():
        if k in inner:
            roles[k] = use if keep_years else replace(use, year=None)
        else:
            roles[k] = replace(use, field="cost", total=True)
    return roles
