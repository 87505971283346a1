"""The former home of :mod:`gpss_sim.i18n`; import from there."""

from gpss_sim.i18n import InBoth, Language, Message, Told, current, is_known, listed, preferred, said, shown, speak

__all__ = [
    "InBoth",
    "Language",
    "Message",
    "Told",
    "current",
    "is_known",
    "listed",
    "preferred",
    "said",
    "shown",
    "speak",
]
