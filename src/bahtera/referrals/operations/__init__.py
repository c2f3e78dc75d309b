"""Moving referrals: each move in one transaction with its event, its clocks and its entry."""
