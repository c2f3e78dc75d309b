"""What waits for a reader today: each part of the house offers what it knows, one list shows it, the late first."""
