"""What the code itself declares: the purposes of its random streams and the events of its log.

Both are read from the source of the market, so that a stream or an event added anywhere is found without a list to
keep: a purpose is the text a stream is opened with, an event the text a row of the log is written with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from gpss_sim import market
from gpss_sim.chronicle.phrases import CLOSED, PHRASES

OPENERS = ("open", "uniform", "uniforms", "exponentials", "_row", "draw", "_draw")
"""Names under which a stream is opened or read; the first argument is its purpose."""
LOGGED = ("event", "Event")
"""Names under which a row of the log is written; the second argument is the event."""


def streams() -> list[str]:
    """Purposes of all named streams, in alphabetical order."""
    return sorted({text for call in _calls(OPENERS) if (text := _text(call, 0)) is not None})


def logged() -> list[str]:
    """Events that the market writes to its log, in alphabetical order."""
    return sorted({text for call in _calls(LOGGED) if (text := _text(call, 1)) is not None})


def events() -> list[str]:
    """Every event of a log, in the order of a life; `` closed`` stands for the closing of any procedure."""
    return [*PHRASES, CLOSED]


def _calls(names: tuple[str, ...]) -> Iterator[ast.Call]:
    for file in sorted(Path(market.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in names:
                yield node


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(call: ast.Call, place: int) -> str | None:
    """The text given at a place of a call; of one made up on the way, its fixed end."""
    argument = call.args[place] if len(call.args) > place else None
    if isinstance(argument, ast.JoinedStr):
        argument = argument.values[-1]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None
