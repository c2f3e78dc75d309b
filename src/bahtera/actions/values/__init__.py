"""What plans, their progress and assessments are made of."""
