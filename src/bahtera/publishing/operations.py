"""Files that leave the house. Who takes what is written down before the first byte goes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bahtera.access.api import check_may
from bahtera.actions import api as actions
from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock, transactions
from bahtera.publishing.columns import as_it_is
from bahtera.publishing.errors import UnknownFormat, UnknownTableFormat
from bahtera.publishing.estimate_tables import (
    estimate_about,
    estimate_table,
    family_columns,
    family_rows,
)
from bahtera.publishing.impact_tables import impact_about, impact_table
from bahtera.publishing.map_tables import map_about, map_table
from bahtera.publishing.paper.assessing import assessment_pdf
from bahtera.publishing.paper.recapping import recap_pdf
from bahtera.publishing.paper.reporting import report_pdf
from bahtera.publishing.quality_tables import (
    index_about,
    item_table,
    macro_about,
    mover_table,
    place_table,
    poor_table,
)
from bahtera.publishing.queries import plan_export
from bahtera.publishing.result_tables import indicator_table, result_about, village_table
from bahtera.publishing.round_notes import round_about, round_line
from bahtera.publishing.writers.about import about_sheet, meanings_sheet
from bahtera.publishing.writers.columnar import write_parquet
from bahtera.publishing.writers.packed import write_zip
from bahtera.publishing.writers.separated import cell, cells, write_csv
from bahtera.publishing.writers.workbook import write_export, write_sheets
from bahtera.reports import api as reports
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.publishing.values import Format, Sheet, TableFormat

_ACTION = "results.export"
_FORM = "kunjungan_keluarga"
_ZONE = "Asia/Jakarta"


def export_submissions(
    *,
    actor: Actor,
    format: Format,  # noqa: A002 - the word everybody uses
    round_id: int | None = None,
    area: str | None = None,
    form_id: str = _FORM,
    mark: bool = True,
) -> Iterator[bytes]:
    """Return approved families as a stream of bytes: one row a family.

    "csv" is the families' table alone; "zip" adds members, what the file is and what its columns mean, as
    CSV; "xlsx" has the same four as sheets; "parquet" nests members in each family. Names, NIK, KK, phone
    numbers, addresses, positions and free text are never in it. ``mark``: CSV begins with a byte order mark,
    for Excel.

    Raises:
        NotAllowed: the actor may not take data out of the area.
        UnknownFormat, NothingToExport, UnknownRound.
    """
    check_may(actor, _ACTION, area=area)
    if format not in ("csv", "zip", "xlsx", "parquet"):
        raise UnknownFormat(format)
    plan = partial(plan_export, actor=actor, form_id=form_id, round_id=round_id, area=area)
    written: Iterator[bytes]
    match format:
        case "csv":
            export = plan(finish=cell, with_members=False)
            written = write_csv(export.families, (row.family for row in export.rows), mark=mark)
        case "zip":
            written = write_zip(plan(finish=cell), mark=mark)
        case "xlsx":
            written = write_export(plan(finish=as_it_is))
        case "parquet":
            written = write_parquet(plan(finish=as_it_is))
    subject = f"round:{round_id}" if round_id is not None else f"form:{form_id}"
    _record("publishing.submissions_exported", actor, subject, {"format": format, "area": area or ""})
    return written


def export_village_table(
    round_id: int,
    area_code: str,
    *,
    actor: Actor | None = None,
    audience: results.Audience = "internal",
    index_id: str | None = None,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
    mark: bool = True,
) -> Iterator[bytes]:
    """Return the result table of an area as a stream of bytes: one row a village, then the locus average.

    Of a single village it is one row. Every row holds the coverage, the counts of the categories, the index by
    each method, and of every indicator its share and how many families it rests on.

    "xlsx" adds each indicator of the area, what the file is and what its columns mean. Small counts are hidden
    as on the pages, so whoever may read results may take the table. The public one needs no actor. Raises like
    `results.area_result`, and UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    is_village = areas.is_code(area_code) and areas.level_of(area_code) == "village"
    work_out = results.village_result if is_village else results.area_result
    found: results.Result = work_out(round_id, area_code, audience=audience, actor=actor, index_id=index_id)
    _record(
        "publishing.results_exported",
        actor,
        f"round:{round_id}",
        {"format": format, "area": area_code, "audience": audience},
    )
    villages = results.village_results(round_id, area_code, audience=audience, actor=actor, index_id=index_id)
    table = village_table(found, villages)
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows), mark=mark)
    indicators = indicator_table(found)
    sheets: list[Sheet] = [
        table,
        indicators,
        about_sheet((*result_about(found), *round_about(surveys.get_round(found.round_id)))),
        meanings_sheet(table.name, (*table.columns, *indicators.columns)),
    ]
    return write_sheets(sheets)


