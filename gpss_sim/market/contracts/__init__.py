"""What is bought and on which terms: projects, contracts, prices, staff.

Nouns and their arithmetic; nothing here happens by itself. Imports the ground floor alone.
"""
