"""What the pages of the service wing show."""
