"""Importing quoted figures and opinions, all or nothing, and taking an import back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bahtera.access.api import check_may, may
from bahtera.areas import api as areas
from bahtera.context.errors import AlreadyTakenBack, BadFigures, Fault, NoReason, UnknownBatch
from bahtera.context.models import Import, QuotedFigure, QuotedOpinion
from bahtera.context.queries import all_series, get_batch, kept_beside
from bahtera.context.rules.comparing import conflicts_among
from bahtera.context.rules.reading import read_content
from bahtera.context.values import NATION, Batch, Content, Figure, Opinion, Preview
from bahtera.foundation import audit, clock
from bahtera.foundation.inputs import one_line
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.foundation.transactions import durable, one_at_a_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.access.api import Actor
    from bahtera.context.values import Series

LARGEST_MB: Final = 4
MOST_LINES: Final = 20_000
_LIMITS: Final = Limits(megabytes=LARGEST_MB, lines=MOST_LINES, cells=30)
_SHORTEST_REASON: Final = 5
_LONGEST_REASON: Final = 300
_BATCH: Final = 500
_ZONE: Final = "Asia/Jakarta"


def preview_import(content: bytes, *, actor: Actor) -> Preview:
    """Return what a CSV or XLSX file would keep, every fault of it, and what says otherwise; keeps nothing.

    Raises NotAllowed, UnreadableSheet, SheetTooLarge.
    """
    check_may(actor, "context.import")
    read = _read(content)
    read = replace(read, faults=_in_order((*read.faults, *_out_of_reach(read, actor), *_kept_before(read))))
    beside = kept_beside(read.figures)
    new = {id(one) for one in read.figures}
    pairs = conflicts_among((*beside, *read.figures))
    conflicts = tuple(pair for pair in pairs if id(pair[0]) in new or id(pair[1]) in new)
    return Preview(read, conflicts, hashlib.sha256(content).hexdigest())


def import_figures(content: bytes, *, file_name: str, actor: Actor) -> Batch:
    """Keep a whole file of figures or opinions; raises BadFigures, and keeps nothing then, or as `preview_import`."""
    with durable():
        one_at_a_time("context:import")
        found = preview_import(content, actor=actor)
        if not found.fits:
            raise BadFigures(found.content.faults)
        row = Import.objects.create(
            file_name=one_line(file_name)[:150],
            file_sha256=found.sha256,
            kept_at=clock.now(),
            kept_by=actor.key,
        )
        series = all_series()
        QuotedFigure.objects.bulk_create(
            [_figure_row(row, one, series) for one in found.content.figures], batch_size=_BATCH
        )
        QuotedOpinion.objects.bulk_create(
            [_opinion_row(row, one) for one in found.content.opinions], batch_size=_BATCH
        )
        audit.record(
            "context.imported",
            actor=actor.key,
            subject=f"context_import:{row.pk}",
            details={
                "figures": len(found.content.figures),
                "opinions": len(found.content.opinions),
                "sha256": found.sha256,
            },
        )
        return get_batch(row.pk)


def take_back(batch_id: int, *, reason: str, actor: Actor) -> Batch:
    """Let what came with an import no longer count; it stays in the history with who took it back and why.

    Raises NotAllowed (also where a figure lies beyond the actor's areas), UnknownBatch, AlreadyTakenBack, NoReason.
    """
    check_may(actor, "context.import")
    why = one_line(reason)[:_LONGEST_REASON]
    with durable():
        one_at_a_time("context:import")
        row = Import.objects.select_for_update().filter(pk=batch_id).order_by("pk").first()
        if row is None:
            raise UnknownBatch(batch_id)
        figures = QuotedFigure.objects.filter(imported=row)
        opinions = QuotedOpinion.objects.filter(imported=row)
        for table in (figures, opinions):
            for code in table.order_by("area_code").values_list("area_code", flat=True).distinct():
                check_may(actor, "context.import", area=_scope(code))
        if row.taken_back_at is not None:
            raise AlreadyTakenBack(batch_id)
        if len(why) < _SHORTEST_REASON:
            raise NoReason
        row.taken_back_at, row.taken_back_by, row.reason = clock.now(), actor.key, why
        row.save(update_fields=["taken_back_at", "taken_back_by", "reason"])
        figures.update(counts=False)
        opinions.update(counts=False)
        audit.record(
            "context.taken_back", actor=actor.key, subject=f"context_import:{row.pk}", details={"reason": why}
        )
        return get_batch(row.pk)


def _read(content: bytes) -> Content:
    """Read a file, with those of its words that are codes of areas that exist."""
    lines = list(read_lines(content, _LIMITS, formulas=True))
    series = all_series()
    asked = {word for _, cells in lines for cell in cells if areas.is_code(word := str(cell).strip())}
    return read_content(lines, series, frozenset(areas.find(asked)), today=clock.today(_ZONE))


def _out_of_reach(read: Content, actor: Actor) -> Iterable[Fault]:
    """Return a fault for each line about an area in which the actor imports nothing."""
    held = [grant.area for grant in actor.grants]
    told: tuple[Figure | Opinion, ...] = (*read.figures, *read.opinions)
    for line, one in zip(read.lines, told, strict=True):
        if not _may(actor, one.area):
            yield Fault(
                "context.out_of_reach",
                "The area {given} is not yours to import for ({own}).",
                line=line,
                column=read.columns.get("wilayah", 0),
                given=one.area,
                own=", ".join(sorted({area or NATION for area in held})),
            )


def _may(actor: Actor, code: str) -> bool:
    return may(actor, "context.import", area=_scope(code))


def _scope(code: str) -> str:
    """Return the area a figure belongs to; the country holds all."""
    return "" if code == NATION else code


def _kept_before(read: Content) -> Iterable[Fault]:
    """Return a fault for each figure that the same source already gives for the same period."""
    kept = {
        (one.series, one.area, one.period.text, one.source.casefold()): one
        for one in kept_beside(read.figures)
    }
    for line, one in zip(read.lines if read.figures else (), read.figures, strict=True):
        before = kept.get((one.series, one.area, one.period.text, one.source.casefold()))
        if before is not None:
            yield Fault(
                "context.kept_before",
                "This source already gives {value} for this period (import {batch}). Take that import back first.",
                line=line,
                column=read.columns.get("nilai", 0),
                value=before.value,
                batch=before.batch,
            )


def _in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda one: (one.line, one.column)))


def _figure_row(row: Import, one: Figure, series: Mapping[str, Series]) -> QuotedFigure:
    return QuotedFigure(
        imported=row,
        series=one.series,
        area_code=one.area,
        period=one.period.text,
        starts=one.period.start,
        ends=one.period.end,
        value=one.value,
        unit=series[one.series].unit.value,
        source=one.source,
        source_key=one.source.casefold(),
        link=one.link,
        quoted_on=one.quoted_on,
        date_quality=one.date_quality.value,
        provisional=one.provisional,
        note=one.note,
        definition_sha256=series[one.series].definition_sha256,
    )


def _opinion_row(row: Import, one: Opinion) -> QuotedOpinion:
    return QuotedOpinion(
        imported=row,
        series=one.series,
        area_code=one.area,
        speaker=one.speaker,
        said_on=one.said_on,
        source=one.source,
        link=one.link,
        text=one.text,
    )
