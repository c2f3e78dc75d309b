"""Referrals between units: their states, what may be sent and on what ground, their clocks, and how well they go."""
