"""The decision as an integer program, and the solvers that are asked."""
