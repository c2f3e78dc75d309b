"""Every write of privacy: one function, one transaction, one audit entry."""
