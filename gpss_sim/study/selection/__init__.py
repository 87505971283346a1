"""Choosing the best of many policies with as few runs as a stated probability of being right allows.

Pure functions of arrays. Policies share the luck of a replication, so everything is reckoned from paired differences.
"""
