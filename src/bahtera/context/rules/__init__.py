"""Rules of context, without Django: what a series must say, what a file may hold, what may be compared."""
