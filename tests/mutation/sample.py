"""How many small changes of market, metrics and allocation a fast test notices: ``python -m tests.mutation.sample``.

Each mutant is played in a child process of its own: the module it changes is compiled from the changed text, then the
tests run, those of its own file first, until one fails. Mutants that nobody could notice (``equivalent.toml``, each
with its reason) are left out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.abc
import os
import random
import re
import resource
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from math import sqrt
from pathlib import Path
from types import CodeType
from typing import Any

from tests.mutation.mutants import PACKAGE, ROOMS, Mutant, module_of, mutants_in, text_of

ROOT = Path(__file__).resolve().parents[2]
MARKET = ("market", "metrics")
"""Rooms of the sample where none is named."""
HEAVY = (
    "numpy",
    "scipy.special",
    "scipy.stats",
    "scipy.integrate",
    "simpy",
    "hypothesis",
    "pytest",
    "_pytest.python",
    "gpss_sim.scenario.load",
    "gpss_sim.allocation",
)
"""Loaded once, before the children part; what knows a changed module is loaded anew in its child."""
TESTS = (
    "tests/market",
    "tests/metrics",
    "tests/hand",
    "tests/rules",
    "tests/unit/test_choices.py",
    "tests/unit/test_reductions.py",
    "tests/unit/test_schedules.py",
)
"""Tests that state what is right and take seconds; golden files and long simulations are none of them."""
DECISION = (
    "tests/allocation",
    "tests/differential",
    "tests/cli/test_allocation.py",
    "tests/scenario/test_budget_rules.py",
)
"""The same for the budget decision."""
OWN = {
    "breach": "delivery/test_payments",
    "city_map": "agencies/test_population",
    "closed_form": "policies/test_contest_parts",
    "contest": "policies/test_contest_parts",
    "fiscal_sponsor": "delivery/test_payments",
    "in_house": "contracts/test_guideline",
    "leakage": "delivery/test_payments",
    "ledger": "treasury/test_money",
    "panel": "delivery/test_assessment",
    "political_bias": "buyers/test_survey",
    "procedure_costs": "rulebook/test_method_choice",
    "purse": "treasury/test_money",
    "reductions": "agencies/test_effort",
    "scored": "policies/test_contest_parts",
    "year_end": "delivery/test_assessment",
}
"""Files whose own tests stand under another name; policies without their own stand in ``test_rules.py``."""
SECONDS = (30, 180)
"""Computing time after which a mutant that does not end counts as noticed: in its own tests, and in all."""
UNCHANGED = {"market": "market/policies/renewals.py", "allocation": "allocation/plan/plan.py"}
"""Files that are played as they are, before any mutant: all tests pass."""
KILLED, SURVIVED, TIMED_OUT = "killed", "survived", "timed out"


class Changed(importlib.abc.MetaPathFinder):
    """Lets one module be read from another text."""

    def __init__(self, module: str, text: str) -> None:
        self._module, self._text = module, text

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        """Say how to load the changed module."""
        if name != self._module:
            return None
        spec = PathFinder.find_spec(name, path)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = Loader(name, spec.origin, self._text)
        return spec


class Loader(SourceFileLoader):
    """Loads a module from another text than its file's."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType | None:
        """Compile the text."""
        return compile(self._text, self.path, "exec")


def files(rooms: Sequence[str] = ROOMS) -> list[str]:
    """Every file of the rooms that are mutated."""
    found = [path for room in rooms for path in (ROOT / PACKAGE / room).rglob("*.py")]
    return sorted(path.relative_to(ROOT / PACKAGE).as_posix() for path in found)


def read(file: str) -> str:
    """Text of a file below the package."""
    return (ROOT / PACKAGE / file).read_text("utf-8")


def equivalent() -> dict[str, str]:
    """Mutants that no test could notice, and why."""
    rows = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text("utf-8"))["mutant"]
    return {row["name"]: row["why"] for row in rows}


def stages_for(file: str) -> tuple[list[str], list[str]]:
    """Tests of a file's own, which a mutant meets first, and all others."""
    stem, home = Path(file).stem, ROOT / "tests" / Path(file).parent
    found = [home / f"test_{stem}.py", home / "test_rules.py"]
    if stem in OWN:
        found.append(ROOT / "tests" / "market" / f"{OWN[stem]}.py")
    rest = DECISION if file.startswith("allocation/") else TESTS
    if file.startswith("allocation/"):
        found += _users(file)
    own = [str(path.relative_to(ROOT)) for path in dict.fromkeys(found) if path.exists()]
    return own, list(rest)


