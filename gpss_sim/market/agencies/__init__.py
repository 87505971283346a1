"""Agencies: what they are, who is admitted, what they believe, offer, and put into a contract; their entry and exit.

Imports the rulebook, contracts and below; knows no tender and no buyer.
"""
