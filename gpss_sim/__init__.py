"""Simulate and plan government purchase of social work services (政府购买社会工作服务)."""

from gpss_sim.lazy_exports import lazy_exports

__version__ = "0.1.0"
# `study` is the package of that name, which is called like the function: see gpss_sim/study/__init__.py.
__getattr__, __dir__ = lazy_exports(
    __name__,
    {
        "Allocation": "gpss_sim.api.decisions",
        "Planned": "gpss_sim.api.plans",
        "Run": "gpss_sim.api.cities",
        "Study": "gpss_sim.api.result",
        "allocate": "gpss_sim.api.decisions",
        "batch": "gpss_sim.api.studies",
        "compare": "gpss_sim.api.comparing",
        "explain": "gpss_sim.api.decisions",
        "load": "gpss_sim.api.cities",
        "merge": "gpss_sim.api.studies",
        "plan": "gpss_sim.api.plans",
        "plots": "gpss_sim.api",
        "read": "gpss_sim.api.studies",
        "run": "gpss_sim.api.cities",
        "study": "gpss_sim.api.studies",
    },
)
