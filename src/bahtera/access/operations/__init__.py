"""All writes of access: one function is one use case, one transaction, with its audit entry."""
