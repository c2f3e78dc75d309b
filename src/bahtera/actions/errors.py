"""What this package refuses."""
