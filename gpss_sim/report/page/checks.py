"""Whether the results can be trusted: the transition, the region, the assumptions."""

from __future__ import annotations

from gpss_sim.i18n import LANGUAGES, human, interval
from gpss_sim.report.board import Board
from gpss_sim.report.headlines import in_world, world_shown
from gpss_sim.report.page.table import PageTable, Section, TableCell
from gpss_sim.report.region import Target, TargetCheck, region
from gpss_sim.report.words import Words, scale, scaled, span
from gpss_sim.scenario.catalogue import field_at, plain
from gpss_sim.scenario.compare import leaves
from gpss_sim.scenario.digest import TOLD_ONLY
from gpss_sim.scenario.fields import Table as ScenarioTable
from gpss_sim.scenario.origin import Key, dotted, split
from gpss_sim.scenario.schema import Scenario

ASSUMED = "A"


def transition(board: Board, words: Words) -> Section | None:
    """The first year under each set of rules beside the window; None where the window begins with it."""
    first = next((year for year in board.years if 0 < int(year) < board.steady_from), None)
    if first is None:
        return None
    window, level = words.window(board.plan.window), f"{board.level:.0%}"
    interval = words("col.interval", level=level)
    head = [words("col.point"), words("col.year", year=first), interval, words("col.year", year=window), interval]
    tables = []
    for name in (*board.primary, *board.secondary):
        for each in board.world_by_world():
            caption = in_world(each, words, words.axis(board.metric(name)))
            tables.append(PageTable(head, _transitions(each, words, first, name), caption))
    text = words("page.transition text", first=first, window=window) + _one_row(board, words)
    return Section("transition", words("page.transition"), [text], tables, folded=True)


def _transitions(board: Board, words: Words, first: str, name: str) -> list[list[str]]:
    """One row a policy: an outcome in the first year and in the window, with intervals."""
    factor, rows = scale(board.metric(name)), []
    for point in board.points:
        row = [words.policy(point.policy, board.plan.experiment)]
        for found in (board.in_year(first, point.name, name), board.estimate(point.name, name)):
            told = scaled(found, factor)
            row += [human(told.mean), span(told.low, told.high)]
        rows.append(row)
    return rows


def _one_row(board: Board, words: Words) -> str:
    """A sentence on the row of a sample that is shown; empty elsewhere, where every world is."""
    return world_shown(board, words) if board.sampled else ""


def region_table(board: Board, words: Words) -> Section | None:
    """Targets of the region against simulated values, at every design point; None where none was measured."""
    found = {each.world: region(each) for each in board.world_by_world()}
    if not any(found.values()):
        return None
    head = [words("col.quantity"), words("col.why"), words("col.target")]
    head += [words.policy(point.policy, board.plan.experiment) for point in board.points]
    tables = []
    for each in board.world_by_world():
        rows = [_target(each, words, target, checks) for target, checks in found[each.world]]
        tables.append(PageTable(head, rows, words.world(each.world), words=3))
    held = [check for targets in found.values() for _, checks in targets for check in checks if check.applies]
    text = words("page.region text", window=words.window(board.plan.window)) + _one_row(board, words)
    count = words("page.region count", inside=sum(check.inside for check in held), all=len(held))
    return Section("region", words("page.region"), [text, count], tables)


def _target(board: Board, words: Words, target: Target, checks: list[TargetCheck]) -> list[str | TableCell]:
    metric = board.metric(target.metric)
    factor = scale(metric)
    ends = [plain(round(factor * end, 6)) for end in (target.low, target.high)]
    why = target.why[LANGUAGES.index(words.language)]
    return [
        words.axis(metric),
        why,
        interval(ends[0], ends[-1], "–"),
        *(_check(check, target, factor) for check in checks),
    ]


def _check(check: TargetCheck, target: Target, factor: float) -> TableCell:
    number = human(factor * check.value)
    if not check.applies:
        return TableCell(number, "quiet")
    if check.inside:
        return TableCell(number)
    return TableCell(f"{number} {'↓' if check.value < target.low else '↑'}", "outside")


def assumptions(board: Board, words: Words) -> Section:
    """Every value with the label A in the scenario of the first design point."""
    head = [words("col.field"), words("col.value"), words("col.unit"), words("col.sweep")]
    head += [words("col.meaning"), words("col.source")]
    rows = assumed(board.plan.scenarios[0], words)
    text = words("page.assumptions text", count=len(rows))
    return Section("assumptions", words("page.assumptions"), [text], [PageTable(head, rows, words=6)], folded=True)


def assumed(scenario: Scenario, words: Words) -> list[list[str]]:
    """Field, value, unit, swept range, meaning and source of every assumed value; rows of tables are left out."""
    sources = {split(path): text for path, text in scenario.sources.items()}
    rows = []
    for key, value in leaves(scenario).items():
        if key[0] in TOLD_ONLY or _in_list(scenario, key):
            continue
        info = field_at(key) or field_at(key[:-1])
        extra = info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}
        given = next((sources[key[:depth]] for depth in range(len(key), 0, -1) if key[:depth] in sources), None)
        label, _, source = (given or f"{extra.get('label', '')} {extra.get('source', '')}").partition(" ")
        if label == ASSUMED:
            ends = [plain(end) for end in extra.get("sweep", ())]  # type: ignore[union-attr]
            sweep = interval(ends[0], ends[-1], "–") if ends else ""
            unit, told = words.unit(str(extra.get("unit", ""))), words.meaning(key) or words.meaning(key[:-1])
            spoken = words.told(plain(value)) if isinstance(value, bool) else words.why(plain(value))
            rows.append([dotted(key), spoken, unit, sweep, told, words.source(source)])
    return rows


def _in_list(scenario: Scenario, key: Key) -> bool:
    """Whether a value stands in a list of tables: a district, a field, a template, an agency, a threshold."""
    value: object = scenario
    for part in key[:-1]:
        value = value.get(part) if isinstance(value, dict) else getattr(value, str(part), None)
        if isinstance(value, tuple) and value and isinstance(value[0], ScenarioTable):
            return True
    return False
