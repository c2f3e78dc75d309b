"""Questions about how interviews were made: declared, asked of persons, and never a verdict."""
