"""What people decide about a visit, and who takes over what is left open."""
