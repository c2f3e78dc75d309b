"""Rows about single families that may leave: coarse enough, agreed to by two people, with their report."""
