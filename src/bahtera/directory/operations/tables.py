"""The directory out of a table: whole, or nothing of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory.errors import BadTable, Fault, Overlapping
from bahtera.directory.models import OfferRecord
from bahtera.directory.operations.offers import add, rewrite
from bahtera.directory.operations.writing import KEEP, keeps
from bahtera.directory.rules.table import key_of, read_offers
from bahtera.directory.rules.writing import offer_in
from bahtera.directory.values import TableOutcome
from bahtera.foundation import audit
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from bahtera.directory.rules.table import ReadOffers

LARGEST_MB: Final = 5
_LIMITS: Final = Limits(megabytes=LARGEST_MB, lines=20_000, cells=40)


def preview_table(content: bytes, *, actor: access.Actor) -> ReadOffers:
    """Return what a CSV or XLSX table would keep and every fault of it; keeps nothing.

    Raises NotAllowed, UnreadableSheet, SheetTooLarge.
    """
    access.check_may(actor, KEEP)
    lines = list(read_lines(content, _LIMITS, formulas=True))
    words = {part.strip() for _, cells in lines for cell in cells for part in str(cell or "").split("|")}
    units = {
        inbox: unit.id
        for inbox, unit in access.units_with_inbox(words).items()
        if unit.is_active and keeps(actor, KEEP, unit)
    }
    return read_offers(lines, units, frozenset(areas.find(word for word in words if areas.is_code(word))))


def keep_table(content: bytes, *, actor: access.Actor) -> TableOutcome:
    """Keep all services of a table: new ones, and those of the same unit, name and first day written otherwise.

    Services that are not in the table stay as they are. Raises BadTable, and keeps nothing then, or as `preview_table`.
    """
    with durable():
        read = preview_table(content, actor=actor)
        if read.faults:
            raise BadTable(read.faults)
        units = sorted({one.unit_id for one in read.offers}, key=str)
        for unit_id in units:
            one_at_a_time(f"directory:{unit_id}")
        rows = OfferRecord.objects.select_for_update().filter(unit_id__in=units).order_by("pk")
        known = {key_of(offer_in(row.content)): row for row in rows}
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        faults: list[Fault] = []
        for line, offer in zip(read.lines, read.offers, strict=True):
            row = known.get(key_of(offer))
            try:
                if row is None:
                    add(offer, actor=actor)
                    counts["added"] += 1
                    continue
                before = row.version
                after = rewrite(row, offer, actor=actor)
                counts["changed" if after.version > before else "unchanged"] += 1
            except Overlapping as error:
                faults.append(Fault(error.code, error.message, "valid_from", line))
        if faults:
            raise BadTable(faults)
        audit.record(
            "directory.table_kept",
            actor=actor.key,
            subject=f"table:{hashlib.sha256(content).hexdigest()[:16]}",
            details=counts,
        )
        return TableOutcome(**counts)
