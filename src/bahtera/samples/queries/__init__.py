"""Reads of frames, draws and the design that estimates need."""
