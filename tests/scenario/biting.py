"""What a test does, read from its text: whether it is there, runs a city and asserts something."""

from __future__ import annotations

import ast
from functools import cache
from typing import NamedTuple

from tests.layers import ROOT

RUNS = ("gpss_sim.simulate", "run")
"""Where the function comes from that runs a city."""


class Place(NamedTuple):
    """A function of a file, its path from the root of the project."""

    file: str
    function: str


def place_of(test: str) -> Place:
    """A test as pytest names it: ``tests/rules/test_B5.py::test_R41_what_is_bought``."""
    file, _, function = test.partition("::")
    return Place(file, function)


def exists(place: Place) -> bool:
    """Whether the file is there and has the function, outside any class."""
    return (ROOT / place.file).is_file() and place.function in _functions(place.file)


def runs_a_city(place: Place) -> bool:
    """Whether it calls :func:`gpss_sim.simulate.run`, by itself or through fixtures and helpers of the tests."""
    return any(_imports(each.file).get(name) == RUNS for each in _reached(place) for name in _names(each))


def asserts(place: Place) -> bool:
    """Whether something is asserted in it or in a helper that it calls."""
    return any(isinstance(node, ast.Assert) for each in _reached(place) for node in ast.walk(_function(each)))


def _reached(start: Place) -> list[Place]:
    """The function and all functions of the tests that it names, directly or not."""
    found, waiting = [], [start]
    while waiting:
        place = waiting.pop()
        if place in found or not exists(place):
            continue
        found.append(place)
        imports = _imports(place.file)
        for name in sorted(_names(place)):
            module, original = imports.get(name, ("", name))
            file = module.replace(".", "/") + ".py" if module else place.file
            if not module or module.startswith("tests."):
                waiting.append(Place(file, original))
    return found


def _names(place: Place) -> set[str]:
    """Names that a function uses, its parameters among them: fixtures go by their name."""
    function = _function(place)
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return used | {argument.arg for argument in function.args.args}


def _function(place: Place) -> ast.FunctionDef:
    return _functions(place.file)[place.function]


@cache
def _functions(file: str) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in _tree(file).body if isinstance(node, ast.FunctionDef)}


@cache
def _imports(file: str) -> dict[str, tuple[str, str]]:
    """Module and name there of what a file imports, by its name here."""
    lines = [node for node in _tree(file).body if isinstance(node, ast.ImportFrom) and node.module]
    return {each.asname or each.name: (str(line.module), each.name) for line in lines for each in line.names}


@cache
def _tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text("utf-8"))
