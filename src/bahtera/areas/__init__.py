"""Indonesia's administrative areas: codes, names, positions, time zones. Entered through ``api``."""
