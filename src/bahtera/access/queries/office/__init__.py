"""Reads people, units, decrees and roles."""
