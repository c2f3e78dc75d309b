"""How a file names the data version its figures come from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from bahtera.publishing.values import About
from bahtera.releases import api as releases
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping

_HASH = 12


def about_version(round_id: int | None, *, steps_in: str | None = None) -> tuple[About, ...]:
    """Return the lines of a file about its data version; none while the figures are provisional, or of many rounds.

    ``steps_in``: the area of figures that move on in steps, which may still be those of an earlier version.
    """
    if round_id is None:
        return ()
    cites = releases.cite(round_id) if steps_in is None else releases.cite_in_steps(round_id, steps_in)
    if cites.number is None or cites.kind is None or cites.made_at is None:
        return ()
    told = f"{cites.number}, {cites.kind.value}, {cites.made_at.isoformat(timespec='seconds')}, sha256 {cites.digest}"
    lines = (About("versi_data", told),)
    if not cites.earlier:
        return lines
    return (*lines, About("angka_dari_versi", _earlier(cites)))


def _earlier(cites: releases.Citation) -> str:
    numbers = ", ".join(map(str, cites.figures_from))
    return (
        f"{numbers}: angka sebuah desa berganti bila {results.PUBLIC_THRESHOLD} keluarga atau lebih masuk atau keluar,"
        " agar selisih dua versi tidak menunjukkan satu keluarga."
    )


def version_line(content: Mapping[str, Any], words: Mapping[str, Any], tongue: str) -> str:
    """Return how a report cites its data version, "" where its figures came from none."""
    told = content.get("data_version")
    if told is None:
        return ""
    line = str(words["cited"]).format(
        number=told["number"],
        kind=words["kinds"][told["kind"]],
        day=format_date(datetime.fromisoformat(told["made_at"]).date(), "d MMMM y", locale=tongue),
        hash=told["digest"][:_HASH],
    )
    earlier = told.get("figures_from")
    if not earlier:
        return line
    numbers = ", ".join(map(str, earlier))
    return f"{line} {words['cited_from']}".format(numbers=numbers, n=results.PUBLIC_THRESHOLD)
