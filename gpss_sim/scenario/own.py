"""What sets the buyer's own sellers apart from independent agencies: all of it said here, none of it in code."""

from __future__ import annotations

from typing import Literal

from gpss_sim.scenario.fields import Table, param


class OwnSeller(Table):
    """How one kind of the buyer's own sellers differs from independent agencies, whose types it otherwise shares.

    As declared here its size, fields and reach are those of a mandate: it serves whatever its founder funds. Each can
    be drawn from the distribution of independent agencies instead.
    """

    slack: float = param(
        0.0,
        "staff above the least needed per unit of output, as a share of it",
        ge=0,
        le=2,
        sweep=(0, 0.5),
        source="evidence 2A (saving v direct provision), 2F",
    )
    scale: Literal["unlimited", "drawn"] = param(
        "unlimited", "workers it can field: as many as are funded, or drawn like everybody's", source="evidence 2A"
    )
    domains: Literal["all", "drawn"] = param("all", "domains it works in: all, or drawn like everybody's")
    reach: Literal["all", "drawn"] = param(
        "all", "projects of its district and domains that it can serve: all, or drawn like everybody's"
    )


INDEPENDENT = OwnSeller(slack=0.0, scale="drawn", domains="drawn", reach="drawn")
"""Independent agencies in the same terms: the yardstick."""
