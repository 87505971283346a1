"""What is wrong about the end of a command: the checks that every one has to pass."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

CODES = (0, 1, 2, 3)
SLOW = 10.0
"""Most processor time of a command on files this small [s]."""
PLAY = ("run", "batch")
"""Commands that take as long as the city asks for: what is left of a cut scenario may be a large one."""
WHOLE = ("manifest.json", "summary.json", "allocation.csv", "decision.json", "frontier.csv")
VALIDATOR = re.compile(
    r"Traceback \(most|Input should|validation error|NoneType|has no attribute|unexpected keyword|invalid literal|"
    r"object is not|not subscriptable|KeyError|pydantic|Value error|<class '|could not convert|ctypes"
)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
FAULT = re.compile(r": ")
PLACES = re.compile(r"第\d+行|列|文件|表头|“[^”]*”|…")


def snapshot(folder: Path) -> dict[str, str]:
    """Digest of every file in a folder, what a command may write left out."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in ("out", "results")
    }


def complaints(
    code: int, text: str, seconds: float, arguments: tuple[str, ...], changed: list[str], out: Path
) -> list[str]:
    """Everything wrong about one end."""
    found = []
    if code not in CODES:
        found.append(f"exit code {code}")
    if words := VALIDATOR.search(text):
        found.append(f"words of the program: {words[0]}")
    if CONTROLS.search(text):
        found.append("control characters in the output")
    if code == 2 and not text.strip():
        found.append("nothing is said")
    if seconds > SLOW and arguments[0] not in PLAY:
        found.append(f"{seconds:.0f} s")
    if len(text) > 200_000:
        found.append(f"{len(text)} characters of output")
    found += [f"touches {name}" for name in changed]
    if code not in (0, 1, 3) and any((out / name).exists() for name in WHOLE):
        found.append("a result that looks whole")
    if code == 2 and arguments[-2:] == ("--lang", "zh") and (line := english(text)):
        found.append(f"not Chinese: {line}")
    return found


def english(text: str) -> str:
    """First fault, of those told in Chinese, whose rule has no Chinese."""
    if "Usage:" in text:
        return ""
    for line in text.splitlines():
        body = PLACES.sub("", line.removeprefix("错误："))
        if line.strip() and FAULT.search(line) and not CHINESE.search(body):
            return line[:300]
    return ""


def kind(complaint: str, text: str) -> str:
    """What makes two complaints one: numbers and quoted values left out."""
    last = [line for line in text.strip().splitlines() if line.strip()][-1:] if "exit" in complaint else []
    return re.sub(r"[\"'“”`].*?[\"'“”`]|\d+", "…", " ".join([complaint, *last]))[:160]
