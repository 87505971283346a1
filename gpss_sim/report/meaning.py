"""What a field of a scenario is, in English from its declaration and in Chinese from the catalogue ``fields``."""

from __future__ import annotations

from gpss_sim.i18n import Language, words
from gpss_sim.scenario.catalogue import field_at
from gpss_sim.scenario.declared import declared
from gpss_sim.scenario.origin import Key


def meaning(key: Key, lang: Language = "en") -> str:
    """What the field at a path is; empty where there is no such field.

    Parameters
    ----------
    key : Key
        Path with names of entries and indices.

    >>> meaning(("demand", "load"), "zh")
    '年到达人数与参考预算所购模板容量之比'
    """
    if lang == "en":
        info = field_at(key)
        return (info.description or "").replace("`", "") if info else ""
    return words("fields", "field", lang).get(declared(key), "")
