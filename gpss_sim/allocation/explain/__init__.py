"""Why a project is in or out, and the smallest change that turns the decision round, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gpss_sim.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from gpss_sim.allocation.explain.change import Change, Explanation
    from gpss_sim.allocation.explain.explainer import explain, explain_all

__all__ = ["Change", "Explanation", "explain", "explain_all"]
__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "Change": "gpss_sim.allocation.explain.change",
        "Explanation": "gpss_sim.allocation.explain.change",
        "explain": "gpss_sim.allocation.explain.explainer",
        "explain_all": "gpss_sim.allocation.explain.explainer",
    },
)
