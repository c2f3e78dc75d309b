"""When something is due: declared clocks, hours that run, days on which offices work, and who is told."""
