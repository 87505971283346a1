"""The walls of the house as a table, and what a source file says about itself.

``test_layers.py`` compares the two. A name in a table covers the module and everything inside it;
the longest name that fits decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "gpss_sim"

# From the ground up. Rooms of one floor do not know each other; imports go down only.
FLOORS: tuple[tuple[str, ...], ...] = (
    (
        "gpss_sim.datapackage",
        "gpss_sim.digit_groups",
        "gpss_sim.encodings",
        "gpss_sim.errors",
        "gpss_sim.files",
        "gpss_sim.folders",
        "gpss_sim.kept",
        "gpss_sim.lazy_exports",
        "gpss_sim.i18n",
        "gpss_sim.numbers",
        "gpss_sim.money",
        "gpss_sim.fiscal",
        "gpss_sim.streams",
        "gpss_sim.plugins",
        "gpss_sim.refusals",
        "gpss_sim.registry",
        "gpss_sim.tabular",
    ),
    ("gpss_sim.library", "gpss_sim.resources", "gpss_sim.sources"),
    ("gpss_sim.market.policies", "gpss_sim.allocation"),
    ("gpss_sim.scenario",),
    ("gpss_sim.market",),
    ("gpss_sim.planner",),
    ("gpss_sim.simulate",),
    ("gpss_sim.metrics",),
    ("gpss_sim.study",),
    ("gpss_sim.planning",),
    ("gpss_sim.validation", "gpss_sim.verification"),
    ("gpss_sim.chronicle",),
    ("gpss_sim.report", "gpss_sim.odd", "gpss_sim.ocds"),
    ("gpss_sim.api",),
    ("gpss_sim.desk",),
    ("gpss_sim.cli", "gpss_sim.app"),
)
# The ground floor is one room: its modules may know each other.
GROUND = FLOORS[0]
# Inside the market, from the ground up: each floor knows those below it.
MARKET_FLOORS: tuple[tuple[str, ...], ...] = (
    ("ledger", "luck", "policies", "purposes", "record", "setting", "statuses", "usual"),
    ("recipients",),
    ("contracts",),
    ("rulebook",),
    ("treasury",),
    ("agencies",),
    ("library",),
    ("delivery",),
    ("procurement",),
    ("buyers",),
    ("city_map", "state", "tables", "world"),
)
# The whole city, and the functions that may take it.
WHOLE = ("State", "World")
SEE_EVERYTHING = frozenset(
    {"gpss_sim.market.tables.tables_of", "gpss_sim.market.world._months", "gpss_sim.market.world.check_cash"}
)
# Packages that import every module beside them, and modules that are started or asked for by themselves.
READ_WHOLE = ("gpss_sim.allocation.problem.rules.families", "gpss_sim.api", "gpss_sim.report.plots")
BY_THEMSELVES = ("gpss_sim.__main__", "gpss_sim.study.reference", "gpss_sim.validation.slack")
# Inside the allocator: rooms of one tuple do not know each other.
ALLOCATION_FLOORS = (("problem",), ("plan",), ("milp",), ("search",), ("analysis", "explain"), ("results",))

# Libraries with one home.
HOMES: dict[str, tuple[str, ...]] = {
    "click": ("gpss_sim.cli",),
    "highspy": ("gpss_sim.allocation.milp",),
    "networkx": ("gpss_sim.allocation",),
    "nicegui": ("gpss_sim.desk.page", "gpss_sim.desk.server"),
    "matplotlib": ("gpss_sim.report", "gpss_sim.api.plots"),
    "pulp": ("gpss_sim.allocation.milp",),
    "pydantic": (
        "gpss_sim.scenario",
        "gpss_sim.market.policies",
        "gpss_sim.allocation.problem.rules",
        "gpss_sim.study",
        "gpss_sim.registry",
    ),
    "numba": ("gpss_sim.market.recipients",),
    "simpy": ("gpss_sim.market",),
    "sqlite3": ("gpss_sim.study",),
    "distributed": ("gpss_sim.study.cluster",),
    "dask_jobqueue": ("gpss_sim.study.cluster",),
    "pyarrow": ("gpss_sim.tabular",),
}
# Rooms inside such a home that do without the library all the same.
EXILES: dict[str, tuple[str, ...]] = {"simpy": ("gpss_sim.market.policies",)}

# Rooms that speak to a reader; every other room makes sentences as codes with facts and knows no language.
EDGE = ("gpss_sim.i18n", "gpss_sim.report", "gpss_sim.odd", "gpss_sim.api", "gpss_sim.desk", "gpss_sim.cli")
# What of `gpss_sim.i18n` every room may use.
FACTS = (
    "Amounts", "InBoth", "Message", "Names", "RuleName", "Spoken", "Told", "human", "is_known", "listed", "shown",
)  # fmt: skip
LANGUAGE = ("lang", "language", "langs", "languages", "Language", "LANGUAGES")

# Sources of luck other than the named streams.
LUCK = ("random", "secrets", "uuid", "numpy.random")
LUCK_HOME = "gpss_sim.streams"
# Days of a year and their home.
YEARS = (365, 366, 365.25, 365.2425)
YEARS_HOME = "gpss_sim.fiscal"

# Attributes of a class; a schema (`Table`) or a row (`NamedTuple`) has as many as there are fields or columns.
ATTRIBUTES = 12
SCHEMAS = ("Table", "NamedTuple")
# Classes that have more, how many at most, and why.
LARGE: dict[str, tuple[int, str]] = {
    "Queues": (26, "the inner loop of a run reads them; a further look-up is paid for at every arrival"),
    "CompiledQueues": (18, "as the queues it stands for"),
    "Project": (17, "a public record, one field for each column of a library"),
    "Contract": (15, "the inner loop of the queues reads its places; the rest is one noun each"),
    "Understood": (15, "a public record of how one sheet was read, one field for each thing that is told of it"),
    "State": (14, "the whole city, taken apart into views where it is handed on"),
    "Use": (13, "a public record of one column of a sheet, one field for each thing that its heading or the user says"),
    "Outcome": (13, "a public record of a decision, read by field"),
}

CITIES_LATIN = """
shanghai pudong luoshan shenzhen guangzhou beijing tianjin chongqing nanjing hangzhou suzhou wuhan chengdu
dongguan foshan zhuhai xiamen ningbo qingdao xian changsha kunming jinan dalian shenyang hongkong macau taipei
"""
CITIES_CHINESE = """
上海 浦东 罗山 深圳 广州 北京 天津 重庆 南京 杭州 苏州 武汉 成都
东莞 佛山 珠海 厦门 宁波 青岛 西安 长沙 昆明 济南 大连 沈阳 香港 澳门 台北
"""


@dataclass(frozen=True)
class Import:
    """One import statement: the module meant and the line on which it stands."""

    target: str
    line: int


@dataclass(frozen=True)
class Source:
    """A module of the package, parsed."""

    module: str
    path: str
    text: str
    known: frozenset[str]

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text, self.path)

    @cached_property
    def imports(self) -> list[Import]:
        """Every import, wherever it stands, resolved to modules."""
        return [Import(target, node.lineno) for node in ast.walk(self.tree) for target in self._targets(node)]

    def _targets(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = self._absolute(node)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in self.known or inner in LUCK else base

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        is_package = self.path.endswith("__init__.py")
        parents = self.module.split(".")
        parents = parents[: len(parents) - node.level + is_package]
        return ".".join([*parents, *filter(None, [node.module])])


def module_name(path: Path, root: Path) -> str:
    """Dotted name of a source file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read(root: Path = ROOT) -> dict[str, Source]:
    """Every module of the package under `root`, by name."""
    files = {module_name(path, root): path for path in sorted((root / PACKAGE).rglob("*.py"))}
    known = frozenset(files)
    return {
        name: Source(name, path.relative_to(root).as_posix(), path.read_text("utf-8"), known)
        for name, path in files.items()
    }


def inside(module: str, rooms: Iterable[str]) -> bool:
    """Whether a module is one of the rooms or in one of them."""
    return any(module == room or module.startswith(room + ".") for room in rooms)


def room_of(module: str) -> tuple[int, str] | None:
    """Floor and room of a module; None for the package itself and the script entry."""
    fits = [(len(room), floor, room) for floor, rooms in enumerate(FLOORS) for room in rooms if inside(module, [room])]
    return max(fits)[1:] if fits else None


def circles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Every circle that a walk along `edges` meets, each written once from its first name on.

    >>> circles({"a": ["b"], "b": ["c"], "c": ["b"]})
    [['b', 'c', 'b']]
    """
    found: dict[frozenset[str], list[str]] = {}
    done: dict[str, None] = {}

    def walk(name: str, trail: list[str]) -> None:
        if name in trail:
            circle = trail[trail.index(name) :]
            found.setdefault(frozenset(circle), [*circle, name])
        elif name not in done:
            for target in edges.get(name, ()):
                walk(target, [*trail, name])
            done[name] = None

    for name in edges:
        walk(name, [])
    return list(found.values())
