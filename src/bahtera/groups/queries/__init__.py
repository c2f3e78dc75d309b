"""Reading groups: lists and counts, one group, its people, months, businesses, stages, and bundles."""
