"""Pages of the register of families."""
