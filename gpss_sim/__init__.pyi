from gpss_sim.api import plots as plots
from gpss_sim.api.cities import Run as Run
from gpss_sim.api.cities import load as load
from gpss_sim.api.cities import run as run
from gpss_sim.api.comparing import compare as compare
from gpss_sim.api.decisions import Allocation as Allocation
from gpss_sim.api.decisions import allocate as allocate
from gpss_sim.api.decisions import explain as explain
from gpss_sim.api.plans import Planned as Planned
from gpss_sim.api.plans import plan as plan
from gpss_sim.api.result import Study as Study
from gpss_sim.api.studies import batch as batch
from gpss_sim.api.studies import merge as merge
from gpss_sim.api.studies import read as read
from gpss_sim.api.studies import study as study

__version__: str
