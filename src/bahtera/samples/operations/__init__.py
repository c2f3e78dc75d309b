"""Writes of frames, draws and the families drawn. Each is one transaction with its audit entry."""
