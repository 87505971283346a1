"""Rows, columns and sentences of the desk, from its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gpss_sim.allocation import Project
from gpss_sim.allocation.results.comparison import ListedProject, Listing, ProjectDifference, compare
from gpss_sim.desk.cells import FIELDS, cost_fields, number
from gpss_sim.desk.decide import Decision
from gpss_sim.desk.draft import Draft
from gpss_sim.desk.texts import text
from gpss_sim.i18n import Language

FIRST = ("urgency", "name", "district", "benefit")
"""Columns that are shown at once, beside status and money."""
SHOWN = ("domain",)
"""Further columns that are shown where the sheet fills them."""
NUMBERS = frozenset({"urgency", "benefit", "beneficiaries", "posts", "min_posts", "granted"})


def city(name: str, lang: Language) -> str:
    """A scenario as the desk offers it: in Chinese with the beginning of its title.

    >>> city("small_city", "zh"), city("small_city", "en")
    ('小城（small_city）', 'small_city')
    """
    from gpss_sim.scenario.document import titles

    chinese = titles(name)[1] if lang == "zh" else ""
    return f"{chinese.split('：')[0]}（{name}）" if chinese else name


def row(draft: Draft, project: Project, decision: Decision | None, lang: Language) -> dict[str, Any]:
    """A row of the grid; `id` is its key."""
    code = (
        "struck"
        if project.id in draft.struck
        else ""
        if decision is None
        else decision.listed.status.get(project.id, "")
    )
    pin = draft.pins.get(project.id, "")
    found: dict[str, Any] = {
        "id": project.id,
        "code": code,
        "status": text(lang, f"status_{code}"),
        "pin": text(lang, f"pin_{pin}") if pin else "",
        "granted": None if decision is None else _yuan(decision.listed.granted.get(project.id)),
        "urgency": project.urgency,
        "benefit": float(project.benefit),
        "beneficiaries": None if project.beneficiaries is None else float(project.beneficiaries),
        "posts": project.posts,
        "min_posts": project.min_posts,
        "mandatory": "✓" if project.mandatory else "",
    }
    found |= {name: getattr(project, name) for name in ("name", "district", "domain", "group", "form", "agency")}
    found |= {name: ";".join(getattr(project, name)) for name in ("sources", "requires", "excludes")}
    price = project.years
    for year in draft.years or (None,):
        found["cost" if year is None else f"cost_{year}"] = (
            _yuan(project.total) if year is None else _yuan(price.get(year, 0))
        )
    return found


def rows(
    draft: Draft, decision: Decision | None, lang: Language, ids: Iterable[str] | None = None
) -> list[dict[str, Any]]:
    """Rows of all projects, or of some."""
    names = draft.projects if ids is None else [name for name in ids if name in draft.projects]
    return [row(draft, draft.projects[name], decision, lang) for name in names]


def _yuan(fen: int | None) -> float | int | None:
    if fen is None:
        return None
    return fen // 100 if fen % 100 == 0 else fen / 100


def columns(draft: Draft, lang: Language, *, every: bool) -> list[dict[str, Any]]:
    """Columns of the grid."""
    filled = {name for name in FIELDS if any(getattr(p, name) for p in draft.projects.values())}
    kept = "left" if every else None
    status: dict[str, Any] = {
        "field": "status",
        "headerName": text(lang, "col_status"),
        "width": 104,
        "pinned": kept,
        "cellClassRules": {f"is-{code}": f"data.code === '{code}'" for code in ("selected", "reserve", "struck")},
    }
    pin: dict[str, Any] = {
        "field": "pin",
        "headerName": text(lang, "pin"),
        "width": 92,
        "editable": True,
        "cellEditor": "agSelectCellEditor",
        "cellEditorParams": {"values": ["", text(lang, "pin_in"), text(lang, "pin_out")]},
    }
    name = _column("name", text(lang, "col_name")) | {"pinned": kept}
    money = [_money(cost, _cost_title(cost, lang), True) for cost in cost_fields(draft.years)]
    made = [status, name, _column("urgency", text(lang, "col_urgency")), *money]
    made += [_money("granted", text(lang, "col_granted"), False), pin]
    if every:
        made.append({"field": "id", "headerName": text(lang, "col_id"), "width": 100})
    led = ("name", "urgency")
    shown = [each for each in FIELDS if every or each in FIRST or (each in SHOWN and each in filled)]
    return made + [_column(each, text(lang, f"col_{each}")) for each in shown if each not in led]


def _column(name: str, title: str) -> dict[str, Any]:
    found: dict[str, Any] = {"field": name, "headerName": title, "editable": True, "cellDataType": False}
    if name in NUMBERS:
        found |= {"type": "rightAligned", "width": 112, "filter": "agNumberColumnFilter"}
    elif name == "name":
        found |= {"minWidth": 170, "flex": 2}
    else:
        found |= {"minWidth": 104, "flex": 1}
    return found


def _money(name: str, title: str, editable: bool) -> dict[str, Any]:
    return {
        "field": name,
        "headerName": title,
        "editable": editable,
        "cellDataType": False,
        "type": "rightAligned",
        "width": 150,
        "filter": "agNumberColumnFilter",
        ":valueFormatter": "p => typeof p.value === 'number' ? p.value.toLocaleString('en') : p.value",
    }


def _cost_title(name: str, lang: Language) -> str:
    year = name.partition("_")[2]
    return text(lang, "col_cost_year", year=year) if year else text(lang, "col_cost")


def pin_of(shown: object, lang: Language) -> str:
    """The pin behind a word of the pin column."""
    return next((pin for pin in ("in", "out") if shown == text(lang, f"pin_{pin}")), "")


def amount(fen: float) -> str:
    """Yuan with thousands separated.

    >>> amount(123456700)
    '1,234,567'
    """
    whole = fen / 100
    return f"{whole:,.0f}" if whole == int(whole) else f"{whole:,.2f}"


def short(value: float) -> str:
    """A number as a cell shows it.

    >>> short(1234.56), short(0.1234), short(float("nan"))
    ('1,235', '0.123', '–')
    """
    if value != value:
        return "–"
    return (
        f"{value:,.0f}" if abs(value) >= 100 else number(round(value, 1) if abs(value) >= 10 else float(f"{value:.3g}"))
    )


def urgent_met(decision: Decision) -> str:
    """Share of the benefit of urgency 4 and 5 that the list meets."""
    pairs = [decision.benefit.by_urgency.get(urgency, (0.0, 0.0)) for urgency in (4, 5)]
    got, asked = (sum(pair[k] for pair in pairs) for k in (0, 1))
    return f"{got / asked:.0%}" if asked else "–"


def by_district(draft: Draft, decision: Decision | None) -> dict[str, tuple[int, int, int, int]]:
    """By district: asked and granted [fen], projects asked and granted."""
    found: dict[str, list[int]] = {}
    granted: Mapping[str, int] = {} if decision is None else decision.listed.granted
    for p in draft.offered:
        cell = found.setdefault(p.district, [0, 0, 0, 0])
        cell[0] += p.total
        cell[2] += 1
        if p.id in granted:
            cell[1] += granted[p.id]
            cell[3] += 1
    return {name: (a, b, c, d) for name, (a, b, c, d) in sorted(found.items())}


def listing(draft: Draft, decision: Decision, reasons: Mapping[str, str]) -> Listing:
    """A plan as it is compared with another."""
    rest = [p.id for p in draft.offered if p.id not in decision.listed.granted]
    return Listing(
        tuple(
            ListedProject(p.id, p.name, p.district, p.total, decision.listed.granted.get(p.id), reasons.get(p.id, ""))
            for p in (draft.projects[name] for name in (*decision.listed.selected, *rest) if name in draft.projects)
        )
    )


def differences(before: Listing, after: Listing) -> list[ProjectDifference]:
    """What differs between two plans."""
    return compare(before, after)


def nice(fen: int) -> int:
    """A round amount near `fen`: 1, 2 or 5 times a power of ten.

    >>> nice(34_000), nice(3)
    (20000, 2)
    """
    power = 10 ** (len(str(max(fen, 1))) - 1)
    return max(step * power for step in (1, 2, 5) if step * power <= max(fen, 1))
