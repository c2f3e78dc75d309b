"""Gives, changes and takes back what opens the door to a phone."""