@cache
def _users(file: str) -> list[Path]:
    """Files of the decision's tests that import a module, those of its own room first."""
    home, _, stem = module_of(file).rpartition(".")
    words = re.compile(rf"from {re.escape(home)} import .*\b{stem}\b|from {re.escape(home)}\.{stem} import ")
    room = ROOT / "tests" / Path(file).parent
    found = [path for path in (ROOT / "tests/allocation").rglob("test_*.py") if words.search(path.read_text("utf-8"))]
    return sorted(found, key=lambda path: (path.parent != room, path))


def play(file: str, text: str) -> str:
    """What becomes of a file with this text."""
    child = os.fork()
    if child == 0:
        os._exit(_run(module_of(file), text, stages_for(file)))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return TIMED_OUT
    return SURVIVED if os.WEXITSTATUS(status) == 0 else KILLED


def _run(module: str, text: str, stages: Sequence[Sequence[str]]) -> int:
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    os.dup2(sink, 2)
    if module in sys.modules:
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
    sys.meta_path.insert(0, Changed(module, text))
    for seconds, stage in zip(SECONDS, stages, strict=True):
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, SECONDS[-1]))
        if stage and _fails(stage):
            return 1
    return 0


def _fails(tests: Sequence[str]) -> bool:
    import pytest

    try:
        return bool(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow", *tests]))
    except BaseException:
        return True


def interval(killed: int, number: int) -> tuple[float, float]:
    """Wilson's interval of 95 % for a share."""
    z, share = 1.959964, killed / number
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    return middle - half, middle + half


def chosen(number: int, seed: int, only: Sequence[str], rooms: Sequence[str] = MARKET) -> list[Mutant]:
    """A sample of the mutants of all files of some rooms, or of some files, without those that are equivalent."""
    left_out = equivalent()
    every = [m for file in (only or files(rooms)) for m in mutants_in(read(file), file) if m.name not in left_out]
    return random.Random(seed).sample(every, min(number, len(every)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Play a sample and say what share was noticed, file by file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=200, help="mutants to play")
    parser.add_argument("--seed", type=int, default=1, help="which of them")
    parser.add_argument(
        "--file", action="append", default=[], help="only this file, such as market/contracts/staffing.py"
    )
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this room")
    parser.add_argument("--trust-tests", action="store_true", help="do not run them without a mutant first")
    given = parser.parse_args(arguments)
    os.chdir(ROOT)
    os.environ["GPSS_SIM_CACHE"] = "off"  # a mutant must not read what the code before it solved
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for name in HEAVY:
        importlib.import_module(name)
    sample = chosen(given.n, given.seed, given.file, given.room or MARKET)
    for first, file in UNCHANGED.items():
        concerned = any((mutant.file.startswith("allocation/")) is (first == "allocation") for mutant in sample)
        if concerned and not given.trust_tests and play(file, read(file)) != SURVIVED:
            raise SystemExit("the tests fail without a mutant; nothing can be said of mutants")
    verdicts: list[tuple[Mutant, str]] = []
    for mutant in sample:
        begun = time.monotonic()
        verdicts.append((mutant, play(mutant.file, text_of(read(mutant.file), mutant))))
        print(f"{verdicts[-1][1]:9} {time.monotonic() - begun:5.1f} s  {mutant.name} (line {mutant.line})", flush=True)
    print(report(verdicts))


def report(verdicts: Sequence[tuple[Mutant, str]]) -> str:
    """Shares by file and in all."""
    number = Counter(mutant.file for mutant, _ in verdicts)
    killed = Counter(mutant.file for mutant, verdict in verdicts if verdict != SURVIVED)
    lines = [f"{file:40} {killed[file]:4} of {count:4}" for file, count in sorted(number.items())]
    total, whole = sum(killed.values()), len(verdicts)
    if whole:
        low, high = interval(total, whole)
        lines.append(f"{'all':40} {total:4} of {whole:4} = {total / whole:.1%} (95 %: {low:.1%} to {high:.1%})")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
