"""Documents that leave the house under a number: what they say, how they are set, and the tables beside them."""
