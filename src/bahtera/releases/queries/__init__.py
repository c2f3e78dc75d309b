"""Reads of releases: single families for statistics, versions, corrections."""

from bahtera.releases.queries.micro import micro_rows

__all__ = ["micro_rows"]
