"""What fits whom, what agreements cover, how centres stand, and the directory as a table. Plain values."""
