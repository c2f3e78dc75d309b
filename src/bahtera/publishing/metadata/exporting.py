"""Metadata and results of a round as files. Nothing of a single family is in any of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from bahtera.access.api import SYSTEM, NotAllowed, check_may, covers, may, reach
from bahtera.analysis import api as analysis
from bahtera.foundation import audit, clock, transactions
from bahtera.publishing.columns import as_it_is, form_columns, score_columns
from bahtera.publishing.errors import NothingSigned, NothingToExport, UnknownTableFormat
from bahtera.publishing.metadata import bps, ddi, sdmx
from bahtera.publishing.metadata.study import Study, study_of
from bahtera.publishing.writers.about import about_sheet, meanings_sheet
from bahtera.publishing.writers.separated import cells, write_csv
from bahtera.publishing.writers.workbook import write_sheets
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.access.api import Actor
    from bahtera.publishing.values import Sheet

_RESULTS: Final = "results.read"
MetadataFormat = Literal["xlsx", "json", "csv", "xml", "sdmx"]


def export_metadata(round_id: int, *, actor: Actor, format: MetadataFormat) -> Iterator[bytes]:  # noqa: A002
    """Return a round's metadata as a stream of bytes.

    "xlsx": MS-Keg, MS-Var, MS-Ind and the meaning of the columns of a family export; "json" the same but the last;
    "csv" MS-Var alone, as a data dictionary; "xml" DDI-Codebook 2.5; "sdmx" the results with the
    public's protection as SDMX-CSV 2.0: of a round that is not final only those of areas whose results the actor reads.

    Raises:
        UnknownRound: there is none that concerns the reader.
        UnknownTableFormat.
        NothingToExport: no published questionnaire, or no results.
        NothingSigned: results of a sample before its data are signed.
        NotAllowed: results that are not final, for who reads none of any of its areas.
    """
    row = surveys.round_for(round_id, actor=actor)
    if format not in ("xlsx", "json", "csv", "xml", "sdmx"):
        raise UnknownTableFormat(format)
    found = study_of(round_id)
    if found is None:
        raise NothingToExport(row.form_id)
    written: Iterator[bytes]
    match format:
        case "xlsx":
            written = write_sheets(_sheets(found))
        case "json":
            written = iter([_json(found)])
        case "csv":
            sheet = bps.variables_sheet(found)
            written = write_csv(sheet.columns, map(cells, sheet.rows))
        case "xml":
            written = iter([ddi.codebook(found, made_on=clock.now().date(), cites=_cites(round_id))])
        case "sdmx":
            written = _sdmx(row, actor)
    with transactions.durable():
        audit.record(
            "publishing.metadata_exported",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"format": format},
        )
    return written


def _sheets(study: Study) -> list[Sheet]:
    columns = form_columns([study.form], as_it_is)
    scores = [column for one in study.indices for column in score_columns(one.id, as_it_is).columns]
    return [
        bps.activity_sheet(study),
        bps.variables_sheet(study),
        bps.indicators_sheet(study),
        meanings_sheet("keluarga", (*columns.family.columns, *scores)),
        about_sheet(bps.about(study)),
    ]


def _json(study: Study) -> bytes:
    told = {
        sheet.name: [
            dict(zip((column.name for column in sheet.columns), row, strict=True)) for row in sheet.rows
        ]
        for sheet in (bps.activity_sheet(study), bps.variables_sheet(study), bps.indicators_sheet(study))
    }
    about = {one.name: one.value for one in bps.about(study)}
    return json.dumps({"keterangan": about, **told}, ensure_ascii=False, indent=1).encode()


def reads_results(row: surveys.RoundRow, actor: Actor) -> bool:
    """Tell whether the file of a round's results may hold anything for a reader: signed ones are everybody's."""
    return row.state in surveys.DECIDED or any(
        covers(row.area_code, place) or covers(place, row.area_code) for place in reach(actor, _RESULTS)
    )


def _sdmx(row: surveys.RoundRow, actor: Actor) -> Iterator[bytes]:
    is_final = row.state in surveys.DECIDED
    if not is_final:
        check_may(actor, _RESULTS)
    found: list[results.Result] = []
    for index_id in row.index_ids:
        try:
            whole = results.area_result(row.id, row.area_code, audience="public", index_id=index_id)
            villages = results.village_results(row.id, row.area_code, audience="public", index_id=index_id)
        except results.AreaNotInRound:
            continue
        found += [*villages, whole]
    if not found:
        raise NothingToExport(row.form_id)
    if not is_final:
        # Nothing unsigned is public: of each area only for whom its own page shows results.
        found = [each for each in found if may(actor, _RESULTS, area=each.area_code)]
        if not found:
            raise NotAllowed(_RESULTS)
    cites, estimates = _cites(row.id), None
    if row.design is surveys.Design.TWO_STAGE:
        cites, estimates = _estimates(row)
    rows = sdmx.observations(tuple(found), cites=cites, is_final=is_final, estimates=estimates)
    return write_csv(sdmx.COLUMNS, map(cells, rows), mark=False)


def _estimates(row: surveys.RoundRow) -> tuple[str, sdmx.Estimates]:
    """Return how the estimates of a sample's area name their data, and the estimates; raises NothingSigned.

    They are those of the first final version, also after a correction: two laid side by side can show one family. What
    is hidden of the public figures is not asked here: whoever writes them out hides it.
    """
    signed = releases.versions(row.id, actor=SYSTEM)
    first = next((each for each in reversed(signed) if each.kind is releases.Kind.FINAL), None)
    if first is None:
        raise NothingSigned
    opened = analysis.open_round(row.id, actor=SYSTEM, version=first.number)
    level = next(name for name, length in analysis.LENGTHS.items() if length == len(row.area_code))
    found = {
        (line.area, key, line.category): line
        for key in opened.choices.measures
        for line in analysis.answer(opened, analysis.Question(key, level)).lines
    }
    return f"versi data {first.number}, {first.digest}", found


def _cites(round_id: int) -> str:
    found = releases.cite_in_steps(round_id, "")
    if found.number is None:
        return "sementara"
    still = f", angka dari versi {', '.join(map(str, found.figures_from))}" if found.earlier else ""
    return f"versi data {found.number}, {found.digest}{still}"
