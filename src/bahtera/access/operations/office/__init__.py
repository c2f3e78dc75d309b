"""Changes people, units, decrees and roles."""
