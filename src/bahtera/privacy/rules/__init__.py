"""What is declared, and what may be done, without a database."""
