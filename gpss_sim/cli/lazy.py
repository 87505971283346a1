"""A click group that imports a command when it is called, and turns errors into exit codes.

Exit codes: 0 an answer was written; 2 bad input; 3 no answer; 130 interrupted; 141 the reader of a pipe
went away. A command states a failed check (1) itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import click

from gpss_sim.errors import GpssError, InputError, nearest

BAD_INPUT = InputError.exit_code
INTERRUPTED = 130
UNREAD = 141
"""What shells say of a program whose reader went away: 128 + SIGPIPE."""
SHOWN = 200
"""Faults printed one by one; a file with more has the same ones again and again."""


class Entry(NamedTuple):
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

    def __init__(self, *args: object, table: Mapping[str, Entry], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.table = {name: entry for name, entry in table.items() if entry.exists()}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None where the table has no such name."""
        entry = self.table.get(cmd_name)
        return entry.load() if entry else None

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
        if self.table:
            with formatter.section("Commands"):
                formatter.write_dl([(name, entry.summary) for name, entry in self.table.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options; help is written here."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            _leave_quietly()
            raise click.exceptions.Exit(UNREAD) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error that a user can cause ends in a message and its exit code."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
            return answer
        except BrokenPipeError:
            _leave_quietly()
            ctx.exit(UNREAD)
        except GpssError as error:
            click.echo(_message(error), err=True)
            ctx.exit(error.exit_code)
        except (KeyboardInterrupt, click.Abort):
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if error.filename is None:
                raise
            click.echo(f"Error: {error.filename}: {error.strerror}", err=True)
            ctx.exit(BAD_INPUT)


def _leave_quietly() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _message(error: GpssError) -> str:
    faults = error.faults if isinstance(error, InputError) else ()
    if len(faults) > 1:
        more = [f"  and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        return "\n".join([f"Error: {len(faults)} faults", *(f"  {fault}" for fault in faults[:SHOWN]), *more])
    return f"Error: {error}"
