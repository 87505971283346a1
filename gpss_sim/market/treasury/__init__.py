"""The buyer's money: what is there, what is earmarked, committed and spent, by source.

Imports contracts (for projects and commitments), the ledger and below.
"""
