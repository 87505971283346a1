"""Small changes of the source, one at a time: what a slip of the pen could make of each expression.

Left alone are docstrings, annotations, decorators, messages of errors, classes that only declare (protocols), and what
only checks: assertions, and whether ``zip`` is strict.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

PACKAGE = "gpss_sim"
ROOMS = ("market", "metrics", "allocation")

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLS = {"min": "max", "max": "min", "floor": "ceil", "any": "all", "all": "any", "minimum": "maximum"}

Change = Callable[[Any], ast.AST]
"""Makes of a copy of a node what stands in its place."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the function it is in, the words before and after, the line, its place among all."""

    file: str
    function: str
    before: str
    after: str
    line: int
    place: int

    @property
    def name(self) -> str:
        """What it is, whatever stands on which line."""
        return f"{self.file} {self.function}: {self.before} → {self.after}"


def module_of(file: str) -> str:
    """Dotted name of a file below the package; of an ``__init__.py`` that of its folder."""
    parts = Path(file).with_suffix("").parts
    return ".".join([PACKAGE, *(parts[:-1] if parts[-1] == "__init__" else parts)])


def mutants_in(text: str, file: str) -> list[Mutant]:
    """Every mutant of a source text."""
    found = []
    for place, (function, node, change) in enumerate(_changed(ast.parse(text))):
        before, after = _words(node), _words(change(copy.deepcopy(node)))
        found.append(Mutant(file, function, before, after, node.lineno, place))
    return found


def text_of(text: str, mutant: Mutant) -> str:
    """The source text with one mutant in it."""
    tree = ast.parse(text)
    _, node, change = next(islice(_changed(tree), mutant.place, None))
    exchanged = Exchange(node, change(copy.deepcopy(node))).visit(tree)
    return ast.unparse(ast.fix_missing_locations(exchanged))


class Exchange(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, node: ast.AST, changed: ast.AST) -> None:
        self._node, self._new = node, changed

    def visit(self, node: ast.AST) -> Any:
        """Return what stands at a node's place."""
        return self._new if node is self._node else self.generic_visit(node)


def _words(node: ast.AST) -> str:
    """A node as it is written; of a branch or loop its condition alone."""
    if isinstance(node, ast.If | ast.While):
        return f"{type(node).__name__.lower()} {ast.unparse(node.test)}"
    return ast.unparse(node)


def _changed(tree: ast.Module) -> Iterator[tuple[str, Any, Change]]:
    for function, node in _sites(tree):
        for change in _changes(node):
            yield function, node, change


def _sites(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Nodes that may be changed, with the qualified name of the function or class around them."""
    yield from _inside(tree.body, "")


def _inside(body: list[ast.stmt], name: str) -> Iterator[tuple[str, Any]]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            if isinstance(statement, ast.ClassDef) and any(_is_named(base, "Protocol") for base in statement.bases):
                continue
            own = f"{name}.{statement.name}" if name else statement.name
            if isinstance(statement, ast.FunctionDef):
                for default in (*statement.args.defaults, *filter(None, statement.args.kw_defaults)):
                    yield from _expressions(default, own)
            yield from _inside(statement.body, own)
        elif not isinstance(statement, ast.Import | ast.ImportFrom | ast.Raise | ast.Assert):
            yield from _statement(statement, name)


def _statement(statement: ast.stmt, name: str) -> Iterator[tuple[str, Any]]:
    """A statement, what it computes, and the statements inside it."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return  # a docstring
    if name:
        yield name, statement
    for field, value in ast.iter_fields(statement):
        if field == "annotation":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.stmt):
                yield from _inside([child], name)
            elif isinstance(child, ast.AST):
                yield from _expressions(child, name)


def _expressions(node: ast.AST, name: str) -> Iterator[tuple[str, Any]]:
    checks = {each.value for each in ast.walk(node) if isinstance(each, ast.keyword) and each.arg == "strict"}
    for child in ast.walk(node):
        if isinstance(child, ast.expr) and child not in checks:
            yield name or "<module>", child


def _is_named(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _changes(node: Any) -> Iterator[Change]:
    """Ways to change one node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        yield _first_comparison
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS and not _is_type(node):
        yield _other_operator
    elif isinstance(node, ast.BoolOp):
        yield _other_junction
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield _without_sign
    elif isinstance(node, ast.IfExp) and not isinstance(node.test, ast.UnaryOp):
        yield _negated
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute) and _called(node) in CALLS:
        yield _other_function
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.UnaryOp):
        yield _negated
    elif _is_deed(node):
        yield _nothing


def _is_deed(node: ast.AST) -> bool:
    """A call for its effect, or a value given to an attribute."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute)


def _constants(node: ast.Constant) -> Iterator[Change]:
    if isinstance(node.value, bool):
        yield lambda n: ast.Constant(not n.value)
    elif isinstance(node.value, int | float):
        yield lambda n: ast.Constant(n.value + 1)
    elif isinstance(node.value, str) and node.value:
        yield lambda n: ast.Constant(f"{n.value}_")


def _is_type(node: ast.BinOp | ast.AugAssign) -> bool:
    """``X | None`` where a type is meant."""
    return isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value is None


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _first_comparison(node: ast.Compare) -> ast.AST:
    node.ops[0] = COMPARISONS[type(node.ops[0])]()
    return node


def _other_operator(node: ast.BinOp) -> ast.AST:
    node.op = OPERATORS[type(node.op)]()
    return node


def _other_junction(node: ast.BoolOp) -> ast.AST:
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return node


def _without_sign(node: ast.UnaryOp) -> ast.AST:
    return node.operand


def _negated(node: ast.If) -> ast.AST:
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return node


def _other_function(node: ast.Call) -> ast.AST:
    other = CALLS[_called(node)]
    if isinstance(node.func, ast.Name):
        node.func.id = other
    else:
        node.func.attr = other  # type: ignore[attr-defined]
    return node


def _nothing(node: ast.stmt) -> ast.AST:
    return ast.Pass()
