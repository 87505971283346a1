"""How a command ends: whatever is raised becomes one sentence on standard error and an exit code.

Exit codes: 0 an answer was written; 1 a check failed, which a command states itself; 2 bad input; 3 no
answer; 70 the program failed; 74 something could not be written; 130 interrupted; 141 the reader of a
pipe went away; 143 ended by the system.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import click

from gpss_sim.cli.terminable import Terminated, terminable
from gpss_sim.errors import GpssError, InputError, why
from gpss_sim.i18n import Language, Message, preferred, said, shown

BAD_INPUT = InputError.exit_code
FAILED = 70
UNWRITTEN = 74
INTERRUPTED = 130
UNREAD = 141
"""What shells say of a program whose reader went away: 128 + SIGPIPE."""
TERMINATED = 143
SHOWN = 200
"""Faults printed one by one; a file with more has the same ones again and again."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)


PANIC = "PanicException"
"""What extensions written in Rust raise, past every ``except Exception``."""


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Language of messages: that of ``--lang``, which may stand anywhere, else that of the environment.

    >>> language(["run", "--lang", "zh"], {}), language(["run", "--lang=zh"], {}), language(["run"], {"LANG": "zh_CN"})
    ('zh', 'zh', 'zh')
    """
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    asked = [other if one == "--lang" else one.removeprefix("--lang=") for one, other in pairs if _asks(one)]
    if asked and asked[-1] in ("en", "zh"):
        return "zh" if asked[-1] == "zh" else "en"
    return preferred(environment)


def _asks(argument: str) -> bool:
    return argument == "--lang" or argument.startswith("--lang=")


def open_streams() -> None:
    """See that the three standard streams exist and can show any text in their encoding.

    A closed stream is replaced by one that goes nowhere, so that no file opened later takes its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            with suppress(ValueError, OSError):
                stream.reconfigure(errors="backslashreplace")


def ended(run: Callable[[], object], lang: Language, *, debug: bool = False) -> int:
    """Call `run` and return its exit code; an error is told in one sentence.

    Parameters
    ----------
    run : callable
        The command; a whole number that it returns is its exit code.
    lang : {"en", "zh"}
        Language of the sentence.
    debug : bool
        Print the traceback of an error that is no fault of the user.
    """
    try:
        with terminable(TERMINATED, lambda: _tell(Message("ending.terminated").said(lang))):
            code = run()
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        _leave_quietly()
        return UNREAD
    except click.ClickException as error:
        _usage(error, lang)
        return error.exit_code
    except GpssError as error:
        _tell(told(error, lang))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort) as error:
        stopped = isinstance(error, Terminated)
        _tell(Message("ending.terminated" if stopped else "ending.interrupted").said(lang))
        return TERMINATED if stopped else INTERRUPTED
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != PANIC:
            raise
        if debug:
            traceback.print_exc()
        message, code = failure(error)
        _tell(f"{Message('ending.error').said(lang)}{message.said(lang)}")
        if isinstance(error, OSError) and error.filename is None:
            _leave_quietly()
        return code


def failure(error: BaseException) -> tuple[Message, int]:
    """The sentence and the exit code of an error that nobody foresaw.

    >>> failure(OSError(28, "No space left on device"))[1], failure(ZeroDivisionError("x"))[1]
    (74, 70)
    """
    kind = f"{type(error).__name__}: {error}"
    if isinstance(error, OSError):
        code = UNWRITTEN if error.errno in _FULL or error.filename is None else BAD_INPUT
        if error.filename is None:
            return Message("ending.output", why=why(error)), code
        written = error.filename2 or error.filename  # of two, what is copied stands in front
        return Message("ending.file", file=_name(written), why=why(error)), code
    if isinstance(error, MemoryError):
        return Message("ending.memory"), FAILED
    if isinstance(error, RecursionError):
        return Message("ending.recursion"), FAILED
    if isinstance(error, UnicodeError):
        return Message("ending.unicode", why=str(error)), FAILED
    if type(error).__module__ == "sqlite3":
        return Message("ending.store", why=str(error)), UNWRITTEN
    return Message("ending.failed", kind=kind), FAILED


def told(error: GpssError, lang: Language) -> str:
    """An error on purpose as it is printed: one fault on a line, the first ones of many."""
    start = Message("ending.error").said(lang)
    if not isinstance(error, InputError):
        return f"{start}{said(error.args[0], lang)}"
    faults = [fault.sentence.said(lang) for fault in error.faults]
    if len(faults) == 1:
        return f"{start}{faults[0]}"
    lines = [start + Message("ending.faults", number=len(faults)).said(lang)]
    lines += [f"  {fault}" for fault in faults[:SHOWN]]
    if len(faults) > SHOWN:
        lines.append("  " + Message("ending.more", number=len(faults) - SHOWN).said(lang))
    return "\n".join(lines)


def _name(file: object) -> str:
    return os.fsdecode(file) if isinstance(file, (str, bytes)) else str(file)


def _usage(error: click.ClickException, lang: Language) -> None:
    """What click says of a wrong call, foreign text in it escaped and shortened."""
    from gpss_sim.cli.click_errors import usage_error  # only a wrong call needs it

    context = getattr(error, "ctx", None)
    if context is not None:
        _tell(context.get_usage())
        _tell(Message("ending.help", path=context.command_path).said(lang) + "\n")
    message = error.format_message()
    told = (
        message.said(lang) if isinstance(message, Message) else usage_error(shown(" ".join(message.split()), 600), lang)
    )
    _tell(f"{Message('ending.error').said(lang)}{told}")


def _tell(text: str) -> None:
    """Write on standard error; where that cannot be, the exit code says it alone."""
    with suppress(OSError, ValueError):
        click.echo(text, err=True)


def _leave_quietly() -> None:
    """Let what is still buffered go nowhere, so that the interpreter does not complain at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
