"""What is asked of SSH hosts: one run at a time in each worker, and as many workers a host as were asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from gpss_sim.study.cluster import _started


def test_ssh_hosts_get_workers_of_one_thread_each() -> None:
    asked: list[tuple[list[str], dict[str, Any]]] = []

    class Place:
        closed = False

        def close(self) -> None:
            self.closed = True

    def start(hosts: list[str], worker_options: dict[str, Any]) -> Place:
        asked.append((hosts, worker_options))
        return Place()

    with _started(SimpleNamespace(SSHCluster=start), "ssh:first,,second", 7) as place:  # type: ignore[arg-type]
        assert not place.closed
    assert place.closed
    assert asked == [(["first", "second"], {"nthreads": 1, "n_workers": 7})]
