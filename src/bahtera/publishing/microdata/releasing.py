"""From the question to the file: asked with the report, agreed to by somebody else, made when it is taken away."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, transactions
from bahtera.publishing.errors import MicroNotPossible
from bahtera.publishing.microdata.building import Built, build
from bahtera.publishing.microdata.declared import declared
from bahtera.publishing.values import About
from bahtera.publishing.writers.about import about_sheet, meanings_sheet
from bahtera.publishing.writers.separated import cells, write_csv
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.publishing.values import Sheet

_ASK = "microdata.ask"
_AGREE = "microdata.agree"


def ask_microdata(
    round_id: int, number: int, *, licence: str, purpose: str, actor: Actor
) -> releases.MicroRequestRow:
    """Ask to give out a version's micro-data; the rows are made once, for the report that the second person reads.

    Raises MicroNotPossible, NotAllowed, UnknownVersion, and as `releases.ask_micro`.
    """
    check_may(actor, _ASK, area=surveys.get_round(round_id).area_code)
    if licence not in declared().licences:
        raise MicroNotPossible.no_licence()
    made = build(round_id, number)
    return releases.ask_micro(
        round_id,
        number,
        licence=licence,
        purpose=purpose,
        report=made.report,
        sha256=made.sha256,
        actor=actor,
    )


def agree_to_microdata(request_id: UUID, *, actor: Actor) -> releases.MicroRequestRow:
    """Agree as the data-protection officer; raises as `releases.agree_to_micro` and MicroNotPossible."""
    found = releases.micro_request(request_id, actor=actor)
    check_may(actor, _AGREE, area=surveys.get_round(found.round_id).area_code)
    return releases.agree_to_micro(request_id, sha256=build(found.round_id, found.number).sha256, actor=actor)


def export_microdata(request_id: UUID, *, actor: Actor) -> bytes:
    """Return the file that was agreed to, as a zip; the same request always gives the same bytes.

    Raises UnknownMicroRequest, MicroRefused (not agreed, rows changed since), NotAllowed.
    """
    found = releases.micro_request(request_id, actor=actor)
    check_may(actor, _ASK, area=surveys.get_round(found.round_id).area_code)
    if found.standing is not releases.Standing.DONE:
        raise releases.MicroRefused.not_agreed()
    made = build(found.round_id, found.number)
    if made.sha256 != found.sha256:
        raise releases.MicroRefused.changed()
    packed = _packed(made, found)
    with transactions.durable():
        audit.record(
            "publishing.microdata_exported",
            actor=actor.key,
            subject=f"round:{found.round_id}",
            details={"version": found.number, "licence": found.licence, "sha256": found.sha256},
        )
    return packed


def _packed(made: Built, found: releases.MicroRequestRow) -> bytes:
    report = about_sheet(About(name, _plain(value)) for name, value in made.report.items())
    files = {
        "data.csv": made.data,
        "laporan-k-anonimitas.csv": _csv(report),
        "laporan-k-anonimitas.json": json.dumps(made.report, ensure_ascii=False, indent=1).encode(),
        "kamus.csv": _csv(meanings_sheet("data", made.columns)),
        "LISENSI.txt": f"{declared().licences[found.licence].text}\nTujuan / Purpose: {found.purpose}\n".encode(),
        "keterangan.csv": _csv(about_sheet(_about(made, found))),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _about(made: Built, found: releases.MicroRequestRow) -> list[About]:
    return [
        About("putaran", surveys.get_round(found.round_id).name),
        About("versi_data", str(made.version.number)),
        About("sidik_versi_data", made.version.digest),
        About("sidik_data_csv", made.sha256),
        About("lisensi", found.licence),
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
