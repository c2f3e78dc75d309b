"""Printers: one compiled plan, written out in other languages. Each must pass the whole golden set."""
