"""Figures of others about an area (child marriage, poverty, counts of Simfoni), each with its source and date."""
