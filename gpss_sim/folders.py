"""Result folders: whose they are, who is writing, and how a result appears in one as a whole.

A folder that a command made holds a mark: the kind of its result and the names of the files written.
Nothing else in it is ever removed or replaced, and a folder without the mark is left alone. The mark is
locked while somebody writes.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from gpss_sim.errors import Fault, InputError
from gpss_sim.files import refuse
from gpss_sim.i18n import Message

MARK = ".gpss-sim.json"
LAST = ("decision.json", "frontier.csv", "summary.json", "manifest.json")
"""Files by which a result is known to be whole: removed first and written last."""
_SCRATCH = (".gpss-sim.", ".part")
"""Beginning and end of the name of a folder in which a result is being written."""
_FAR = 1 << 30
"""Byte that is locked on systems whose locks keep others from reading what is locked."""
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Mark(NamedTuple):
    """What a folder of ours says of itself.

    Parameters
    ----------
    kind : str
        Command whose result it holds.
    files : tuple of str
        Files written, relative to the folder.
    """

    kind: str
    files: tuple[str, ...] = ()


def read_mark(folder: Path) -> Mark | None:
    """Mark of a folder; None where there is none that can be believed."""
    try:
        content = json.loads((folder / MARK).read_text("utf-8"))
        mark = Mark(str(content["kind"]), tuple(map(str, content["files"])))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    inside = all(name and not Path(name).is_absolute() and ".." not in Path(name).parts for name in mark.files)
    return mark if inside else None


def check(folder: Path, kind: str, *, force: bool = False, again: bool = False) -> None:
    """See that a result may be written into a folder.

    Parameters
    ----------
    folder : Path
        Where it is to stand.
    kind : str
        Command that writes it.
    force : bool
        An earlier result of the same kind may be replaced.
    again : bool
        The command continues what an earlier call began.

    Raises
    ------
    InputError
        If the folder is a file, holds files that are not ours, a result of another kind, or a result.
    """
    refuse_link(folder)
    if not folder.exists():
        return
    if not folder.is_dir():
        raise refuse(str(folder), "folder.file", "--out")
    if is_empty(folder):
        return
    mark = read_mark(folder)
    if mark is None:
        raise refuse(str(folder), "folder.foreign", "--out")
    if mark.kind != kind:
        raise refuse(str(folder), "folder.other", "--out", kind=mark.kind, other=kind)
    if not force and not again:
        raise refuse(str(folder), "folder.taken", "--out")


def refuse_link(folder: Path) -> None:
    """See that a folder is no link to nothing, which nothing can be renamed to.

    Raises
    ------
    InputError
        If it is one.
    """
    if folder.is_symlink() and not folder.exists():
        raise refuse(str(folder), "folder.link", "--out")


def is_empty(folder: Path) -> bool:
    """Whether a folder holds nothing, unless what a command is writing or was stopped at writing."""
    return all(path.name.startswith(_SCRATCH[0]) and path.name.endswith(_SCRATCH[1]) for path in folder.iterdir())


@contextmanager
def held(folder: Path, kind: str) -> Iterator[Mark]:
    """Make a folder ours and keep others from writing while it is held; the mark as it was, or a new one.

    Raises
    ------
    InputError
        If another process is writing there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MARK).open("a+b") as stream:
        _lock(stream, folder)
        mark = read_mark(folder) or Mark(kind)
        _write(folder, mark)
        yield mark


def record(folder: Path, files: Iterable[str]) -> None:
    """Add files to what a folder of ours says it holds."""
    mark = read_mark(folder)
    if mark is not None:
        _write(folder, Mark(mark.kind, tuple(dict.fromkeys([*mark.files, *files]))))


def clear(folder: Path, mark: Mark) -> None:
    """Remove the files that a mark names, whole-looking ones first, and folders that this empties."""
    for name in sorted(mark.files, key=lambda name: name not in LAST):
        (folder / name).unlink(missing_ok=True)
    for inner in {PurePosixPath(name).parent for name in mark.files} - {PurePosixPath(".")}:
        if (folder / inner).is_dir() and not any((folder / inner).iterdir()):
            (folder / inner).rmdir()
    _write(folder, Mark(mark.kind))


