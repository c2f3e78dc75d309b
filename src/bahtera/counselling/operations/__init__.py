"""Writing cards, records, sessions, appointments and reports, and the reads that leave an entry in the audit."""
