"""Families that two kader share: their sections, their parts, and what both say."""
