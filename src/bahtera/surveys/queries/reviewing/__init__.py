"""Visits as people look at them: lists, one with everything around it, open work."""
