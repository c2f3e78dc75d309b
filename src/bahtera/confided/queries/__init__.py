"""What the private part asks, and which boxes there are."""
