"""What leaves as files, and what grows old."""
