"""Names of fields, values and policies of a study, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gpss_sim.i18n import InBoth

if TYPE_CHECKING:
    from gpss_sim.study.experiment import Experiment


def field(path: str) -> InBoth:
    """A field of the scenario; in Chinese its path stands behind what it is called.

    >>> field("demand.load").said("zh")
    '需求负荷（demand.load）'
    """
    from gpss_sim.report.short_names import field_told

    return InBoth(path, field_told(path, "zh"))


def value(text: str) -> InBoth:
    """A value of a field.

    >>> value("competitive").said("zh"), value("0.5").said("zh")
    ('竞争性购买', '0.5')
    """
    from gpss_sim.report.words import Words

    words = Words("zh")
    meant = words.name(text)
    return InBoth(text, meant if meant != text.replace("_", " ") else words.rule(text))


def policy(name: str, experiment: Experiment) -> InBoth:
    """A design point of an experiment."""
    from gpss_sim.report.words import Words

    return InBoth(name, Words("zh").policy(name, experiment))


def unit(text: str) -> InBoth:
    """A unit of an outcome.

    >>> unit("days").said("zh")
    '天'
    """
    from gpss_sim.report.words import Words

    return InBoth(text, Words("zh").unit(text))
