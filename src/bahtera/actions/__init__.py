"""Plans of villages and agencies, their progress and assessment, and what they changed."""
