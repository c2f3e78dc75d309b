"""Groups that families belong to: UPPKA, BKB, BKR, BKL and PIK-R, their cards, members, meetings and months."""
