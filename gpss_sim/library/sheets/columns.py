"""Columns of a table → fields of a library, each with its confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from gpss_sim.library.sheets.evidence import KNOWN, Evidence, weighed
from gpss_sim.library.sheets.grid import letter
from gpss_sim.library.sheets.header import Header, is_total_heading, merged_likeness
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.likeness import LEAST, LIKELY, source_of
from gpss_sim.library.sheets.vocabulary import own_headings, plain, words

COMPONENT = 0.7
"""Confidence of a part of the cost: less than that of any sum."""
KNOWN_SUM = 0.8
"""Confidence from which a column is the cost, whatever parts of it stand beside."""
BY_CELLS = 0.65
"""Confidence of a column known by its cells and not by its heading: the user is asked."""
PARTS = "beneficiaries"
"""The field whose columns may be added up beside money: 男, 女 under 受益人数."""


@dataclass(frozen=True, slots=True)
class Use:
    """What one column of a table is used for.

    Parameters
    ----------
    column : int
        From 0.
    heading : str
        As the sheet has it.
    field : str
        Field of a library; empty where the column is not used.
    confidence : float
        From 0 to 1; 1 also for what the user said.
    year : int or None
    source : str
        Source of the money of this column, as the sheet calls it.
    total : bool
        A sum of other columns, used to check them only.
    unit : str
        Unit of money in the heading.
    count : str
        Unit of people or things in the heading.
    rival : str
        Field or heading that would do as well; empty without one.
    given : bool
        Whether the user said so.
    """

    column: int
    heading: str
    field: str = ""
    confidence: float = 0.0
    year: int | None = None
    source: str = ""
    total: bool = False
    unit: str = ""
    count: str = ""
    rival: str = ""
    given: bool = False

    @property
    def letter(self) -> str:
        """Letter of the column."""
        return letter(self.column)

    @property
    def doubtful(self) -> bool:
        """Whether the user should be asked."""
        return bool(self.field) and not self.given and (self.confidence < LIKELY or bool(self.rival))


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user said of a column: ``cost``, ``cost:万元``, ``urgency:reversed``, ``-`` for none."""

    field: str
    unit: str = ""


def map_columns(header: Header, seen: Sequence[Evidence], wishes: Mapping[str, Wish]) -> tuple[Use, ...]:
    """What each column is used for.

    Parameters
    ----------
    header : Header
    seen : sequence of Evidence
        What stands under each heading.
    wishes : mapping of str to Wish
        By heading, as it is compared, or by letter of the column.
    """
    uses = [_bare_use(k, header) for k in range(len(header.columns))]
    wished = {k: wish for k, use in enumerate(uses) if (wish := _wish_for(use, header.columns[k], wishes)) is not None}
    for k, wish in wished.items():
        uses[k] = replace(
            uses[k], field=wish.field.strip("-"), confidence=1.0, given=True, unit=wish.unit or uses[k].unit
        )
    scores = {
        k: weighed(merged_likeness(header.columns[k]), seen[k])
        for k in range(len(uses))
        if k not in wished and header.columns[k]
    }
    taken = {use.field for use in uses if use.given and use.field}
    money = _money(header, seen, scores, uses, "cost" in taken)
    for k, use in money.items():
        uses[k] = use
    if money:
        taken.add("cost")
    free = {k: {n: c for n, c in found.items() if n != "cost"} for k, found in scores.items() if k not in money}
    for k, name, confidence, rival in _assign(free, taken, uses):
        uses[k] = replace(uses[k], field=name, confidence=confidence, rival=rival)
    if not any(use.field == "urgency" for use in uses) and (column := _urgent_by_cells(header, seen, uses, wished)):
        uses[column] = replace(uses[column], field="urgency", confidence=BY_CELLS)
    return tuple(_with_parts(header, seen, uses, wished))


def _urgent_by_cells(header: Header, seen: Sequence[Evidence], uses: Sequence[Use], wished: Mapping[int, Wish]) -> int:
    """The one column with nothing but words for urgency, unused or vaguely a kind; 0 for none or several."""
    vague = ("", "domain", "group")
    found = [
        k for k, use in enumerate(uses)
        if use.field in vague and use.confidence < KNOWN and k not in wished and header.columns[k]
        and seen[k].filled > 1 and seen[k].urgent == 1 and seen[k].numeric < 0.5
    ]  # fmt: skip
    return found[0] if len(found) == 1 else 0


def _bare_use(column: int, header: Header) -> Use:
    labels = [label(part) for part in header.columns[column]]
    return Use(
        column,
        header.heading(column),
        unit=next((each.unit for each in reversed(labels) if each.unit), "") or _unit_alone(labels),
        count=next((each.people for each in reversed(labels) if each.people), ""),
    )


def _unit_alone(labels: Sequence[object]) -> str:
    from gpss_sim.library.sheets.vocabulary import money_units

    return next((text for each in labels if (text := getattr(each, "text", "")) in money_units()), "")


