"""The fuzzer: ``python -m tests.fuzz --seconds 60 --seed 1 --log build/fuzz``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from tests.fuzz import seeds, watch
from tests.fuzz.calls import Call, drawn
from tests.fuzz.grammar import mutated
from tests.fuzz.player import ROOT, Player


def prepared(folder: Path, player: Player) -> Path:
    """A folder of valid files, with a decision and a run; every command is right about them."""
    valid = folder / "valid"
    valid.mkdir(parents=True)
    seeds.write(valid)
    for line in (
        "allocate projects.csv --budget 80万 --rules rules.toml --no-plots --out decided",
        "run town.toml --out played",
    ):
        end, text = player.play(line.split(), valid)
        assert end["code"] == 0, f"{line}: {text}"
    (valid / "out").mkdir()
    return valid


def trial(valid: Path, player: Player, luck: Random) -> tuple[Call, list[str], str, dict[str, Any]]:
    """Play one call on a changed copy of the valid files."""
    folder = valid.parent / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(valid, folder)
    call = drawn(luck)
    if call.file:
        path = folder / call.file
        path.write_bytes(mutated(path.name, path.read_bytes(), luck))
    before = watch.snapshot(folder)
    end, text = player.play(list(call.arguments), folder)
    after = watch.snapshot(folder)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    allowed = ("sheet.toml", "explanations.json", ".gpss-sim.json")
    changed = [name for name in changed if not name.endswith(allowed)]
    code = end["code"] if isinstance(end["code"], int) else -9
    found = watch.complaints(code, text, end["seconds"], call.arguments, changed, folder / "out")
    return call, found, text, end


def main() -> int:
    """Fuzz until the time is up; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trials", type=int, default=10**9)
    parser.add_argument("--log", type=Path, default=ROOT / "build" / "fuzz", help="folder for what was wrong")
    options = parser.parse_args()
    options.log.mkdir(parents=True, exist_ok=True)
    kinds: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    slowest, start, number = 0.0, time.monotonic(), 0
    player = Player()
    with tempfile.TemporaryDirectory(prefix="gpss-fuzz-") as folder:
        try:
            valid = prepared(Path(folder), player)
            start = time.monotonic()
            while time.monotonic() - start < options.seconds and number < options.trials:
                call, found, text, end = trial(valid, player, Random(f"{options.seed}.{number}"))
                codes[str(end["code"])] += 1
                slowest = max(slowest, end["seconds"])
                for complaint in found:
                    kind = watch.kind(complaint, text)
                    kinds[kind] += 1
                    if kinds[kind] <= 2:
                        _keep(options.log / f"{options.seed}-{number}", Path(folder) / "case", call, complaint, text)
                        print(f"{options.seed}.{number} {' '.join(call.arguments)[:100]!r}: {kind}", flush=True)
                number += 1
        finally:
            player.close()
    counts = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    print(f"{number} commands in {time.monotonic() - start:.0f} s; exit codes {counts}; slowest {slowest:.1f} s")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    return 1 if kinds else 0


def _keep(folder: Path, case: Path, call: Call, complaint: str, text: str) -> None:
    """Keep the changed file, the call and what was said."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "said.txt").write_text(f"{list(call.arguments)!r}\n{complaint}\n\n{text}", "utf-8", "backslashreplace")
    if call.file:
        shutil.copy(case / call.file, folder / Path(call.file).name)


if __name__ == "__main__":
    sys.exit(main())
