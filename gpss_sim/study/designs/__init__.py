"""Designs of experiments as pure functions: which levels, or which points of the unit cube, are run.

A design knows nothing of field paths or scenarios: :mod:`gpss_sim.study.design` gives its rows names and values.
Columns are factors, rows are runs. Import from the modules: reading an experiment that samples nothing loads no NumPy.
"""
