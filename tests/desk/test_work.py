"""Processes that work for the desk: parts in order, the newest wins, and what runs can be stopped."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import Any

from gpss_sim.desk.work import DeskWorker, Failed
from tests.desk.desks import until
from tests.desk.tasks import broken, count, polite


def test_a_worker() -> None:
    """One process for all of it: starting one takes a second."""

    async def play() -> None:
        worker, got = DeskWorker(patience=0.3), []
        try:
            worker.ask(lambda: (count, ("a", 2, 0.0)), got.append)
            await until(lambda: None in got)
            assert got == ["a0", "a1", None]

            got.clear()
            worker.ask(lambda: (broken, ()), got.append)
            await until(lambda: None in got)
            assert isinstance(got[1], Failed)
            assert "no such thing" in got[1].text

            # What runs goes on, of what waits only the newest is asked.
            got.clear()
            life = worker.life
            for name in "xyz":
                worker.ask(lambda n=name: (count, (n, 1, 0.05)), got.append)
            await until(lambda: not worker.busy)
            assert got == ["x0", None, "z0", None]

            # A task that asks gives way at once.
            got.clear()
            worker.ask(lambda: (polite, (20.0,)), got.append)
            await until(lambda: "first" in got)
            worker.ask(lambda: (count, ("n", 1, 0.0)), got.append)
            await until(lambda: not worker.busy)
            assert got == ["first", "gave way", None, "n0", None]
            assert worker.life == life

            # One that does not ask is killed after its time, and the newer one is answered by another process.
            got.clear()
            worker.ask(lambda: (count, ("slow", 1, 60.0)), got.append)
            worker.ask(lambda: (count, ("quick", 1, 0.0)), got.append)
            await until(lambda: not worker.busy)
            assert got == ["quick0", None]
            assert worker.life > life
        finally:
            worker.close()

    asyncio.run(play())


def test_stopping_ends_the_process_and_the_loop_is_never_blocked() -> None:
    async def play() -> None:
        worker, got, beats = DeskWorker(), [], []

        async def beat() -> None:
            while True:
                beats.append(time.monotonic())
                await asyncio.sleep(0.01)

        pulse = asyncio.create_task(beat())
        worker.ask(lambda: (count, ("x" * 1_000_000, 1, 60.0)), got.append)
        await asyncio.sleep(0.5)
        process = worker._process
        worker.stop()
        assert not worker.busy
        await asyncio.sleep(0.05)
        pulse.cancel()
        assert process is not None
        assert not process.is_alive()
        assert got == []
        worker.close()

        gaps = [later - earlier for earlier, later in pairwise(beats)]
        assert max(gaps) < 0.4, "the loop waited for the process"

    asyncio.run(play())


def test_a_worker_that_dies_says_so() -> None:
    async def play() -> list[Any]:
        worker, got = DeskWorker(), []
        worker.ask(lambda: (count, ("x", 1, 60.0)), got.append)
        await asyncio.sleep(0.1)
        assert worker._process is not None
        worker._process.kill()
        await until(lambda: None in got)
        worker.close()
        return got

    failed, end = asyncio.run(play())
    assert isinstance(failed, Failed)
    assert end is None
