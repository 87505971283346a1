"""Imports go down only, each library has one home, and luck, years and cities stay where they belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests import layers
from tests.layers import Source, inside, read, room_of

SOURCES = read()
Complaints = Iterator[str]


def floors_are_kept(source: Source) -> Complaints:
    """No module imports from a floor above it, nor from the room next door."""
    here = room_of(source.module)
    for item in source.imports:
        there = room_of(item.target)
        if here is None or there is None or here == there:
            continue
        same_ground = here[1] in layers.GROUND and there[1] in layers.GROUND
        if there[0] >= here[0] and not same_ground:
            yield f"line {item.line}: {here[1]} (floor {here[0]}) may not know {there[1]} (floor {there[0]})"


def names_are_told_apart(source: Source) -> Complaints:
    """No module imports two modules of one name; a package and the module it is named after are one."""
    met: dict[str, str] = {}
    for item in source.imports:
        if item.target in source.known:
            before = met.setdefault(item.target.rpartition(".")[2], item.target)
            if not inside(before, [item.target]) and not inside(item.target, [before]):
                yield f"line {item.line}: {item.target} has the name of {before}"


def market_rooms_go_one_way(source: Source) -> Complaints:
    """Inside the market: the ground floor, the rooms in their order, the world; down only."""
    here = _market_floor(source.module)
    for item in source.imports:
        there = _market_floor(item.target)
        if here and there and there[0] > here[0]:
            yield f"line {item.line}: market.{here[1]} may not know market.{there[1]}"


def _market_floor(module: str) -> tuple[int, str] | None:
    parts = module.split(".")[1:3]
    if len(parts) < 2 or parts[0] != "market":
        return None
    return next(((floor, parts[1]) for floor, rooms in enumerate(layers.MARKET_FLOORS) if parts[1] in rooms), None)


def rooms_of_the_market_see_a_part(source: Source) -> Complaints:
    """Nobody in the market takes the whole city but the world that is built and scheduled, and the tables of a run."""
    if not inside(source.module, ["gpss_sim.market"]):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and f"{source.module}.{node.name}" not in layers.SEE_EVERYTHING:
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            whole = [a.arg for a in every if a.annotation and ast.unparse(a.annotation).strip("'\"") in layers.WHOLE]
            for name in whole:
                yield f"line {node.lineno}: {node.name}({name}) takes the whole city; give it a view"


def allocation_rooms_go_one_way(source: Source) -> Complaints:
    """Inside the allocator: problem, plan, milp, search, then analysis and explain, then results; down only."""
    here = _allocation_floor(source.module)
    for item in source.imports:
        there = _allocation_floor(item.target)
        if here and there and there[1] != here[1] and there[0] >= here[0]:
            yield f"line {item.line}: allocation.{here[1]} may not know allocation.{there[1]}"


def _allocation_floor(module: str) -> tuple[int, str] | None:
    parts = module.split(".")[1:3]
    if len(parts) < 2 or parts[0] != "allocation":
        return None
    return next((floor, parts[1]) for floor, rooms in enumerate(layers.ALLOCATION_FLOORS) if parts[1] in rooms)


def libraries_stay_home(source: Source) -> Complaints:
    """A library with a home is imported nowhere else."""
    for item in source.imports:
        library = item.target.split(".")[0]
        homes = layers.HOMES.get(library, ("gpss_sim",))
        if not inside(source.module, homes) or inside(source.module, layers.EXILES.get(library, ())):
            yield f"line {item.line}: {library} belongs to {', '.join(homes)}"


def luck_comes_from_streams(source: Source) -> Complaints:
    """No random numbers but those of the named streams; no hash that differs between processes."""
    if source.module == layers.LUCK_HOME:
        return
    for item in source.imports:
        if inside(item.target, layers.LUCK):
            yield f"line {item.line}: {item.target} is for {layers.LUCK_HOME} alone"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            yield f"line {node.lineno}: {ast.unparse(node)} is for {layers.LUCK_HOME} alone"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "hash":
            yield f"line {node.lineno}: hash() differs between processes; use a digest"


def sets_are_not_walked(source: Source) -> Complaints:
    """Nothing iterates a set where it is written down: its order differs between processes."""
    for node in ast.walk(source.tree):
        walked: list[ast.expr] = []
        if isinstance(node, ast.For | ast.comprehension):
            walked = [node.iter]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"list", "tuple", "enumerate", "next", "iter"}:
            walked = node.args[:1]
        for expression in walked:
            if _is_set(expression):
                yield f"line {expression.lineno}: {ast.unparse(expression)} has no order; sort it or use a dict"


def _is_set(node: ast.expr) -> bool:
    made = isinstance(node, ast.Call) and ast.unparse(node.func) in {"set", "frozenset"}
    return made or isinstance(node, ast.Set | ast.SetComp)


def years_come_from_the_calendar(source: Source) -> Complaints:
    """Nobody but the calendar writes the days of a year."""
    if source.module == layers.YEARS_HOME:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float) and node.value in layers.YEARS:
            yield f"line {node.lineno}: {node.value} is for {layers.YEARS_HOME} alone"


def cities_are_data(source: Source) -> Complaints:
    """No city in a name or a string; a docstring or ``source=`` may cite where a number was seen."""
    prose = {id(text) for text in _citations(source.tree)}
    for node in ast.walk(source.tree):
        for word in _words(node, prose):
            for city in _cities_in(word):
                yield f"line {getattr(node, 'lineno', '?')}: '{city}' is data and belongs to scenarios/"


def _words(node: ast.AST, prose: set[int]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
        yield node.value
    for field in ("id", "attr", "name", "arg"):
        if isinstance(word := getattr(node, field, None), str):
            yield word


def _citations(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "source":
            yield node.value
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _cities_in(text: str) -> list[str]:
    words = re.split(r"[^a-z]+", text.lower())
    latin = [city for city in layers.CITIES_LATIN.split() if city in words]
    return latin + [city for city in layers.CITIES_CHINESE.split() if city in text]


def language_stays_at_the_edge(source: Source) -> Complaints:
    """Below the edge no name is a language, nothing is said in one, and nothing is imported that would."""
    if inside(source.module, layers.EDGE):
        return
    for node in ast.walk(source.tree):
        for field in ("id", "attr", "arg", "name"):
            if (word := getattr(node, field, None)) in layers.LANGUAGE:
                yield f"line {getattr(node, 'lineno', '?')}: '{word}' belongs to {', '.join(layers.EDGE)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "said":
            yield f"line {node.lineno}: a sentence is said by {', '.join(layers.EDGE)}"
        if isinstance(node, ast.ImportFrom) and node.module == "gpss_sim.i18n":
            for alias in node.names:
                if alias.name not in layers.FACTS:
                    yield f"line {node.lineno}: '{alias.name}' of gpss_sim.i18n is for the edge"


def attributes_of(node: ast.ClassDef) -> set[str]:
    """Names that a class annotates, and names of `self` that its methods assign."""
    found = {n.target.id for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)}
    for method in node.body:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
            for n in ast.walk(method):
                if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store) and ast.unparse(n.value) == "self":
                    found.add(n.attr)
    return found


def classes_are_small(source: Source) -> Complaints:
    """A class has few attributes, unless it is a schema or a row; the table of large ones says why."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and not {ast.unparse(base) for base in node.bases} & {*layers.SCHEMAS}:
            count, most = len(attributes_of(node)), layers.LARGE.get(node.name, (layers.ATTRIBUTES,))[0]
            if count > most:
                yield f"line {node.lineno}: {node.name} has {count} attributes, at most {most}; which nouns are in it?"


