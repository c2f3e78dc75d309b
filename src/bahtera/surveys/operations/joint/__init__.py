"""Giving a family to two kader, taking in what each signed, and making one visit of it."""
