"""What is asked of SSH hosts: one run at a time in each worker, as many workers as asked for; and what is told."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study.cluster import _started


@pytest.fixture(autouse=True)
def _asyncssh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", ModuleType("asyncssh"))


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


@pytest.mark.parametrize("where", ["ssh:", "ssh:,", "ssh:alone"])
def test_ssh_needs_a_host_for_the_scheduler_and_one_for_workers(where: str) -> None:
    asked = pytest.raises(InputError, match=r"--cluster: .*: write ssh:HOST,HOST")
    with asked, _started(SimpleNamespace(), where, 1):  # type: ignore[arg-type]
        pass


@pytest.mark.parametrize("trouble", [RuntimeError, OSError, ValueError])
def test_a_cluster_that_does_not_start_is_told(trouble: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def start(*_: object, **__: object) -> None:
        raise trouble("permission denied by second")

    told = r"--cluster: .*: no cluster starts \(permission denied by second\)"
    with pytest.raises(InputError, match=told), _started(SimpleNamespace(SSHCluster=start), "ssh:first,second", 1):  # type: ignore[arg-type]
        pass
    monkeypatch.setitem(sys.modules, "dask_jobqueue", SimpleNamespace(SLURMCluster=start))
    with pytest.raises(InputError, match=told), _started(SimpleNamespace(), "slurm", 1):  # type: ignore[arg-type]
        pass
