"""The stored files of versions, opened. A version never changes, so the last few are remembered."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from bahtera.foundation import blobs
from bahtera.releases.errors import UnknownVersion
from bahtera.releases.models import Version
from bahtera.releases.rules import manifest_lines
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT = 4


def version_of(round_id: int, number: int) -> Version:
    """Return a version's row; raises UnknownVersion."""
    row = Version.objects.filter(round_id=round_id, number=number).order_by("pk").first()
    if row is None:
        raise UnknownVersion(round_id, number)
    return row


def newest(round_id: int, *, with_public: bool = False) -> Version | None:
    """Return the newest version of a round, or the newest that has figures for everybody; None where there is none."""
    rows = Version.objects.filter(round_id=round_id).order_by("-number", "-pk")
    return (rows.exclude(public="") if with_public else rows).first()


def manifest_of(row: Version) -> list[tuple[str, str]]:
    """Return (village, hash of the line) of every family of a version."""
    return manifest_lines(text_of(row.manifest))


@lru_cache(maxsize=_KEPT)
def figures_of(sha256: str) -> Mapping[str, Any]:
    """Return what a version's file of figures says."""
    found: dict[str, Any] = json.loads(text_of(sha256))
    return found


def counted_in(document: Mapping[str, Any], part: str = "counted") -> results.Counted:
    """Return the sums that stand in a document of figures."""
    return results.Counted.from_json(document[part])


def text_of(sha256: str) -> bytes:
    """Return the text of a stored file."""
    with blobs.open(sha256) as file:
        return zlib.decompress(file.read())
