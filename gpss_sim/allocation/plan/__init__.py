"""A plan: what is bought, and all that follows from it: who pays, what it is worth, which rules it breaks."""
