"""Families and their members over time: identity, moves, splits, merges, deaths. Entered through ``api``."""
