"""Files of text: read as a whole and of bounded size, written as a whole; every failure names the file.

A writer puts the new content beside the old and renames it into place, so that an interruption or a full
disk leaves the old file or the new one.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from decimal import Decimal
from pathlib import Path
from typing import Any

from gpss_sim.digit_groups import odd_groups
from gpss_sim.encodings import decoded, why_no_text
from gpss_sim.errors import Fault, InputError, reason, why
from gpss_sim.i18n import Message
from gpss_sim.numbers import DECIMALS, DIGITS

MOST_BYTES = 256 * 2**20
"""Largest file that is read at all [bytes]."""
MOST_TOML = 4 * 2**20
"""Largest TOML text [characters]; a longer one takes tens of seconds."""
DEEPEST = 32
"""Most tables and lists inside one another; a scenario has 7."""

MOST_PARTS = 1000
"""Most parts of a dotted key: tomllib needs the square of their number in memory, 10 GB for 50,000."""

_DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)++""")
_HALF_SIGN = re.compile(r"\\u[dD][89a-fA-F]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


ALLOW_OUTSIDE = ContextVar("allow_outside", default=False)
"""Whether files may name tables that lie outside their own folder (``--allow-outside``)."""


def is_file(path: str | Path) -> bool:
    """Whether there is such a file; a name that the system takes for none, as one too long, names none."""
    return os.path.isfile(path)


def is_folder(path: str | Path) -> bool:
    """Whether there is such a folder; a name that the system takes for none, as one too long, names none."""
    return os.path.isdir(path)


def is_there(path: str | Path) -> bool:
    """Whether there is such a file or folder; a name that the system takes for none, as one too long, names none."""
    return os.path.exists(path)


def is_inside(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, links followed; anything does where that is allowed."""
    return ALLOW_OUTSIDE.get() or Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def refuse(name: str, code: str, place: str = "file", value: str = "", **facts: object) -> InputError:
    """The error on a file as a whole, by the code of its sentence."""
    return InputError([Fault(name, place, value, Message(code, **facts))])


def read_bytes(path: Path, name: str = "", most: int = MOST_BYTES) -> bytes:
    """Content of a regular file.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What messages call it; its path if left out.
    most : int [bytes]
        Largest size accepted.

    Raises
    ------
    InputError
        If it is missing, a folder, a device or pipe, unreadable, or larger than `most`.
    """
    told = name or str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse(told, "file.folder")
        if not stat.S_ISREG(status.st_mode):
            raise refuse(told, "file.device")
        if status.st_size > most:
            raise refuse(told, "file.large", size=f"{status.st_size / 1e6:,.0f}", most=f"{most / 1e6:,.0f}")
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse(told, "file.missing") from None
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise refuse(told, "file.unreadable", why=why(error)) from None


def read_text(path: Path, name: str = "", *, blank: bool = False) -> str:
    """Text of a file in UTF-8 (with or without byte order mark), GB18030, or UTF-16 with its mark.

    Parameters
    ----------
    path : Path
        The file.
    name : str
        What messages call it; its path if left out.
    blank : bool
        Accept a file without content.

    Raises
    ------
    InputError
        If it cannot be read, is empty, in another encoding, or holds control characters (no text).
    """
    told = name or str(path)
    content = read_bytes(path, told)
    text = decoded(content)
    if text is None:
        code, place = why_no_text(content)
        raise refuse(told, code, place)
    if not text.strip() and not blank:
        raise refuse(told, "file.empty")
    if found := _CONTROLS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise refuse(told, "file.control", f"line {line}", sign=f"U+{ord(found[0]):04X}")
    return text


def parse_toml(text: str, name: str, *, exact: bool = False) -> dict[str, Any]:
    """Tables of a TOML text.

    Parameters
    ----------
    text : str
        The text.
    name : str
        What messages call it.
    exact : bool
        Read numbers with a point as decimals instead of floats.

    Raises
    ------
    InputError
        If it is not TOML, nested too deeply, or holds a number of too many digits.
    """
    if len(text) > MOST_TOML:
        raise refuse(name, "file.large", size=f"{len(text) / 1e6:,.0f}", most=f"{MOST_TOML / 1e6:,.0f}")
    if any(run[0].count(".") > MOST_PARTS for run in _DOTTED.finditer(text)):
        raise refuse(name, "file.deep", most=DEEPEST)
    try:
        data = tomllib.loads(text, parse_float=Decimal if exact else _float)
    except tomllib.TOMLDecodeError as error:
        raise refuse(name, "file.toml", why=_toml_fault(text, error)) from None
    except RecursionError:
        raise refuse(name, "file.deep", most=DEEPEST) from None
    except (ValueError, ArithmeticError):  # a number of more digits than Python reads
        long = re.search(r"(?<![0-9_])[0-9_]{1000,}", text)
        line = text.count("\n", 0, long.start()) + 1 if long else 1
        raise refuse(name, "number.too_long", f"line {line}", digits=DIGITS, decimals=DECIMALS) from None
    _check_size(data, name)
    if odd := odd_groups(text):
        raise refuse(name, "number.underscore", f"line {odd.line}", odd.number)
    return data


def _float(text: str) -> float:
    """A float; an overflow stays visible as not a number instead of turning into ``inf``."""
    value = float(text)
    return float("nan") if value in (float("inf"), float("-inf")) and "inf" not in text else value


def _toml_fault(text: str, error: tomllib.TOMLDecodeError) -> str:
    """What tomllib says; where the line it names opens a quote and does not close it, that."""
    said = str(error)
    at = re.search(r"at line (\d+)", said)
    lines = text.split("\n")
    if at and _leaves_open(lines[int(at[1]) - 1]):
        return Message("file.quote", line=int(at[1]))
    return said


def _leaves_open(line: str) -> bool:
    """Whether a line of TOML ends inside a quoted text.

    >>> _leaves_open('a = "b"'), _leaves_open('a = "b'), _leaves_open('a = 1  # "b')
    (False, True, False)
    """
    quote, escaped = "", False
    for sign in line:
        if escaped:
            escaped = False
        elif quote:
            escaped = sign == "\\" and quote == '"'
            quote = "" if sign == quote else quote
        elif sign == "#":
            return False
        elif sign in "\"'":
            quote = sign
    return bool(quote)


def _check_size(data: Any, name: str) -> None:
    """Refuse tables nested too deeply and whole numbers beyond 64 bits, which TOML does not know."""
    level: list[tuple[str, Any]] = [("", data)]
    for _ in range(DEEPEST):
        for place, value in level:
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise refuse(name, "number.too_long", place or "file", digits=DIGITS, decimals=DECIMALS)
        level = [inner for place, value in level for inner in _inside(place, value)]
        if not level:
            return
    raise refuse(name, "file.deep", most=DEEPEST)


def _inside(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((f"{place}.{key}" if place else key, entry) for key, entry in value.items())
    elif isinstance(value, list):
        yield from ((f"{place}[{index}]", entry) for index, entry in enumerate(value))


def parse_json(text: str, name: str) -> Any:
    """Value of a JSON text.

    Raises
    ------
    InputError
        If it is not JSON, holds halves of signs that are no text, or is nested too deeply to be one of ours.
    """
    try:
        value = json.loads(text)
        if _HALF_SIGN.search(text):
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except UnicodeEncodeError as error:
        sign = f"\\u{ord(error.object[error.start]):04x}"
        raise refuse(name, "file.json", why=Message("file.half_sign", sign=sign)) from None
    except RecursionError:
        raise refuse(name, "file.deep", most=DEEPEST) from None
    except ValueError as error:
        raise refuse(name, "file.json", why=str(error)) from None


def read_json(path: Path, name: str = "") -> Any:
    """Value of a JSON file; see :func:`read_text` and :func:`parse_json`."""
    return parse_json(read_text(path, name), name or str(path))


@contextmanager
def our_file(path: Path, code: str = "file.damaged") -> Iterator[None]:
    """Use a file that this program wrote: what its content makes go wrong means that it is damaged.

    Raises
    ------
    InputError
        Naming the file, with the sentence of `code`.
    """
    try:
        yield
    except InputError:
        raise
    except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError) as error:
        raise refuse(str(path), code, why=reason(error)) from None


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file; an interruption leaves the old one or the new one.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left of the attempt.
    """
    data = content.encode() if isinstance(content, str) else content
    replaced(path, lambda half: half.write_bytes(data))


def replaced(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path`, then rename it into place; what a failure leaves is removed."""
    half = path.with_name(f".{path.name}.part")
    try:
        write(half)
        os.replace(half, path)
    except BaseException as error:
        with suppress(OSError):  # of a disk that is only read, a file that is not there cannot be removed either
            half.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(half), half):
            error.filename = str(path)
        raise
