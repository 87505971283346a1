"""The command line in Chinese: overview, help and usage."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from unicodedata import east_asian_width

import click

from gpss_sim.i18n import words

EXAMPLE = re.compile(r"^Example: ")
_NAME = re.compile(r"[A-Z]{2,}")
_DEFAULT = re.compile(r"\[default: ")
_DEFAULT_AGAIN = re.compile(r"\s*\[默认：[^\]]*\](?=.*\[默认：)")
"""A default told before the one of the command itself."""
_PIECE = re.compile(r"\[必填\]|[^\s\u2e80-\uffef]+[，。、；：？！）”》]*|\s|.", re.DOTALL)
_NO_START = "，。、；：？！）”》]"
LEAST = 20
"""Narrowest column of a help text."""


def localised(command: click.Command, path: str) -> click.Command:
    """A copy of a command whose help is Chinese; what has no Chinese keeps its English.

    Parameters
    ----------
    path : str
        Its name with those of the groups it belongs to: ``library export``.
    """
    mine = copy.copy(command)
    mine.help = words("help", "text", "zh").get(path, command.help)
    mine.context_class = ChineseContext
    mine.options_metavar = "[选项]"
    if mine.epilog:
        mine.epilog = EXAMPLE.sub("例：", mine.epilog).replace("; shipped names: ", "；自带的名称：")
    mine.params = [_option(param, path) for param in command.params]
    if isinstance(mine, click.Group):
        mine.subcommand_metavar = "命令 [参数]..."
        mine.commands = {name: localised(each, f"{path} {name}") for name, each in mine.commands.items()}
    return mine


def _option(param: click.Parameter, path: str) -> click.Parameter:
    if not isinstance(param, click.Option):
        argument = copy.copy(param)
        argument.metavar = _argument(param)
        return argument
    mine = copy.copy(param)
    known = words("help", "option", "zh")
    mine.help = next((known[key] for name in param.opts for key in (f"{path} {name}", name) if key in known), mine.help)
    if not param.is_flag and not isinstance(param.type, click.Choice):
        name = param.metavar or param.type.name.upper()
        mine.metavar = words("help", "metavar", "zh").get(name, param.metavar)
    return mine


def _argument(param: click.Parameter) -> str | None:
    """Chinese for what stands in the place of an argument: [LIBRARY], PART..."""
    if isinstance(param.type, click.Choice):
        return param.metavar
    known = words("help", "metavar", "zh")
    shown = param.metavar or (param.name or "").upper()
    return _NAME.sub(lambda found: known.get(found[0], found[0]), shown)


class ChineseFormatter(click.HelpFormatter):
    """Writes help in Chinese, lines broken by the columns that characters take."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line."""
        self.write(f"用法：{prog} {args}\n")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        told = {"Options": "选项", "Commands": "命令"}.get(heading, heading)
        self.write(f"{'':>{self.current_indent}}{told}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        room = max(self.width - self.current_indent, LEAST)
        for paragraph in re.split(r"\n\s*\n", text.strip()):
            for line in wrapped(" ".join(paragraph.split()), room):
                self.write(f"{'':>{self.current_indent}}{line}\n")
            self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what they mean in two columns."""
        known, rows = words("help", "option", "zh"), list(rows)
        first = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - first, LEAST)
        for name, text in rows:
            text = {
                "Show this message and exit.": known["--help"],
                "Show the version and exit.": known["--version"],
            }.get(text, text)
            text = _DEFAULT.sub("[默认：", text).replace("required]", "必填]")
            text = _DEFAULT_AGAIN.sub("", text)
            lines = wrapped(" ".join(text.split()), room) or [""]
            start = f"{'':>{self.current_indent}}{name}"
            gap = first + self.current_indent - columns(start)
            if gap < col_spacing:
                self.write(f"{start}\n")
                start, gap = "", first + self.current_indent
            self.write(f"{start}{' ' * gap}{lines[0]}\n")
            for line in lines[1:]:
                self.write(f"{' ' * (first + self.current_indent)}{line}\n")


class ChineseContext(click.Context):
    """A context whose help is Chinese."""

    formatter_class = ChineseFormatter


def columns(text: str) -> int:
    """Columns of a terminal that a text takes.

    >>> columns("ab"), columns("预算")
    (2, 4)
    """
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; Chinese may be broken anywhere but before a stop.

    >>> wrapped("预算内选择项目。", 14)
    ['预算内选择项', '目。']
    """
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if columns(line) + columns(piece) > width and line.strip():
            last = ""
            if piece in _NO_START:
                line, last = line[:-1], line[-1]
            lines.append(line.rstrip())
            line = last
        line += piece if line or not piece.isspace() else ""
    return [*lines, line.rstrip()] if line.strip() else lines
