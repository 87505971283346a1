"""The best rulebook: a fractional design, screening, successive halving, neighbours, and a race of the last dozen."""
