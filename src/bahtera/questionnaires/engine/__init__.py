"""Forms and answers without Django: expressions, evaluation, checks, publishing."""
