"""Scenarios of this package: each folder holds one."""
