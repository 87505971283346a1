"""The project library of the market: what is applied for, what passes, what waits, what is drawn and bought.

Imports agencies, the rulebook, contracts and below.
"""
