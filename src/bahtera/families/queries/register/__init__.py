"""Reads of the register: who may look at which family, what happened to it, who lives with it, who is on the way."""
