"""Leave names, versions, licences and hashes in a bill of materials: no addresses, no descriptions, no tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

LEFT_OUT = ("externalReferences", "description", "tools")


def slim(value: Any) -> Any:
    """The same without the keys left out, at any depth."""
    if isinstance(value, dict):
        return {key: slim(entry) for key, entry in value.items() if key not in LEFT_OUT}
    return [slim(entry) for entry in value] if isinstance(value, list) else value


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(json.dumps(slim(json.loads(path.read_text("utf-8"))), indent=1) + "\n", "utf-8")
