"""What is on record: services, agreements, centres, and what was written when."""
