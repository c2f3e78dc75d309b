"""Pages of those who look after people, units, roles and decrees."""