RULES: tuple[Callable[[Source], Complaints], ...] = (
    floors_are_kept,
    names_are_told_apart,
    market_rooms_go_one_way,
    rooms_of_the_market_see_a_part,
    allocation_rooms_go_one_way,
    libraries_stay_home,
    luck_comes_from_streams,
    sets_are_not_walked,
    years_come_from_the_calendar,
    cities_are_data,
    language_stays_at_the_edge,
    classes_are_small,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule: Callable[[Source], Complaints]) -> None:
    complaints = [f"{source.path} {text}" for source in SOURCES.values() for text in rule(source)]
    assert not complaints, f"{rule.__doc__}\n" + "\n".join(complaints)


def test_no_circles() -> None:
    edges = {
        name: sorted({item.target for item in source.imports if item.target in SOURCES} - {name})
        for name, source in SOURCES.items()
    }
    found = layers.circles(edges)
    assert not found, "imports in a circle:\n" + "\n".join(" > ".join(circle) for circle in found)


def test_every_module_of_the_market_has_a_floor() -> None:
    rooms = [room for floor in layers.MARKET_FLOORS for room in floor]
    parts = {name.split(".")[2] for name in SOURCES if name.startswith("gpss_sim.market.")}
    assert sorted(parts) == sorted(rooms)


