"""A study begun before a key of experiments existed is still the same study."""

from __future__ import annotations

import json
from pathlib import Path

from gpss_sim.study import run_batch
from gpss_sim.study.store import FILE, Store
from tests.study.fake import MODEL, write_experiment
from tests.study.process import alter

NEW_KEYS = ("crossing", "zip", "when", "sampling", "samples", "levels", "luck")


def test_a_store_without_the_keys_of_today_is_continued(tmp_path: Path) -> None:
    path, out = write_experiment(tmp_path), tmp_path / "out"
    run_batch(path, out, workers=0, model=MODEL)
    with Store(out / FILE) as store:
        facts = store.facts()
    for fact in ("experiment", "plan"):
        old = json.loads(facts[fact])
        del old["factors"]
        for key in NEW_KEYS:
            del old["design"][key]
        alter(out / FILE, ("UPDATE facts SET content = ? WHERE name = ?", (json.dumps(old), fact)))
    assert run_batch(path, out, workers=0, model=MODEL, replications=5).played == 6
