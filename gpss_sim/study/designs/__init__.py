"""Designs of experiments as pure functions: which levels, or which points of the unit cube, are run.

A design knows nothing of field paths or scenarios: :mod:`gpss_sim.study.design` gives its rows names and values.
Columns are factors, rows are runs.
"""

from gpss_sim.study.designs.factorial import fractional, full, one_at_a_time
from gpss_sim.study.designs.latin import latin_hypercube
from gpss_sim.study.designs.morris import Trajectories, trajectories
from gpss_sim.study.designs.scales import Scale
from gpss_sim.study.designs.sobol import saltelli, sobol

__all__ = [
    "Scale",
    "Trajectories",
    "fractional",
    "full",
    "latin_hypercube",
    "one_at_a_time",
    "saltelli",
    "sobol",
    "trajectories",
]
