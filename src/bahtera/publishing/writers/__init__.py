"""Files as streams of bytes: what is written is handed on, nothing is kept."""
