"""What may stand in a group's records, and what follows from them. Values in, values out."""