@contextmanager
def result(folder: Path, kind: str, *, force: bool = False) -> Iterator[Path]:
    """Give a fresh folder to write a result in; when that went well, it appears at `folder`, else nothing does.

    Its tables are described in ``datapackage.json``.

    Parameters
    ----------
    folder : Path
        Where the result is to stand.
    kind : str
        Command that writes it.
    force : bool
        Replace an earlier result of the same kind; other people's files stay.

    Raises
    ------
    InputError
        As :func:`check`; also if a file of the new result would replace one that is not ours.
    """
    from gpss_sim.datapackage import write_descriptor  # as below: many commands write no folder

    check(folder, kind, force=force)
    target = Path(os.path.abspath(folder))
    with _scratch(target) as inner:
        yield inner
        check(folder, kind, force=force)
        write_descriptor(inner, kind)
        if target.exists():
            _replace(inner, target, kind)
        else:
            _write(inner, Mark(kind, tuple(_files(inner))))
            os.rename(inner, target)


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """Give a folder to write in that becomes `folder`, which is missing or empty, when that went well."""
    target = Path(os.path.abspath(folder))
    with _scratch(target) as inner:
        yield inner
        if target.exists():
            for path in sorted(inner.iterdir()):
                os.rename(path, target / path.name)
        else:
            os.rename(inner, target)


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder that is gone at the end, unless it was renamed: in `target` where that exists, else beside it.

    A folder that exists may be a disk of its own, to which nothing can be renamed from outside.
    """
    import shutil
    import tempfile

    home = target if target.is_dir() else target.parent
    inner = target
    try:
        home.mkdir(parents=True, exist_ok=True)
        inner = Path(tempfile.mkdtemp(prefix=_SCRATCH[0], suffix=_SCRATCH[1], dir=home))
        inner.chmod(0o755)
        yield inner
    except OSError as error:  # told by the name under which the file would have stood
        written = error.filename2 or error.filename
        if inner == target:
            error.filename = str(target)
        elif isinstance(written, str):
            error.filename, error.filename2 = written.replace(str(inner), str(target), 1), None
        raise
    finally:
        if inner != target:
            shutil.rmtree(inner, ignore_errors=True)


def _files(folder: Path) -> list[str]:
    """Files of a folder, those that make it look whole last."""
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted((name for name in found if name != MARK), key=lambda name: name in LAST)


def _replace(scratch: Path, target: Path, kind: str) -> None:
    """Move a new result into a folder that exists, in place of the old one."""
    new = _files(scratch)
    with held(target, kind) as mark:
        others = [name for name in new if (target / name).exists() and name not in mark.files]
        if others:
            raise InputError(Fault(str(target / name), "file", "", Message("folder.not_ours")) for name in others)
        _write(target, Mark(kind, tuple(dict.fromkeys([*mark.files, *new]))))
        for name in LAST:
            if name in mark.files:
                (target / name).unlink(missing_ok=True)
        for name in new:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(scratch / name, target / name)
        clear(target, Mark(kind, tuple(name for name in mark.files if name not in new)))
        _write(target, Mark(kind, tuple(new)))


def _write(folder: Path, mark: Mark) -> None:
    """Write the mark in place: a lock belongs to the file, which must therefore stay the same."""
    content = json.dumps({"kind": mark.kind, "files": mark.files}, ensure_ascii=False) + "\n"
    path = folder / MARK
    try:
        with path.open("a+b") as stream:
            stream.truncate(0)
            stream.write(content.encode())
    except OSError as error:
        error.filename = str(path)  # a full disk names none
        raise


def _lock(stream: IO[bytes], folder: Path) -> None:
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            raise refuse(str(folder), "folder.busy", "--out") from None


def refuse_existing(paths: Iterable[Path], *, force: bool) -> None:
    """See that no file is replaced without ``--force``, nor anything that is no file.

    Raises
    ------
    InputError
        Naming every file that would be.
    """
    taken = [path for path in paths if path.exists() and not (force and path.is_file())]
    if taken:
        raise InputError(Fault(str(path), "file", "", Message("folder.exists")) for path in taken)


def is_plain_name(name: str) -> bool:
    """Whether a text can name a folder on any system, and nothing outside the folder it is put in.

    >>> is_plain_name("my study"), is_plain_name("../x"), is_plain_name("con"), is_plain_name("")
    (True, False, False, False)
    """
    reserved = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
    return (
        0 < len(name) <= 100
        and not set(name) & set('/\\:*?"<>|')
        and name.isprintable()
        and name[0] not in " -~"
        and name[-1] not in " ."
        and name.split(".")[0].lower() not in reserved
    )
