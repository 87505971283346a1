"""Who gains and who loses: outcomes by district, group and field, where the runs kept them."""

from __future__ import annotations

from gpss_sim.i18n import human
from gpss_sim.report.board import PARTS, Board
from gpss_sim.report.headlines import in_world
from gpss_sim.report.page.outcome_sections import MARKS
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.words import Words, scale, scaled
from gpss_sim.study.compare import difference, estimate
from gpss_sim.study.findings import Finding
from gpss_sim.study.verdicts import verdict

SHOWN = ("improvement", "lost_share")


def groups(board: Board, words: Words) -> Section | None:
    """Paired differences from the baseline for every part of a breakdown, world by world.

    None where runs kept none, and of a sample, no row of which is an answer by itself.
    """
    known = {(by, metric) for by, _, _, metric in board.parts}
    asked = [(by, name) for name in SHOWN for by in PARTS if (by, name) in known]
    if not asked or board.sampled:
        return None
    tables = [_table(each, words, by, name) for by, name in asked for each in board.world_by_world()]
    return Section("who", words("page.who"), [], tables)


def _table(board: Board, words: Words, by: str, name: str) -> PageTable:
    parts = list(dict.fromkeys(part for each, part, _, metric in board.parts if (each, metric) == (by, name)))
    others = [point for point in board.points if point.name != board.origin.name]
    baseline = words.policy(board.baseline, board.plan.experiment)
    head = [words(f"part.{by}"), baseline]
    head += [words.policy(point.policy, board.plan.experiment) for point in others]
    rows: list[list[str | TableCell]] = []
    for part in parts:
        differences = [_cell(board, by, part, point.name, name, len(parts)) for point in others]
        rows.append([_name(board, words, by, part), _level(board, by, part, name), *differences])
    metric = board.metric(name)
    caption = words("page.who text", title=words.axis(metric), part=words(f"part.{by}"), level=f"{board.level:.0%}")
    return PageTable(head, rows, in_world(board, words, caption))


def _name(board: Board, words: Words, by: str, part: str) -> str:
    """Name of a district or field in Chinese where the scenario gives one; else its identifier."""
    city = board.plan.scenarios[0].city
    names = {"district": {place.id: place.name_zh for place in city.districts}}
    names["domain"] = {domain.id: domain.name_zh for domain in city.domains}
    return (words.language == "zh" and names.get(by, {}).get(part)) or part


def _level(board: Board, by: str, part: str, name: str) -> str:
    found = estimate(board.parts.get((by, part, board.origin.name, name), []), board.level)
    return human(scale(board.metric(name)) * found.mean)


def _cell(board: Board, by: str, part: str, point: str, name: str, count: int) -> TableCell:
    values = board.parts.get((by, part, point, name))
    others = board.parts.get((by, part, board.origin.name, name))
    if values is None or others is None:
        return TableCell("–")
    metric, family = board.metric(name), count * (len(board.points) - 1)
    found = difference(values, others, board.level, family)
    level = estimate(others, board.level)
    shown = verdict(Finding(name, metric.unit, point, board.origin.name, level, level, found), metric.better)
    return TableCell(human(scaled(found.estimate, scale(metric)).mean, sign=True), MARKS.get(shown, ""))
