"""``python -m gpss_sim`` is the console script ``gpss-sim``."""

from gpss_sim.cli import main

main()
