"""Papers of the demonstration: what one regency got of a round's data, each made once as anybody makes it."""

from collections.abc import Collection
from typing import Final

from rich.console import Console

from bahtera.access.api import Actor
from bahtera.cli.demonstration.villages import DemoVillage
from bahtera.documents import api as documents
from bahtera.documents.api import Kind
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys

OF_REGENCY: Final = (Kind.REGENCY_BOOK,)
OF_VILLAGE: Final = (Kind.VILLAGE_SHEET, Kind.VILLAGE_PACKAGE)


def ensure_papers(
    console: Console,
    row: surveys.RoundRow,
    village: DemoVillage,
    actor: Actor,
    *,
    of_village: Collection[Kind] = OF_VILLAGE,
) -> int:
    """Make the book of a village's regency and papers of the village, where they were not; return how many.

    They are made here and not on the first click: a regency of one village takes a second or two, and whoever looks
    finds the register filled. A kind that was issued once is left, also when it was withdrawn or replaced since.
    """
    regency = ".".join(village.code.split(".")[:2])
    wanted = [(kind, regency) for kind in OF_REGENCY] + [(kind, village.code) for kind in of_village]
    missing = [(kind, area) for kind, area in wanted if not _known(kind, area, row.id, actor)]
    with console.status("Membuat dokumen · making documents"):
        for kind, area in missing:
            ordered = documents.order_document(kind, round_id=row.id, area=area, actor=actor)
            publishing.make_document(ordered.id)
    if missing:
        console.print(f"✓ dokumen · documents: {len(missing)} ({row.year})")
    return len(missing)


def _known(kind: Kind, area: str, round_id: int, actor: Actor) -> bool:
    wanted = documents.Wanted(kind=kind, area=area, round_id=round_id)
    return bool(documents.documents(wanted, actor=actor, size=1).items)
