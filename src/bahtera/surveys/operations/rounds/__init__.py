"""Rounds: planned, moved from state to state, and who is to visit whom in them."""
