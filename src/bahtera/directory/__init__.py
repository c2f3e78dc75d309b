"""Which office offers what to whom, under which agreement, and which centres are at work."""
