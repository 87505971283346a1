"""What the rules say of a project, before anybody acts: method, cost of procedures, money held back, panels.

Functions of the scenario and a project, which everybody may read. Imports contracts and below.
"""