def classes_of(sources: Iterable[Source]) -> dict[str, list[str]]:
    """Modules that define a class of each name."""
    found: dict[str, list[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(source.module)
    return found


def test_no_two_classes_have_one_name() -> None:
    sources = list(read().values())
    assert not {name: homes for name, homes in classes_of(sources).items() if len(homes) > 1}
    assert all(len(homes) == 2 for homes in classes_of([*sources, *sources]).values())


def test_large_classes_are_as_large_as_the_table_says() -> None:
    """A class that was made smaller leaves the table, or its number there falls with it."""
    counts = {
        node.name: len(attributes_of(node))
        for source in SOURCES.values()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }
    assert {name: counts.get(name) for name in layers.LARGE} == {name: n for name, (n, _) in layers.LARGE.items()}
    assert all(n > layers.ATTRIBUTES and why for n, why in layers.LARGE.values())


def test_who_sees_everything_is_there() -> None:
    """No name stays on the list when its function is gone; three are few."""
    functions = {
        f"{source.module}.{node.name}"
        for source in SOURCES.values()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert functions >= layers.SEE_EVERYTHING
    assert len(layers.SEE_EVERYTHING) <= 3


def test_every_module_has_a_floor() -> None:
    homeless = [name for name in SOURCES if room_of(name) is None]
    assert homeless == ["gpss_sim", "gpss_sim.__main__"]


def unreached(sources: Iterable[Source]) -> list[str]:
    """Modules that no other imports or names in a text: what they register is never there."""
    sources = list(sources)
    reached = {item.target for source in sources for item in source.imports if item.target != source.module}
    reached |= {name for source in sources for name in re.findall(r'"(gpss_sim\.[\w.]+)', source.text)}
    return sorted(
        source.module
        for source in sources
        if not inside(source.module, layers.READ_WHOLE) and not any(inside(name, [source.module]) for name in reached)
    )


def test_every_module_is_reached() -> None:
    """A file of indicators, policies or commands that is imported nowhere adds nothing, and nothing would say so."""
    assert unreached(SOURCES.values()) == list(layers.BY_THEMSELVES)


def test_a_module_that_nobody_reaches_is_found() -> None:
    planted = Source("gpss_sim.metrics.comfort", "gpss_sim/metrics/comfort.py", "", frozenset())
    assert {*unreached([*SOURCES.values(), planted])} - {*layers.BY_THEMSELVES} == {"gpss_sim.metrics.comfort"}


# Each rule refuses what it is there to refuse: (module, text, rule that complains).
PLANTED = [
    ("gpss_sim/money.py", "from gpss_sim.study import x", floors_are_kept),
    ("gpss_sim/allocation/search/solve.py", "from gpss_sim.market.policies import p", floors_are_kept),
    ("gpss_sim/market/policies/price.py", "import gpss_sim.allocation.problem.problem", floors_are_kept),
    ("gpss_sim/market/world.py", "from gpss_sim import metrics", floors_are_kept),
    ("gpss_sim/market/world.py", "from ..simulate import run", floors_are_kept),
    ("gpss_sim/metrics/__init__.py", "def f():\n    from gpss_sim.study import store", floors_are_kept),
    ("gpss_sim/market/ledger.py", "from gpss_sim.market.buyers.buyer import Buyer", market_rooms_go_one_way),
    ("gpss_sim/market/agencies/a.py", "import gpss_sim.market.delivery.service", market_rooms_go_one_way),
    ("gpss_sim/report/a.py", "import gpss_sim.metrics\nfrom gpss_sim.study import metrics", names_are_told_apart),
    ("gpss_sim/market/procurement/a.py", "import gpss_sim.market.world", market_rooms_go_one_way),
    ("gpss_sim/market/tables.py", "def f(city: World): pass", rooms_of_the_market_see_a_part),
    ("gpss_sim/market/delivery/a.py", "def f(*, state: 'State'): pass", rooms_of_the_market_see_a_part),
    ("gpss_sim/study/a.py", "import simpy", libraries_stay_home),
    ("gpss_sim/market/policies/price.py", "from simpy import Environment", libraries_stay_home),
    ("gpss_sim/study/a.py", "import matplotlib.pyplot as plt", libraries_stay_home),
    ("gpss_sim/report/a.py", "from pulp import LpProblem", libraries_stay_home),
    ("gpss_sim/allocation/search/solve.py", "import pydantic", libraries_stay_home),
    ("gpss_sim/allocation/search/solve.py", "import pulp", libraries_stay_home),
    ("gpss_sim/allocation/plan/a.py", "import gpss_sim.allocation.milp.program", allocation_rooms_go_one_way),
    ("gpss_sim/allocation/explain/a.py", "import gpss_sim.allocation.analysis.b", allocation_rooms_go_one_way),
    ("gpss_sim/metrics/a.py", "import random", luck_comes_from_streams),
    ("gpss_sim/metrics/a.py", "from numpy import random", luck_comes_from_streams),
    ("gpss_sim/metrics/a.py", "from numpy.random import default_rng", luck_comes_from_streams),
    ("gpss_sim/metrics/a.py", "import numpy as np\nnp.random.default_rng(1)", luck_comes_from_streams),
    ("gpss_sim/metrics/a.py", "hash('a')", luck_comes_from_streams),
    ("gpss_sim/metrics/a.py", "for x in set(y): pass", sets_are_not_walked),
    ("gpss_sim/metrics/a.py", "[x for x in {a for a in b}]", sets_are_not_walked),
    ("gpss_sim/metrics/a.py", "list({1, 2})", sets_are_not_walked),
    ("gpss_sim/metrics/a.py", "x = day // 365", years_come_from_the_calendar),
    ("gpss_sim/metrics/a.py", "x = 365.0", years_come_from_the_calendar),
    ("gpss_sim/metrics/a.py", "city = 'Shanghai'", cities_are_data),
    ("gpss_sim/metrics/a.py", "shenzhen_price = 1", cities_are_data),
    ("gpss_sim/metrics/a.py", "name = '上海市'", cities_are_data),
    ("gpss_sim/metrics/a.py", "class A:\n" + "".join(f"    x{k}: int\n" for k in range(13)), classes_are_small),
    (
        "gpss_sim/metrics/a.py",
        "class A:\n    x: int\n    def f(self):\n        " + ", ".join(f"self.x{k}" for k in range(12)) + " = y",
        classes_are_small,
    ),
]
INNOCENT = [
    ("gpss_sim/market/world.py", "from gpss_sim.market.buyers.buyer import Buyer\nimport simpy\n"),
    ("gpss_sim/money.py", "from gpss_sim.errors import Fault"),
    ("gpss_sim/market/policies/price.py", "from gpss_sim.money import yuan\nimport pydantic"),
    ("gpss_sim/streams.py", "from numpy.random import Generator"),
    ("gpss_sim/fiscal.py", "YEAR = 365"),
    ("gpss_sim/metrics/a.py", '"""Seen in Shenzhen."""\nfor x in sorted({1, 2}): pass\nb = x in {1, 2}\n'),
    ("gpss_sim/allocation/results/a.py", "import gpss_sim.allocation.explain.b\nfrom gpss_sim.library import c"),
    ("gpss_sim/scenario/a.py", "x = param(1, source='evidence 2A (Shenzhen)')"),
    ("gpss_sim/study/a.py", "from gpss_sim.i18n import Message\nx = Message('number.below', low=1)"),
    ("gpss_sim/metrics/a.py", "class A:\n" + "".join(f"    x{k}: int\n" for k in range(12))),
    ("gpss_sim/metrics/a.py", "class A(NamedTuple):\n" + "".join(f"    x{k}: int\n" for k in range(13))),
    ("gpss_sim/report/a.py", "def told(lang): return message.said(lang)"),
]


def plant(folder: Path, path: str, text: str) -> Source:
    for name in {path, "gpss_sim/metrics/__init__.py", "gpss_sim/simulate.py", "gpss_sim/study/metrics.py"}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / path).write_text(text, "utf-8")
    return next(source for source in read(folder).values() if source.path == path)


@pytest.mark.parametrize(("path", "text", "rule"), PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, path: str, text: str, rule: Callable[[Source], Complaints]) -> None:
    assert [other.__name__ for other in RULES if [*other(plant(tmp_path, path, text))]] == [rule.__name__]


@pytest.mark.parametrize(("path", "text"), INNOCENT)
def test_what_is_allowed_passes(tmp_path: Path, path: str, text: str) -> None:
    assert [complaint for rule in RULES for complaint in rule(plant(tmp_path, path, text))] == []


def test_circles_are_found_through_three_rooms() -> None:
    assert layers.circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == [["a", "b", "c", "a"]]
    assert layers.circles({"a": ["b", "c"], "b": ["c"], "c": []}) == []
