"""A list of projects and everything that follows from it: who pays, what it is worth, which rules it breaks."""
