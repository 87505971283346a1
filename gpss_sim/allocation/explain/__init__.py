"""Why a project is in or out, and the smallest change that turns the decision round, exactly."""

from __future__ import annotations

from gpss_sim.allocation.explain.change import Change, Explanation
from gpss_sim.allocation.explain.explainer import explain, explain_all

__all__ = ["Change", "Explanation", "explain", "explain_all"]
