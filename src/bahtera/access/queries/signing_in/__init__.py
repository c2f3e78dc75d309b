"""Reads accounts, their factors and their sessions."""
