"""Recipients: who comes with which need, how they wait, choose a provider, are served and leave.

A recipient knows a contract only as a `Service`: places, whether one is free, whose they are. Imports nothing of the
market but its ground floor (statuses, purposes of draws) and policies.
"""
