"""Making weights agree with what is known of the population: calibration, and who did not answer."""
