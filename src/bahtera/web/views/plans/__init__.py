"""Plans of action of villages and agencies, and the assessment of field visits."""
