"""Keeping boxes, opening them for their one purpose, letting them go, and bringing them to a newer key."""
