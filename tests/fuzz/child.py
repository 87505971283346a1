"""The process in which commands are played: a call a line on standard input, its end a line on the descriptor given."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path

MEMORY = 4 * 2**30
"""Most address space of a command [bytes]."""
LONGEST = 120.0
"""Most processor time of a command [s]; the process is ended then."""


def main(answers: int) -> None:
    """Play calls until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**28, 2**28))
    from gpss_sim.cli import main as command

    for line in sys.stdin:
        call = json.loads(line)
        os.chdir(call["cwd"])
        told = os.open(call["told"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(told, 1)
        os.dup2(told, 2)
        os.close(told)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        try:
            command.main(args=call["args"], prog_name="gpss-sim")
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
            code = -1
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.flush()
        sys.stderr.flush()
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        os.write(answers, json.dumps({"code": code, "seconds": seconds, "peak": peak}).encode() + b"\n")


if __name__ == "__main__":
    main(int(Path(sys.argv[1]).name))
