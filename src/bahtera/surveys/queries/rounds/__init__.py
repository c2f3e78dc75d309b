"""Rounds and the counts taken of them."""
