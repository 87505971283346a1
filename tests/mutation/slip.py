"""A slip of the pen: a few words of one function are written otherwise while a test runs."""

from __future__ import annotations

import ast
import importlib
import inspect
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import pytest


class Slip(NamedTuple):
    """A mistake in the words of the source, and the tests that say what is right.

    `place` is ``module:qualified.name`` below ``gpss_sim``; `right` stands there once, `wrong` instead of it.
    `tests` are ``module:function`` below ``tests``.
    """

    name: str
    place: str
    right: str
    wrong: str
    tests: tuple[str, ...]

    def put_in(self, patch: pytest.MonkeyPatch) -> None:
        """Let the function run the wrong words."""
        module, _, name = self.place.partition(":")
        function = found(f"gpss_sim.{module}", name)
        patch.setattr(
            function, "__code__", code_of(wrong_text(f"gpss_sim.{module}", name, self.right, self.wrong), name)
        )


def found(module: str, name: str) -> FunctionType:
    """A function or method by its qualified name; of a property what it computes."""
    thing: Any = importlib.import_module(module)
    for part in name.split("."):
        thing = inspect.getattr_static(thing, part)
    if isinstance(thing, property):
        thing = thing.fget
    thing = getattr(thing, "__wrapped__", thing)
    assert isinstance(thing, FunctionType), f"{module}:{name} is no function"
    return thing


@cache
def wrong_text(module: str, name: str, right: str, wrong: str) -> ast.Module:
    """The module with `right` replaced by `wrong` within one function."""
    path = importlib.import_module(module).__file__
    assert path is not None
    text = Path(path).read_text("utf-8")
    node = node_of(ast.parse(text), name)
    lines = text.splitlines(keepends=True)
    body = "".join(lines[node.lineno - 1 : node.end_lineno])
    assert body.count(right) == 1, f"{module}:{name} holds {body.count(right)} times {right!r}"
    return ast.parse("".join([*lines[: node.lineno - 1], body.replace(right, wrong), *lines[node.end_lineno :]]), path)


def node_of(tree: ast.Module, name: str) -> Any:
    """The definition of a qualified name in a module."""
    node: Any = tree
    for part in name.split("."):
        kinds = (ast.FunctionDef, ast.ClassDef)
        (node,) = [
            child
            for child in ast.walk(node)
            if isinstance(child, kinds) and child.name == part and child in body_of(node)
        ]
    return node


def body_of(node: Any) -> list[Any]:
    """Statements directly inside a module, class or function."""
    return list(node.body)


def code_of(tree: ast.Module, name: str) -> CodeType:
    """What the compiler makes of a qualified name."""
    (code,) = [code for code in codes(compile(tree, "<slip>", "exec")) if code.co_qualname == name]
    return code


def codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from codes(inner)


def test_named(name: str) -> Callable[[], None]:
    """A test by ``module:function`` below ``tests``, ready to run; it may ask for a folder of its own."""
    module, _, function = name.partition(":")
    test = getattr(importlib.import_module(f"tests.{module}"), function)

    def run() -> None:
        if "tmp_path" in inspect.signature(test).parameters:
            with tempfile.TemporaryDirectory() as folder:
                test(Path(folder))
        else:
            test()

    return run
