"""Estimates from survey designs, and what an index is worth. Pure: arrays and frames in, plain values out; no Django.

See README.md.
"""
