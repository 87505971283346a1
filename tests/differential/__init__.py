"""The budget decision against an enumeration that shares no code with it."""
