"""What queues alone take of posts alone, a person: readable or compiled, as GPSS_SIM_FAST says (off, on)."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from ours import _station

from gpss_sim.market.recipients import compiling


def main() -> None:
    """Print one line of JSON: people, processor seconds between two events of the city."""
    _station(1, 1).run()
    world = _station(1)
    queues: Any = world.state.queues
    rings = queues if hasattr(queues, "_columns") else queues._due
    kind, spent = type(rings), [0.0]
    ring = kind._ring

    def timed(self: Any, event: Any) -> None:
        start = time.process_time()
        ring(self, event)
        spent[0] += time.process_time() - start

    kind._ring = timed
    world.run()
    print(json.dumps({"counted": len(queues.people), "seconds": spent[0]}))


if __name__ == "__main__":
    if not os.environ.get(compiling.VARIABLE):
        sys.exit(f"set {compiling.VARIABLE} to on or off")
    main()
