"""Columns of a table → fields of a library, each with its confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gpss_sim.library.sheets.evidence import KNOWN, Evidence, weighed
from gpss_sim.library.sheets.header import Header, is_total_heading, merged_likeness
from gpss_sim.library.sheets.labels import label
from gpss_sim.library.sheets.likeness import LEAST
from gpss_sim.library.sheets.money_columns import money_columns
from gpss_sim.library.sheets.use import Use, Wish
from gpss_sim.library.sheets.vocabulary import money_units, plain, words

BY_CELLS = 0.65
"""Confidence of a column known by its cells and not by its heading: the user is asked."""
PARTS = "beneficiaries"
"""The field whose columns may be added up beside money: 男, 女 under 受益人数."""


def map_columns(
    header: Header,
    seen: Sequence[Evidence],
    wishes: Mapping[str, Wish],
    first_year: int | None = None,
    *,
    marks: Sequence[str] = (),
    without: Sequence[str] = (),
) -> tuple[Use, ...]:
    """What each column is used for.

    Parameters
    ----------
    header : Header
    seen : sequence of Evidence
        What stands under each heading.
    wishes : mapping of str to Wish
        By heading, as it is compared, or by letter of the column.
    first_year : int, optional
        Year that the title names: a column of an earlier one is no cost, and 第一年 is this one.
    marks : sequence of str, optional
        What people call each column, where that is not its letter.
    without : sequence of str, optional
        Fields that no column is used for.
    """
    uses = [replace(_bare_use(k, header), mark=marks[k] if marks else "") for k in range(len(header.columns))]
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
    taken = {use.field for use in uses if use.given and use.field} | {*without}
    money = money_columns(header, seen, scores, uses, first_year, given="cost" in taken)
    for k, use in money.items():
        uses[k] = use
    if money:
        taken.add("cost")
    free = {k: {n: c for n, c in found.items() if n != "cost"} for k, found in scores.items() if k not in money}
    for k, name, confidence, rival in _assign(free, taken, uses):
        uses[k] = replace(uses[k], field=name, confidence=confidence, rival=rival)
    _finer_districts(seen, scores, uses, wished)
    for name, found in _by_cells(header, seen, uses, wished).items():
        if (
            len(found) == 1
            and name not in without
            and not any(use.field in (name, *_INSTEAD.get(name, ())) for use in uses)
        ):
            uses[found[0]] = replace(uses[found[0]], field=name, confidence=BY_CELLS)
    return tuple(_with_parts(header, seen, uses, wished))


_INSTEAD = {"beneficiaries": ("benefit",)}
_VAGUE = ("", "domain", "group", "sources")


def _by_cells(
    header: Header, seen: Sequence[Evidence], uses: Sequence[Use], wished: Mapping[int, Wish]
) -> dict[str, list[int]]:
    """Columns that are unused or vaguely a kind, by what all or most of their cells are."""
    free = [
        k for k, use in enumerate(uses)
        if use.field in _VAGUE and k not in wished and header.columns[k] and seen[k].filled > 1
    ]  # fmt: skip
    unknown = [k for k in free if uses[k].confidence < KNOWN and uses[k].field != "sources"]
    return {
        "urgency": [k for k in unknown if seen[k].urgent == 1 and seen[k].numeric < 0.5],
        "cost": [k for k in free if seen[k].shares >= 0.5 or (seen[k].priced >= 0.5 and k in unknown)],
        "beneficiaries": [k for k in unknown if seen[k].people >= 0.5],
    }


def _finer_districts(
    seen: Sequence[Evidence], scores: Mapping[int, Mapping[str, float]], uses: list[Use], wished: Mapping[int, Wish]
) -> None:
    """Take 街道 for the district where the column 区 says the same in every row."""
    for k, use in enumerate(uses):
        if use.field != "district" or k in wished or seen[k].distinct > 1 or seen[k].filled < 3:
            continue
        finer = [
            j for j, found in scores.items()
            if "district" in found and found["district"] >= LEAST and not uses[j].field and seen[j].distinct > 1
        ]  # fmt: skip
        if finer:
            best = max(finer, key=lambda j: (scores[j]["district"], -j))
            uses[best] = replace(uses[best], field="district", confidence=scores[best]["district"])
            uses[k] = replace(use, field="", confidence=0.0, rival="")


def _bare_use(column: int, header: Header) -> Use:
    labels = [label(part) for part in header.columns[column]]
    return Use(
        column,
        header.heading(column),
        unit=next((each.unit for each in reversed(labels) if each.unit), "") or _unit_alone(labels),
        count=next((each.people for each in reversed(labels) if each.people), ""),
    )


def _unit_alone(labels: Sequence[object]) -> str:
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
        running = name == "id" and is_running(uses[k].heading)
        chosen.append((k, name, -minus, "" if running or not rivals else rivals[0]))
        used.add(k)
        taken.add(name)
    return chosen


def _best(found: Mapping[str, float]) -> str:
    return max(found, key=lambda name: (found[name], name))


def is_running(heading: str) -> bool:
    """Whether a heading is that of the number of the row, which is no code of the project."""
    return plain(heading) in {plain(word) for word in words()["running"]["headings"]}


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
