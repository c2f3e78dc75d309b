"""The small typed expression language of index definitions."""
