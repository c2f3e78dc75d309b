"""A questionnaire as it stands on paper: what to ask, in which order, under which number, and when not."""
