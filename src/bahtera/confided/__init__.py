"""What a respondent confided on a phone: kept sealed, opened for figures or by UPTD PPA and by nobody else."""
