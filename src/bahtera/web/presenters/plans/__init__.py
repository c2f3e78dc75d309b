"""What the pages about plans of action and field assessments show."""
