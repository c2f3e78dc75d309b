"""Reads of plans and assessments."""
