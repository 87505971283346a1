"""Theory against simulation: rows with a known answer, run through ordinary scenario files."""

from gpss_sim.verification.run import verify
from gpss_sim.verification.verdict import LIMIT, RowResult

__all__ = ["LIMIT", "RowResult", "verify"]
