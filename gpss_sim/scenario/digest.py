"""A name for the resolved inputs of a run, the same on every machine and in every process."""

from __future__ import annotations

import hashlib
import json

from gpss_sim.scenario.schema import Scenario

TOLD_ONLY = ("name", "title", "title_zh", "sources")
"""What is read by people and changes no result: left out of the digest, as is the name of the library's file."""


def digest(scenario: Scenario) -> str:
    """SHA-256 of everything in the scenario that a result may depend on.

    The order in which entries were written counts, for the model may follow it. Where a value was
    written (file, parent, override, overlay) does not count, nor do names, titles and sources.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    values = scenario.model_dump(exclude=set(TOLD_ONLY))
    del values["city"]["library"]
    if values["rules"]["allocation"] is None:
        del values["rules"]["allocation"]
    # Infinity is written as JavaScript does: the text is digested, never read back.
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
