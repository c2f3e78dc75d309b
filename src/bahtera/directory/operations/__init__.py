"""Writes of the directory: services of units, agreements, statuses of centres, tables."""