def export_map(
    found: results.Abreast,
    title: str,
    area_code: str,
    *,
    actor: Actor,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
) -> Iterator[bytes]:
    """Return the figures of a map as a stream of bytes, one row an area, small counts hidden as on the map.

    ``title``: what is mapped, in words. "xlsx" adds what the file is and what its columns mean. Raises
    UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    _record(
        "publishing.results_exported",
        actor,
        f"round:{found.round_id}",
        {"format": format, "area": area_code, "audience": "internal"},
    )
    names = {code: each.name for code, each in areas.find(row.code for row in found.rows).items()}
    table = map_table(found, names)
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows))
    about = (*map_about(found, title, area_code), *round_about(surveys.get_round(found.round_id)))
    return write_sheets([table, about_sheet(about), meanings_sheet(table.name, table.columns)])


def export_estimates(
    opened: analysis.Opened,
    question: analysis.Question | None,
    *,
    actor: Actor,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
    mark: bool = True,
) -> Iterator[bytes]:
    """Return estimates of a round as a stream of bytes, one row a figure, small groups hidden.

    "xlsx" adds what the file is and what its columns mean. Raises like `analysis.answer`, and UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    found = analysis.answer(opened, question)
    round_id = opened.found.round.id
    _record(
        "publishing.estimates_exported",
        actor,
        f"round:{round_id}",
        {"format": format, "measure": found.measure.key, "level": found.question.level},
    )
    known = areas.find({line.area for line in found.lines})
    table = estimate_table(found, {code: area.name for code, area in known.items()})
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows), mark=mark)
    about = estimate_about(found, surveys.get_round(round_id).name)
    return write_sheets([table, about_sheet(about), meanings_sheet(table.name, table.columns)])


def export_impact(
    pair: analysis.Pair | analysis.Offer,
    found: analysis.Impact,
    *,
    actor: Actor,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
    mark: bool = True,
) -> Iterator[bytes]:
    """Return a comparison of two rounds as a stream of bytes: each side, then the differences, small groups hidden.

    "xlsx" adds what the file is and what its columns mean. Raises UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    rounds = pair.rounds
    details = {"format": format, "measure": found.measure.key, "before": f"round:{rounds[0].id}"}
    _record("publishing.impact_exported", actor, f"round:{rounds[1].id}", details)
    table = impact_table(found)
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows), mark=mark)
    known = areas.find({*found.treated.villages, *found.others.villages})
    names = {code: area.name for code, area in known.items()}
    about = impact_about(found, (rounds[0].name, rounds[1].name), names)
    return write_sheets([table, about_sheet(about), meanings_sheet(table.name, table.columns)])


def export_index_quality(
    opened: analysis.Opened,
    measure: str = "",
    *,
    actor: Actor,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
    mark: bool = True,
) -> Iterator[bytes]:
    """Return places of villages and how sure they are as a stream of bytes: one row a village that may be shown.

    "xlsx" adds the indicators, what moves the places, what the file is and what its columns mean. Raises like
    `analysis.instrument`, and UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    found = analysis.instrument(opened, measure)
    round_id = opened.found.round.id
    _record(
        "publishing.index_quality_exported",
        actor,
        f"round:{round_id}",
        {"format": format, "measure": found.measure.key},
    )
    known = areas.find({line.area for line in found.ranking.lines} if found.ranking else set())
    table = place_table(found.ranking, {code: area.name for code, area in known.items()})
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows), mark=mark)
    joined = found.coefficients
    labels = {name: texts["id"] for name, texts in found.labels.items()}
    items = item_table(joined.completeness, joined.reliability, joined.components, joined.weights, labels)
    movers = mover_table(found.ranking)
    about = index_about(found, surveys.get_round(round_id).name)
    meanings = (*table.columns, *items.columns, *movers.columns)
    return write_sheets([table, items, movers, about_sheet(about), meanings_sheet(table.name, meanings)])


