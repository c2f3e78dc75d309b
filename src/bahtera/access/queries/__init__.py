"""All reads of access."""
