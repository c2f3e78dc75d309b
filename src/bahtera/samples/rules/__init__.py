"""What may be drawn and when, and what a file says. Values in, answer out."""
