"""What holds for cards, records, appointments and months, without a database."""
