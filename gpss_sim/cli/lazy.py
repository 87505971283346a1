"""A click group that imports a command when it is called, and ends every call in an exit code."""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import click

from gpss_sim.cli.ending import ended, language, open_streams
from gpss_sim.errors import nearest
from gpss_sim.files import ALLOW_OUTSIDE, refuse
from gpss_sim.i18n import Language, current, speak, text, words

OUTSIDE = "--allow-outside"
"""Option that may stand anywhere: scenarios may name tables outside their folder."""
DEBUG = "--debug"
"""Option that may stand anywhere: an error of the program itself shows its traceback."""
LANG_ONLY = click.Option(["--lang"], type=click.Choice(("en", "zh")), expose_value=False, help="Language of messages.")
"""Option of the group and of every command that has none of its own; :func:`~gpss_sim.cli.ending.language` reads it."""


class CommandEntry(NamedTuple):
    """Where a command lives and what the overview says of it.

    Parameters
    ----------
    target : str
        ``"module:attribute"`` of the click command.
    summary : str
        The line of ``gpss-sim --help``, kept here so that the overview imports no command.
    """

    target: str
    summary: str

    def load(self) -> click.Command:
        """Import the module and return the command."""
        module, attribute = self.target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def exists(self) -> bool:
        """Whether the module is there, without importing it."""
        return find_spec(self.target.split(":")[0]) is not None


class LazyGroup(click.Group):
    """A group over a table of commands.

    Parameters
    ----------
    table : Mapping[str, Entry]
        Commands by name, in the order of the overview.
    """

    def __init__(self, *args: object, table: Mapping[str, CommandEntry], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.table = {name: entry for name, entry in table.items() if entry.exists()}
        self.params.append(LANG_ONLY)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where the table has no such name."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        command = _speaking(entry.load())
        if current() == "zh":
            from gpss_sim.cli.chinese import localised  # only Chinese needs it

            return localised(command, cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named by the first argument.

        Raises
        ------
        click.UsageError
            For an unknown name; the message gives the nearest one.
        """
        name = args[0]
        if name not in self.table and not name.startswith("-"):
            raise click.UsageError(f"No such command '{name}'. {nearest(name, self.table)}".strip(), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview from the table alone."""
        if not self.table:
            return
        summaries = {name: entry.summary for name, entry in self.table.items()}
        if current() == "zh":
            summaries |= {name: text for name, text in words("help", "summary", "zh").items() if name in summaries}
        with formatter.section("Commands"):
            formatter.write_dl(list(summaries.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line; every error ends in a sentence and an exit code, see :mod:`gpss_sim.cli.ending`."""
        arguments = list(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(arguments, prog_name, complete_var, False, **extra)
        open_streams()
        # In a context of its own: the language and the leave to read outside the project end with the command.
        sys.exit(copy_context().run(self._ended, arguments, prog_name, complete_var, **extra))

    def _ended(self, arguments: list[str], prog_name: str | None, complete_var: str | None, **extra: Any) -> int:
        """Run a command line in its language and return its exit code."""
        lang = language(arguments, os.environ)
        speak(lang)
        ALLOW_OUTSIDE.set(OUTSIDE in arguments)
        group = self._in(lang)

        def run() -> object:
            _refuse_unreadable(arguments)
            left = [argument for argument in arguments if argument not in (DEBUG, OUTSIDE)]
            try:
                return super(LazyGroup, group).main(left, prog_name, complete_var, False, **extra)
            except _Carried as carried:
                raise carried.error from None

        return ended(run, lang, debug=DEBUG in arguments)

    def _in(self, lang: Language) -> LazyGroup:
        """The group itself, or a copy of it that speaks Chinese."""
        if lang != "zh":
            return self
        from gpss_sim.cli.chinese import localised  # only Chinese needs it

        mine = localised(self, "")
        mine.help = text("help", "overview", lang)
        assert isinstance(mine, LazyGroup)
        return mine

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options; help is written here."""
        with _carrying():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _carrying():
            return super().invoke(ctx)


def _speaking(command: click.Command) -> click.Command:
    """A command that takes ``--lang`` and follows the language of the call where none is given."""
    if isinstance(command, click.Group):
        group = copy.copy(command)
        group.params = [*command.params, LANG_ONLY]
        group.commands = {name: _speaking(each) for name, each in command.commands.items()}
        return group
    if any(param.name == "lang" for param in command.params):
        return command
    mine = copy.copy(command)
    mine.params = [*command.params, LANG_ONLY]
    return mine


class _Carried(Exception):
    """An error on its way past click, which would end the program on it in its own manner."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


@contextmanager
def _carrying() -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, KeyboardInterrupt) as error:
        raise _Carried(error) from error


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    """Refuse arguments that hold a null character, or bytes that are no text."""
    for position, argument in enumerate(arguments, start=1):
        if "\0" in argument or any("\ud800" <= sign <= "\udfff" for sign in argument):
            raise refuse("gpss-sim", "ending.argument", f"argument {position}", argument)
