"""Runs in the Open Contracting Data Standard 1.1, and what real releases say of a market."""
