"""From the question to the file: made once with its report when asked for, agreed to by somebody else, taken away."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, blobs, kept_files, transactions
from bahtera.foundation.errors import Refused
from bahtera.publishing.errors import MicroNotPossible
from bahtera.publishing.microdata.building import Built, build, final_version
from bahtera.publishing.microdata.declared import declared
from bahtera.publishing.values import About
from bahtera.publishing.writers.about import about_sheet, meanings_sheet
from bahtera.publishing.writers.separated import cells, write_csv
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO
    from uuid import UUID

    from bahtera.publishing.values import Sheet

_ASK = "microdata.ask"


def ask_microdata(
    round_id: int,
    number: int,
    *,
    licence: str,
    purpose: str,
    actor: Actor,
    order: UUID | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> releases.MicroRequestRow:
    """Ask to give out a version's micro-data; the file is made here, once, and the second person reads its report.

    ``order``: the order that the request ends; ``tell``: called with the number of families read and of all. Raises
    MicroNotPossible, NotAllowed, UnknownVersion, and as `releases.ask_micro`.
    """
    _check(round_id, licence, actor)
    why = releases.clean_reason(purpose)
    made = build(round_id, number, tell=tell)
    file = blobs.put(_packed(made, licence, why))
    try:
        return releases.ask_micro(
            round_id,
            number,
            licence=licence,
            purpose=why,
            report=made.report,
            sha256=made.sha256,
            file=file,
            actor=actor,
            order=order,
        )
    except Refused:
        kept_files.erase_unused([file])
        raise


def order_microdata(
    round_id: int, number: int, *, licence: str, purpose: str, actor: Actor
) -> releases.OrderRow:
    """Order what `ask_microdata` does; the caller gives it to `microdata_task`.

    Raises what can be seen at once: MicroNotPossible, NoReason, OrderRefused, NotAllowed, UnknownVersion.
    """
    _check(round_id, licence, actor)
    final_version(round_id, number)
    wanted = {"number": number, "licence": licence, "purpose": releases.clean_reason(purpose)}
    return releases.place_order(round_id, releases.Ordered.MICRO, wanted, actor=actor)


def agree_to_microdata(request_id: UUID, *, actor: Actor) -> releases.MicroRequestRow:
    """Agree as the data-protection officer; raises as `releases.agree_to_micro`."""
    return releases.agree_to_micro(request_id, actor=actor)


def export_microdata(request_id: UUID, *, actor: Actor) -> BinaryIO:
    """Return the file that was agreed to, a zip, open for reading.

    Raises UnknownMicroRequest, MicroRefused (not agreed, a family erased since), NotAllowed.
    """
    found = releases.micro_request(request_id, actor=actor)
    check_may(actor, _ASK, area=surveys.get_round(found.round_id).area_code)
    if found.standing is not releases.Standing.DONE:
        raise releases.MicroRefused.not_agreed()
    if not found.file:
        raise releases.MicroRefused.changed()
    packed = blobs.open(found.file)
    with transactions.durable():
        audit.record(
            "publishing.microdata_exported",
            actor=actor.key,
            subject=f"round:{found.round_id}",
            details={"version": found.number, "licence": found.licence, "sha256": found.sha256},
        )
    return packed


def _check(round_id: int, licence: str, actor: Actor) -> None:
    check_may(actor, _ASK, area=surveys.get_round(round_id).area_code)
    if licence not in declared().licences:
        raise MicroNotPossible.no_licence()


def _packed(made: Built, licence: str, purpose: str) -> bytes:
    report = about_sheet(About(name, _plain(value)) for name, value in made.report.items())
    files = {
        "data.csv": made.data,
        "laporan-k-anonimitas.csv": _csv(report),
        "laporan-k-anonimitas.json": json.dumps(made.report, ensure_ascii=False, indent=1).encode(),
        "kamus.csv": _csv(meanings_sheet("data", made.columns)),
        "LISENSI.txt": f"{declared().licences[licence].text}\nTujuan / Purpose: {purpose}\n".encode(),
        "keterangan.csv": _csv(about_sheet(_about(made, licence))),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _about(made: Built, licence: str) -> list[About]:
    return [
        About("putaran", surveys.get_round(made.version.round_id).name),
        About("versi_data", str(made.version.number)),
        About("sidik_versi_data", made.version.digest),
        About("sidik_data_csv", made.sha256),
        About("lisensi", licence),
        *(
            About(f"definisi_{one.id}", f"{one.version} ({one.status}) {one.hash}")
            for one in made.definitions
        ),
    ]


def _csv(sheet: Sheet) -> bytes:
    return b"".join(write_csv(sheet.columns, map(cells, sheet.rows)))


def _plain(value: object) -> str:
    return (
        "; ".join(f"{name}={each}" for name, each in value.items()) if isinstance(value, dict) else str(value)
    )
