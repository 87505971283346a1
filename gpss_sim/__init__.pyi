from gpss_sim.api import Allocation as Allocation
from gpss_sim.api import Run as Run
from gpss_sim.api import Study as Study
from gpss_sim.api import allocate as allocate
from gpss_sim.api import batch as batch
from gpss_sim.api import compare as compare
from gpss_sim.api import explain as explain
from gpss_sim.api import load as load
from gpss_sim.api import run as run

__version__: str
