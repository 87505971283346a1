"""Try the corpus: ``python -m tests.corpus [KIND…] --log build/corpus``; prints a table of kinds, tried and wrong."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.corpus.case import Case, complaint
from tests.corpus.kinds import KINDS
from tests.corpus.valid import prepared
from tests.fuzz import watch
from tests.fuzz.player import ROOT, Player

NOTES = (".map.toml", "explanations.json", ".gpss-sim.json", "-wal", "-shm", "-journal")
"""Files of ours that a command may write beside its inputs."""


def trial(case: Case, valid: Path, player: Player) -> tuple[str, str]:
    """Complaint about a case, and what was said."""
    folder = valid.parent / "case"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(valid, folder, symlinks=True)
    for name, content in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    before = watch.snapshot(folder)
    end, text = player.play(list(case.arguments), folder)
    after = watch.snapshot(folder)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    owned = "studied/" if "batch" in case.arguments else "\0"  # where a study is continued
    changed = [name for name in changed if not name.endswith(NOTES) and not name.startswith(owned)]
    return complaint(case, end["code"], text, end["seconds"], folder, changed), text


def chosen(names: list[str], part: str, every: int, valid: Path) -> Iterator[Case]:
    """Cases of the kinds asked for, every one if none is; only each so many-th of them, if asked."""
    for name, cases in KINDS.items():
        if not names or name in names:
            yield from islice((case for case in cases(valid) if part in case.name), 0, None, every)


def main() -> int:
    """Try every case; exit code 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", help=", ".join(KINDS))
    parser.add_argument("--name", default="", help="only cases whose name holds this")
    parser.add_argument("--every", type=int, default=1, help="only each so many-th case")
    parser.add_argument("--log", type=Path, default=ROOT / "build" / "corpus", help="folder for what was wrong")
    parser.add_argument("--valid", type=Path, help="folder of valid files that an earlier call kept here")
    parser.add_argument("--say", action="store_true", help="print what each command said")
    options = parser.parse_args()
    options.log.mkdir(parents=True, exist_ok=True)
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    player = Player()
    with tempfile.TemporaryDirectory(prefix="gpss-corpus-") as folder:
        try:
            valid = prepared(Path(folder), player, options.valid)
            for number, case in enumerate(chosen(options.kinds, options.name, options.every, valid)):
                tried[case.kind] += 1
                found, text = trial(case, valid, player)
                if options.say:
                    print(f"--- {case.kind}: {case.name[:60]!r}\n{text[:600]}", flush=True)
                if found:
                    wrong[case.kind] += 1
                    print(f"{case.kind}: {case.name[:80]!r} {' '.join(case.arguments)[:80]!r}: {found}", flush=True)
                    said = f"{case.kind}: {case.name}\n{list(case.arguments)!r}\n{found}\n\n{text}"
                    (options.log / f"{number}.txt").write_text(said, "utf-8", "backslashreplace")
        finally:
            player.close()
    print("| kind | tried | wrong |\n|---|---|---|")
    for kind, count in tried.items():
        print(f"| {kind} | {count} | {wrong[kind]} |")
    print(f"| all | {tried.total()} | {wrong.total()} |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
