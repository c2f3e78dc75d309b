"""Every write of families: visits as they come in, and what an office records by hand."""
