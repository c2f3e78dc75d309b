"""What is done to plans and assessments. Each checks, writes, and leaves an audit entry."""
