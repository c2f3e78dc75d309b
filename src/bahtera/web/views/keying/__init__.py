"""Typing in what kader wrote on paper: batches, the page that types, and what a second typing says."""
