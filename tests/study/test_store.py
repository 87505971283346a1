"""What is read of a store is what was written, signs of zero and what is no number included."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gpss_sim.errors import InputError
from gpss_sim.study.store import FILE, OK, Store, StoredRun

WHERE = ("2-5", "", "", "", "", "")


@pytest.mark.parametrize("value", [0.0, -0.0, 1, -1.5, math.nan, 1e300, 5e-324])
def test_a_store_that_nobody_touched_is_whole(tmp_path: Path, value: float) -> None:
    with Store(tmp_path / FILE, write=True) as store:
        store.begin({"study": "{}"}, [("a", "digest", "{}")])
        store.add(StoredRun("a", 0, "key", OK, 1.0, "now", ""), [("money", *WHERE, value, "yuan")])
        store.check()
    with Store(tmp_path / FILE, check=True) as store:
        (row,) = store.rows("a", 0)
    assert row.value == pytest.approx(value, nan_ok=True)


def test_a_measure_that_somebody_changed_is_not(tmp_path: Path) -> None:
    with Store(tmp_path / FILE, write=True) as store:
        store.begin({"study": "{}"}, [("a", "digest", "{}")])
        store.add(StoredRun("a", 0, "key", OK, 1.0, "now", ""), [("money", *WHERE, -0.0, "yuan")])
        store._db.execute("UPDATE measures SET value = 1e-9")
        with pytest.raises(InputError):
            store.check()
