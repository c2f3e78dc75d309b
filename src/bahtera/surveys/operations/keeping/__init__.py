"""Erasing, and what grows old."""
