"""Values as they stand in names of design points and in cells, and as ``--set`` takes them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel


def text(value: Any) -> str:
    """Text of a lever's value in names and cells.

    >>> text(True), text(("a", "b")), text(()), text(0.5), text(1000.0)
    ('true', 'a;b', 'none', '0.5', '1000')

    Tables stand as ``--set`` takes them:

    >>> text(({"mode": "formal"}, {"domain": "care", "years": 2}))
    '[{"mode" = "formal"}, {"domain" = "care", "years" = 2}]'
    """
    if _is_table(value) or (isinstance(value, (tuple, list)) and any(map(_is_table, value))):
        return _toml(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (tuple, list)):
        return ";".join(map(text, value)) or "none"
    return str(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, (dict, BaseModel))


def override(path: str, value: Any) -> str:
    """Write a setting as ``load_scenario`` reads it: ``path=value`` in TOML syntax.

    >>> override("rules.overlays", ("a",)), override("rules.modes.formal.bars", True)
    ('rules.overlays=["a"]', 'rules.modes.formal.bars=true')
    """
    return f"{path}={_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, BaseModel):
        return _toml(value.model_dump(exclude_unset=True, exclude_none=True))
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(key)} = {_toml(entry)}' for key, entry in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)
