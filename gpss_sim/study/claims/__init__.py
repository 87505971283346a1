"""Claims of the documents: each a file, played as a contrast with common random numbers, judged, and taken apart."""
