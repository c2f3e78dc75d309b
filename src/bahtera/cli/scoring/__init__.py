"""What the commands `score`, `merge` and `explain` do: check files, count, and write results."""
