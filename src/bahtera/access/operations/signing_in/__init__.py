"""Proves who somebody is, and opens and ends their sessions."""
