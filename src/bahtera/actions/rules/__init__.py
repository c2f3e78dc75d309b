"""What may be done to plans and assessments, and what may stand in them. Values in, values or errors out."""
