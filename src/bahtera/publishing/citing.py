"""How a file names the data version its figures come from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from bahtera.publishing.values import About
from bahtera.releases import api as releases

if TYPE_CHECKING:
    from collections.abc import Mapping

_HASH = 12


def about_version(round_id: int | None) -> tuple[About, ...]:
    """Return the line of a file about its data version; none while the figures are provisional, or of many rounds."""
    cites = releases.cite(round_id) if round_id is not None else None
    if cites is None or cites.number is None or cites.kind is None or cites.made_at is None:
        return ()
    told = f"{cites.number}, {cites.kind.value}, {cites.made_at.isoformat(timespec='seconds')}, sha256 {cites.digest}"
    return (About("versi_data", told),)


def version_line(content: Mapping[str, Any], words: Mapping[str, Any], tongue: str) -> str:
    """Return how a report cites its data version, "" where its figures came from none."""
    told = content.get("data_version")
    if told is None:
        return ""
    return str(words["cited"]).format(
        number=told["number"],
        kind=words["kinds"][told["kind"]],
        day=format_date(datetime.fromisoformat(told["made_at"]).date(), "d MMMM y", locale=tongue),
        hash=told["digest"][:_HASH],
    )
