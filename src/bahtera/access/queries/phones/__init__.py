"""Reads what opens the door to a phone."""
