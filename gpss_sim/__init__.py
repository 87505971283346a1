"""Simulate and plan government purchase of social work services (政府购买社会工作服务)."""

from gpss_sim.lazy_exports import lazy_exports

__version__ = "0.1.0"
__getattr__ = lazy_exports(
    __name__,
    dict.fromkeys(
        ("load", "run", "compare", "batch", "allocate", "explain", "Run", "Study", "Allocation"), "gpss_sim.api"
    ),
)
