"""Reads of releases: single families for statistics, versions, corrections, what two versions differ in."""

from bahtera.releases.queries.comparing import affected, told_in
from bahtera.releases.queries.corrections import correction, corrections, count_waiting
from bahtera.releases.queries.lines import erased_hashes
from bahtera.releases.queries.micro import micro_rows, pseudonyms
from bahtera.releases.queries.micro_requests import micro_request, micro_requests
from bahtera.releases.queries.orders import is_large, last_order, order
from bahtera.releases.queries.reproducing import reproduce
from bahtera.releases.queries.verifying import verify_file
from bahtera.releases.queries.versions import (
    answered_in,
    cite,
    cite_in_steps,
    current,
    figures_at,
    is_exact,
    origins,
    public_file,
    public_versions,
    version,
    versions,
)

__all__ = [
    "affected",
    "answered_in",
    "cite",
    "cite_in_steps",
    "correction",
    "corrections",
    "count_waiting",
    "current",
    "erased_hashes",
    "figures_at",
    "is_exact",
    "is_large",
    "last_order",
    "micro_request",
    "micro_requests",
    "micro_rows",
    "order",
    "origins",
    "pseudonyms",
    "public_file",
    "public_versions",
    "reproduce",
    "told_in",
    "verify_file",
    "version",
    "versions",
]
