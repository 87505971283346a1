"""What every test gets: English, Hypothesis profiles, optional outside data, and no global random numbers."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

# Two test workers share the cores: threads of linear algebra beside them would only wait for each other.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import numpy as np  # noqa: E402
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from tests.durations import kept  # noqa: E402
from tests.layers import ROOT  # noqa: E402

os.environ["GPSS_SIM_LANG"] = "en"  # whatever the machine speaks; tests of Chinese ask for it

# A shell that starts the suite in the background has it ignore Ctrl-C, and what tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

os.environ["GPSS_SIM_FAST"] = "off"  # faults are put into the readable queues; tests of the compiled ones ask for them

# All workers of one test run share what they solved, in a folder that goes with it: nothing is read that was computed
# before. Where tests put faults into the code, in ``tests/mutation`` and ``tests/market/policies``, nothing is kept.
_SHARED = None
if "PYTEST_XDIST_WORKER" not in os.environ and os.environ.get("GPSS_SIM_CACHE") != "off":
    _SHARED = tempfile.TemporaryDirectory(prefix="gpss-sim-tests-")
    os.environ["GPSS_SIM_CACHE"] = _SHARED.name

# Reading and restoring the state stays possible: Hypothesis does both around each example.
STATE = {"seed", "getstate", "setstate", "get_state", "set_state"}
# Libraries that draw names for their own use, never numbers that reach a result.
BYSTANDERS = {"dask", "distributed", "playwright", "rich", "tornado"}


QUICK = "--quick"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take ``--quick``: without the files that take long, as ``make quick`` asks."""
    parser.addoption(QUICK, action="store_true", help="pass over the files named in tests/long_files.txt")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over what takes long, before it is even read."""
    if not config.getoption(QUICK) or collection_path.suffix != ".py":
        return None
    return collection_path.relative_to(ROOT).as_posix() in kept() or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; the others keep their order."""
    places = kept()
    items.sort(key=lambda item: places.get(item.path.relative_to(ROOT).as_posix(), len(places)))


def pytest_unconfigure() -> None:
    """Remove what the workers shared."""
    if _SHARED is not None:
        _SHARED.cleanup()


@pytest.fixture(scope="session")
def outside_data() -> Path:
    """Folder of real data named by GPSS_SIM_DATA; the test is skipped without it."""
    folder = os.environ.get("GPSS_SIM_DATA")
    if not folder:
        pytest.skip("GPSS_SIM_DATA is not set")
    if not Path(folder).is_dir():
        pytest.fail(f"GPSS_SIM_DATA={folder} is no folder")
    return Path(folder)


def _forbidden(name: str, draw: Callable[..., object]) -> Callable[..., object]:
    def refuse(*args: object, **kwargs: object) -> object:
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.split(".")[0] in BYSTANDERS:
            return draw(*args, **kwargs)
        raise AssertionError(f"{name}: random numbers come from gpss_sim.streams only, not from {caller}")

    return refuse


def _global_draws(module: object, source: type) -> list[str]:
    """Names of the module functions that are methods of the module's hidden global generator."""
    return [
        name
        for name in vars(module)
        if hasattr(source, name) and not name.startswith("_") and name not in STATE and name.islower()
    ]


@pytest.fixture(scope="session", autouse=True)
def no_global_luck() -> Iterator[None]:
    """Make every draw from the global generators of ``random`` and ``numpy.random`` an error."""
    with pytest.MonkeyPatch.context() as patch:
        for module, source in ((random, random.Random), (np.random, np.random.RandomState)):
            for name in _global_draws(module, source):
                patch.setattr(module, name, _forbidden(f"{module.__name__}.{name}", getattr(module, name)))
        yield
