"""Short names of fields and of worlds."""

from __future__ import annotations

import re

from gpss_sim.i18n import Language, word
from gpss_sim.report.meaning import meaning
from gpss_sim.scenario.origin import split

_FIELD = re.compile(r"(^|,)([a-z_]+(?:\.\w+)+)=")
_FIRST = re.compile(r"[，；：（]")
SHORT = 14
"""Characters of the longest meaning of a field that stands for its name."""


def field_name(dotted: str, lang: Language) -> str:
    """What a field of the scenario is called, in short; its path where nothing short is known.

    >>> field_name("demand.load", "zh"), field_name("agencies.effort_paid", "zh"), field_name("demand.load", "en")
    ('需求负荷', '努力成本中由机构支付的部分', 'demand.load')
    """
    last = dotted.rpartition(".")[2]
    if lang == "en" or (short := word("rule", last, lang)) != last:
        return dotted if lang == "en" else short
    meant = _FIRST.split(meaning(split(dotted), lang))[0]
    return meant if 0 < len(meant) <= SHORT else dotted


def field_told(dotted: str, lang: Language) -> str:
    """A field in a sentence: its path, which in Chinese stands behind what it is called.

    >>> field_told("demand.load", "zh"), field_told("demand.load", "en")
    ('需求负荷（demand.load）', 'demand.load')
    """
    meant = field_name(dotted, lang)
    return dotted if meant == dotted else f"{meant}（{dotted}）"


def is_world(name: str) -> bool:
    """Whether a name sets fields of the scenario.

    >>> is_world("demand.load=1.4"), is_world("formal/post")
    (True, False)
    """
    return bool(_FIELD.match(name))


def world_name(world: str, lang: Language) -> str:
    """Name of a world; in Chinese its fields by what they are called, and their values where they are words.

    >>> world_name("demand.load=1.4", "en"), world_name("demand.load=1.4,agencies.reach=0.2", "zh")
    ('demand.load=1.4', '需求负荷=1.4，可承接的项目=0.2')
    """
    if lang == "en":
        return world
    return _FIELD.sub(lambda found: f"{'，' if found[1] else ''}{field_name(found[2], lang)}=", world)
