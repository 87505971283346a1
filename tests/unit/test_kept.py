"""Kept entries: as written or not there, whatever happens to the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gpss_sim import kept

KEY = kept.key_of("contest", "code")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def entry(place: Path) -> Path:
    (path,) = place.glob("*/??/*.kept")
    return path


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 40])
def test_what_is_kept_is_found(content: bytes) -> None:
    assert kept.find("tables", KEY) is None
    kept.keep("tables", KEY, content)
    assert kept.find("tables", KEY) == content
    assert kept.find("others", KEY) is None
    kept.keep("tables", KEY, b"anew")
    assert kept.find("tables", KEY) == b"anew"


def test_damage_anywhere_is_noticed(place: Path) -> None:
    kept.keep("tables", KEY, b"content")
    whole = entry(place).read_bytes()
    damaged = [whole[:k] for k in range(len(whole))]
    damaged += [whole[:k] + bytes([whole[k] ^ 1]) + whole[k + 1 :] for k in range(len(whole))]
    damaged += [whole + b"\0", whole * 2]
    for content in damaged:
        entry(place).write_bytes(content)
        assert kept.find("tables", KEY) is None
    kept.keep("tables", KEY, b"content")
    assert entry(place).read_bytes() == whole


def test_the_entry_of_another_key_is_damage(place: Path) -> None:
    kept.keep("tables", KEY, b"content")
    other = kept.key_of("contest", "other code")
    target = place / "tables" / other[:2] / f"{other[2:]}.kept"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(entry(place).read_bytes())
    assert kept.find("tables", other) is None


@pytest.mark.parametrize("word", ["off", "OFF", "0", "no", " ", ""])
def test_off_keeps_nothing(word: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(kept.VARIABLE, word)
    assert kept.folder() is None
    kept.keep("tables", KEY, b"content")
    kept.bound(0)
    assert kept.find("tables", KEY) is None
    assert not list(tmp_path.iterdir())


def test_without_a_word_it_is_the_systems_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(kept.VARIABLE)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert kept.folder() == tmp_path / "xdg" / "gpss-sim"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    assert kept.folder() == tmp_path / ".cache" / "gpss-sim"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert kept.folder() == tmp_path / "Library" / "Caches" / "gpss-sim"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert kept.folder() == tmp_path / "local" / "gpss-sim"


def test_a_place_that_cannot_be_written_is_as_good_as_none(place: Path) -> None:
    place.write_text("a file")
    kept.keep("tables", KEY, b"content")
    kept.bound(0)
    assert kept.find("tables", KEY) is None
    assert place.read_text() == "a file"


def test_a_folder_in_the_place_of_an_entry_is_no_entry(place: Path) -> None:
    kept.keep("tables", KEY, b"content")
    path = entry(place)
    path.unlink()
    path.mkdir()
    kept.keep("tables", KEY, b"content")
    assert kept.find("tables", KEY) is None
    assert [each.suffix for each in path.parent.iterdir()] == [".kept"]


def test_the_entries_used_longest_ago_go_first(place: Path) -> None:
    keys = [kept.key_of(str(k)) for k in range(10)]
    for age, key in enumerate(keys):
        kept.keep("tables", key, bytes(84))  # a hundred bytes with their digest
        os.utime(next((place / "tables" / key[:2]).glob(f"{key[2:]}*")), (1e9 - age, 1e9 - age))
    kept.bound(1000)
    assert all(kept.find("tables", key) is not None for key in keys)
    for age, key in enumerate(keys):
        os.utime(next((place / "tables" / key[:2]).glob(f"{key[2:]}*")), (1e9 - age, 1e9 - age))
    assert kept.find("tables", keys[-1]) is not None  # the oldest is read, and thereby new
    kept.bound(999)
    assert [kept.find("tables", key) is not None for key in keys] == [True] * 6 + [False] * 3 + [True]


def test_what_a_killed_writer_left_goes_after_a_day(place: Path) -> None:
    kept.keep("tables", KEY, b"content")
    begun, new = entry(place).with_name("begun.part"), entry(place).with_name("new.part")
    begun.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(begun, (1e9, 1e9))
    kept.bound(1000)
    assert (begun.exists(), new.exists()) == (False, True)


def test_whoever_writes_an_entry_in_256_looks_after_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(kept, "bound", seen.append)
    kept.keep("tables", "00" + KEY[2:], b"content")
    kept.keep("tables", "01" + KEY[2:], b"content")
    assert seen == [kept.LIMIT]


WRITER = """
import sys
from gpss_sim import kept
while True:
    for number in range(20):
        kept.keep("tables", kept.key_of(str(number)), str(number).encode() * 5000)
        sys.stdout.write("."); sys.stdout.flush()
"""


def test_writers_at_once_and_killed_leave_whole_entries(place: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE) for _ in range(2)]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.read(30)
    for _ in range(50):
        for number in range(20):
            assert kept.find("tables", kept.key_of(str(number))) == str(number).encode() * 5000
    for writer in writers:
        writer.kill()
        writer.communicate()
    for number in range(20):
        assert kept.find("tables", kept.key_of(str(number))) == str(number).encode() * 5000
