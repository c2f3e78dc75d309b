"""Word to somebody that something waits or happened: a list with read marks, and a letter by e-mail."""
