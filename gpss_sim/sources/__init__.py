"""Where numbers and claims come from: every key that scenarios, fields and pages cite, with what stands behind it.

Keys are of five kinds, one TOML file each: what the documents say (``R05``, ``F038``, ``M14`` …), the table of
evidence (``2A``, ``§3 fact 9``), theory (``T6``), the equations of the model (``equation 5.2``), and the
documents themselves.
"""

from gpss_sim.sources.citations import citations
from gpss_sim.sources.entries import Document, Source, SourceRow, documents, sources

__all__ = ["Document", "Source", "SourceRow", "citations", "documents", "sources"]