def _wish_for(use: Use, parts: tuple[str, ...], wishes: Mapping[str, Wish]) -> Wish | None:
    names = [use.heading, "".join(parts), *reversed(parts), *(label(part).text for part in reversed(parts)), use.letter]
    return next((wishes[plain(name)] for name in names if name and plain(name) in wishes), None)


def _assign(
    scores: Mapping[int, Mapping[str, float]], taken: set[str], uses: Sequence[Use]
) -> list[tuple[int, str, float, str]]:
    """One column a field, the surest first; a column that is as sure is named as a rival."""
    offers = sorted((-c, k, name) for k, found in scores.items() for name, c in found.items() if c >= LEAST)
    used: set[int] = set()
    chosen: list[tuple[int, str, float, str]] = []
    for minus, k, name in offers:
        if k in used or name in taken:
            continue
        rivals = [
            uses[j].heading
            for other, j, n in offers
            if n == name and j not in used and j != k and other - minus < 0.005 and _best(scores[j]) == name
        ]
        running = name == "id" and _is_running(uses[k].heading)
        chosen.append((k, name, -minus, "" if running or not rivals else rivals[0]))
        used.add(k)
        taken.add(name)
    return chosen


def _best(found: Mapping[str, float]) -> str:
    return max(found, key=lambda name: (found[name], name))


def _is_running(heading: str) -> bool:
    return plain(heading) in {plain(word) for word in words()["running"]["headings"]}


def _money(
    header: Header,
    seen: Sequence[Evidence],
    scores: Mapping[int, Mapping[str, float]],
    uses: Sequence[Use],
    given: bool,
) -> dict[int, Use]:
    """Columns of money: one amount, one a year, one a source, or one a source and year; and their sums."""
    found: dict[int, Use] = {}
    for k, scored in scores.items():
        parts = header.columns[k]
        year = next((each.year for each in map(label, reversed(parts)) if each.year), None)
        source = next((name for part in reversed(parts) if (name := source_of(part))), "") if seen[k].amounts else ""
        sure = scored.get("cost", 0.0)
        if any(confidence > sure for name, confidence in scored.items() if name != "cost") and not source:
            continue
        if sure < LEAST and seen[k].numeric >= 0.5 and _is_component(parts[-1]):
            sure = COMPONENT
        bare_year = year is not None and not label(parts[-1]).text and seen[k].amounts
        if sure < LEAST and not source and not (bare_year and _money_above(parts)):
            continue
        total = is_total_heading(parts) and len(parts) > 1
        sure = max(sure, 0.9 if source or bare_year else 0.0)
        found[k] = replace(uses[k], field="cost", confidence=sure, year=year, source=source, total=total)
    if given:
        return {k: replace(use, field="") for k, use in found.items()}
    return _roles(found)


def _money_above(parts: tuple[str, ...]) -> bool:
    """Whether the headings above a bare year leave room for money: none, or one of money."""
    above = [part for part in parts[:-1] if label(part).text]
    return not above or any("cost" in merged_likeness((part,)) or label(part).unit for part in above)


def _roles(found: dict[int, Use]) -> dict[int, Use]:
    """Keep the columns that make up the cost, and those that check it; the others are rivals that are not used."""
    parts = {k: use for k, use in found.items() if not use.total}
    years = {use.year for use in parts.values() if use.year is not None}
    yearly = {k for k, use in parts.items() if use.year is not None}
    bare = any(not label(found[k].heading.split(" ")[-1]).text for k in yearly)
    by_source = {k for k, use in parts.items() if use.source}
    if len(years) > 1 or bare:
        inner = {k for k in yearly if found[k].source} if any(found[k].source for k in yearly) else yearly
        return _split(found, inner, keep_years=True)
    whole = {k for k in parts if k not in by_source}
    if len(by_source) > 1 or (by_source and not whole):
        return _split(found, by_source, keep_years=False)
    if not parts:
        return _split(found, set(found), keep_years=False)
    pieces = {k for k in parts if _is_component(found[k].heading)}
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


def _is_component(heading: str) -> bool:
    """Whether a column is a part of the cost of a project: 人员经费, 活动费."""
    text = label(heading).text
    table = words()["components"]
    return any(text == first + last for first in table["first"] for last in table["last"])


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


def _with_parts(header: Header, seen: Sequence[Evidence], uses: list[Use], wished: Mapping[int, Wish]) -> list[Use]:
    """People in several columns under one heading: their sum where it stands among them, else all of them."""
    main = [use for use in uses if use.field == PARTS]
    if len(main) != 1 or len(header.columns[main[0].column]) < 2 or main[0].column in wished:
        return uses
    over = header.columns[main[0].column][0]
    family = [
        k for k, parts in enumerate(header.columns)
        if len(parts) > 1 and parts[0] == over and seen[k].amounts and uses[k].field in ("", PARTS)
    ]  # fmt: skip
    totals = [k for k in family if is_total_heading(header.columns[k])]
    for k in family:
        field = PARTS if not totals or k == totals[0] else ""
        uses[k] = replace(uses[k], field=field, confidence=main[0].confidence if field else 0.0)
    return uses
