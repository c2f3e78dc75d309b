"""What phones carry: forms' lists, settings, what was sent back."""
