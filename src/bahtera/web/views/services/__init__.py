"""Pages of the service wing: which office offers what, agreements, centres, days off."""
