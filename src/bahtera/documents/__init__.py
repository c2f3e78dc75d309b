"""Documents that were issued: number, data version, hash, whether one is the latest, the signed scan."""
