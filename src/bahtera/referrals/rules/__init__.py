"""What may happen to a referral and what follows: values in, values out, no database and no clock of its own."""