def export_macro(
    file: analysis.UnitFile,
    found: analysis.Macro,
    *,
    format: TableFormat = "csv",  # noqa: A002 - the word everybody uses
    mark: bool = True,
) -> Iterator[bytes]:
    """Return what an index over somebody's own file is worth as a stream of bytes: one row a unit.

    "xlsx" adds indicators, what moves the places, who is deprived, and what the file is. Nothing of ours leaves, so
    that no entry is made. Raises UnknownTableFormat.
    """
    if format not in ("csv", "xlsx"):
        raise UnknownTableFormat(format)
    table = place_table(found.ranking, None)
    if format == "csv":
        return write_csv(table.columns, map(cells, table.rows), mark=mark)
    items = item_table(found.completeness, found.reliability, found.components, found.weights, {})
    movers, poor = mover_table(found.ranking), poor_table(found)
    meanings = (*table.columns, *items.columns, *movers.columns, *poor.columns)
    return write_sheets(
        [table, items, movers, poor, about_sheet(macro_about(file, found)), meanings_sheet("semua", meanings)]
    )


def export_estimate_families(opened: analysis.Opened, measure: str, *, actor: Actor) -> Iterator[bytes]:
    """Return the families behind a measure as CSV, numbered and with their classes, for `bahtera.statistics`.

    Raises as `analysis.family_table` does.
    """
    table = analysis.family_table(opened, measure, actor=actor)
    subject = f"round:{opened.found.round.id}"
    _record("publishing.submissions_exported", actor, subject, {"format": "csv", "measure": measure})
    return write_csv(family_columns(table.column_names), map(cells, family_rows(table)))


def export_report(report_id: UUID, *, actor: Actor, language: str = "id") -> tuple[str, bytes]:
    """Return a village's report as a file name and a tagged PDF; raises UnknownReport, NotAllowed."""
    found = reports.get_report(report_id, actor=actor)
    village = areas.find([found.row.village_code])
    zone = village[found.row.village_code].zone if village else _ZONE
    made = report_pdf(found, zone=zone, language=language)
    _record("publishing.report_exported", actor, f"report:{report_id}", {"format": "pdf"})
    return f"laporan-{found.row.number.replace('/', '-')}-v{found.row.version}.pdf", made


def export_assessment(assessment_id: UUID, *, actor: Actor, language: str = "id") -> tuple[str, bytes]:
    """Return the assessment of a village as a file name and a tagged PDF; raises UnknownAssessment."""
    row, form = actions.get_assessment(assessment_id, actor=actor)
    made = assessment_pdf(
        form,
        row,
        **_told(row.village_code, row.round_id, language),
        made_at=row.finished_at or row.made_at,
        language=language,
    )
    _record("publishing.assessment_exported", actor, f"assessment:{row.id}", {"format": "pdf"})
    return f"penilaian-{row.village_code.replace('.', '')}-{row.visited_on:%Y%m%d}.pdf", made


def blank_assessment(*, village: str = "", round_id: int | None = None, language: str = "id") -> bytes:
    """Return the form of a field visit to be filled in by hand, with the names of a village when it is told."""
    told = _told(village, round_id, language)
    return assessment_pdf(actions.assessment_form(), None, **told, made_at=clock.now(), language=language)


def _told(village: str, round_id: int | None, language: str) -> dict[str, str]:
    known = areas.find([village, *areas.ancestors_of(village)]) if village else {}
    above = (
        [known[code].name for code in reversed(areas.ancestors_of(village)) if code in known] if known else []
    )
    return {
        "village": known[village].name if village in known else "",
        "inside": ", ".join(above[:2]),
        "round_name": round_line(surveys.get_round(round_id), language) if round_id else "",
    }


def export_recap(
    round_id: int,
    person_id: UUID,
    *,
    actor: Actor,
    first: date | None = None,
    last: date | None = None,
    language: str = "id",
) -> tuple[str, bytes]:
    """Return a kader's recap of visits as a file name and a tagged PDF; raises as `surveys.kader_recap` does."""
    found = surveys.kader_recap(round_id, person_id, actor=actor, first=first, last=last)
    known = areas.find(found.villages)
    made = recap_pdf(
        found,
        round_name=round_line(surveys.get_round(round_id), language),
        villages={code: one.name for code, one in known.items()},
        zone=next((one.zone for one in known.values()), _ZONE),
        language=language,
    )
    _record(
        "publishing.recap_exported", actor, f"person:{person_id}", {"format": "pdf", "round": str(round_id)}
    )
    return f"rekap-kunjungan-{round_id}-{str(person_id)[-6:]}.pdf", made


def _record(action: str, actor: Actor | None, subject: str, details: dict[str, str]) -> None:
    with transactions.durable():
        audit.record(action, actor=actor.key if actor else "public", subject=subject, details=details)
