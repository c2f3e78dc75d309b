"""Writes of groups: cards, members, meetings, months, businesses, stages, bundles, tables."""
