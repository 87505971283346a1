"""The buyer's year: needs, budget, plan, purchases, reserve list, emergencies, reviews.

Imports procurement and everything below it.
"""
