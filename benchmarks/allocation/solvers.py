"""Our decision over one budget beside CBC, HiGHS and CP-SAT, each in a process of its own; prints a table.

python benchmarks/allocation/solvers.py [--limit 10] [--sizes 100 1000] [--families WORD …] [--cp-sat PYTHON]
    [--beside cbc highs] [--pool]

CP-SAT and HiGHS cannot be loaded in one process, and OR-Tools is no dependency: `make bench-solvers` installs it in an
environment of its own and names its interpreter. Seconds are those of the processor, imports left out; a solver that
was stopped by the limit shows how far its bound lies above its answer.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from families import FAMILIES, SIZES, Knapsack, dear, family, noisy_groups

HERE = Path(__file__).resolve().parent
PAGE = """# One budget beside other solvers

Made by `python benchmarks/allocation/solvers.py --limit {limit} --cp-sat PYTHON --page docs/allocation/solvers.md`:
generated libraries of the kinds that the literature calls easy and hard, each decided by `allocate` and by CBC, HiGHS
and CP-SAT in processes of their own. Numbers are seconds of the processor without imports, on a machine that others
used too; every solver was stopped after {limit} s of the processor, or where it next looked at the clock. What was
stopped shows how far its bound lies above its answer; *did not end* had not looked at the clock after three times the
limit and half a minute.

Ours proved what any of them proved, in at most 1.2 times its time and a tenth of a second, or bounded the value at
least as tightly, in {kept} of {all}.

"""
SLOWER, LEAST = 1.2, 0.1
"""How many times the best single solver ours may take, and seconds more that are no matter."""


def knapsacks(words: list[str], sizes: list[int], pool: bool) -> Iterator[Knapsack]:
    """The libraries that are asked for."""
    for n in sizes:
        for name in FAMILIES:
            if not words or any(word in name for word in words):
                yield family(name, n)
    if not words:
        yield dear()
        yield noisy_groups(600, 10**10, 2, 0.1, 1e-5, 100)
    if pool:
        from pool import single_budget

        problem = single_budget(10_000)
        costs = [project.total for project in problem.projects]
        yield Knapsack("10,000 real projects", list(problem.benefits), costs, problem.budget.total)


def asked(solver: str, python: str, file: Path, limit: float) -> dict[str, Any]:
    """What a solver answers, or why it does not."""
    command = [python, str(HERE / "solver.py"), solver, str(file), f"{limit:g}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3 * limit + 30)
    except subprocess.TimeoutExpired:
        return {"failed": "did not end"}
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["?"])[-1]}
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def told(answer: dict[str, Any]) -> str:
    """Seconds, and the gap where nothing is proved."""
    if "failed" in answer:
        return str(answer["failed"])[:40]
    said = f"{answer['cpu']:.2f}"
    if answer["proved"]:
        return said
    if answer["bound"] is None or not answer["value"] or not isfinite(answer["bound"] / answer["value"]):
        return f"{said}, no bound"
    return f"{said}, gap {answer['bound'] / answer['value'] - 1:.1e}"


def kept(answers: dict[str, dict[str, Any]]) -> bool:
    """Whether ours proved what any proved, in 1.2 times its time, or bounds it at least as tightly."""
    mine = answers["ours"]
    others = [answer for name, answer in answers.items() if name != "ours" and "failed" not in answer]
    if "failed" in mine:
        return False
    proved = [answer["cpu"] for answer in others if answer["proved"]]
    if proved:
        return bool(mine["proved"]) and mine["cpu"] <= SLOWER * min(proved) + LEAST
    bounds = [answer["bound"] for answer in others if answer["bound"] is not None and isfinite(answer["bound"])]
    if mine["proved"] or not bounds:
        return True
    return mine["bound"] is not None and mine["bound"] <= min(bounds) * (1 + 1e-9)


def main() -> int:
    """Ask everyone about every library; fail where ours falls behind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--limit", type=float, default=10.0)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--families", nargs="*", default=[])
    parser.add_argument("--cp-sat", metavar="PYTHON", default="")
    parser.add_argument("--beside", nargs="*", choices=("cbc", "highs"), default=["cbc", "highs"])
    parser.add_argument("--pool", action="store_true")
    parser.add_argument("--page", type=Path, help="write the table as a page of the documents")
    given = parser.parse_args()
    names = ["ours", *given.beside, *(["cp-sat"] if given.cp_sat else [])]
    behind = 0
    rows: list[str] = []
    print(f"| library | {' | '.join(names)} | kept |\n|---|{'---|' * len(names)}---|", flush=True)
    for knapsack in knapsacks(given.families, given.sizes, given.pool):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "knapsack.json"
            fields = {"values": knapsack.values, "costs": knapsack.costs, "capacity": knapsack.capacity}
            file.write_text(json.dumps(fields), encoding="utf-8")
            answers = {
                name: asked(name, given.cp_sat if name == "cp-sat" else sys.executable, file, given.limit)
                for name in names
            }
        good = kept(answers)
        behind += not good
        rows.append(f"| {knapsack.name} | {' | '.join(told(answers[name]) for name in names)} | {good} |")
        print(rows[-1], flush=True)
    if given.page:
        head = f"| library | {' | '.join(names)} | kept |\n|---|{'---|' * len(names)}---|"
        text = PAGE.format(limit=f"{given.limit:g}", kept=len(rows) - behind, all=len(rows))
        given.page.write_text("\n".join([text, head, *rows, ""]), encoding="utf-8")
    return min(behind, 1)


if __name__ == "__main__":
    sys.exit(main())
