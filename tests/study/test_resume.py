"""A study begun before a key of experiments existed is still the same study."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from gpss_sim.study import run_batch
from gpss_sim.study.store import FILE
from tests.study.fake import MODEL, write_experiment

NEW_KEYS = ("crossing", "zip", "when", "sampling", "samples", "levels", "luck")


def test_a_store_without_the_keys_of_today_is_continued(tmp_path: Path) -> None:
    path, out = write_experiment(tmp_path), tmp_path / "out"
    run_batch(path, out, workers=0, model=MODEL)
    database = sqlite3.connect(out / FILE)
    for fact in ("experiment", "plan"):
        (content,) = database.execute("SELECT content FROM facts WHERE name = ?", (fact,)).fetchone()
        old = json.loads(content)
        del old["factors"]
        for key in NEW_KEYS:
            del old["design"][key]
        database.execute("UPDATE facts SET content = ? WHERE name = ?", (json.dumps(old), fact))
    database.commit()
    database.close()
    assert run_batch(path, out, workers=0, model=MODEL, replications=5).played == 6
