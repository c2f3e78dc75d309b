"""Reading cards, records, appointments and months."""
