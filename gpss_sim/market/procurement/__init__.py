"""One purchase: candidates, offers, gates, award, challenge, signature.

Imports delivery (to sign and to open contracts), agencies and below; knows no buyer.
"""
