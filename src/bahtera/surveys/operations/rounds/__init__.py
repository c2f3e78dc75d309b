"""Rounds: opened, given targets, closed."""
