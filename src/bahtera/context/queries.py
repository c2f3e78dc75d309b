"""Every read of context: declared series, what is quoted of an area, and the imports."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import Count

from bahtera.context.errors import UnknownBatch, UnknownSeries
from bahtera.context.models import Import, QuotedFigure, QuotedOpinion
from bahtera.context.rules.comparing import by_period
from bahtera.context.rules.declaring import read_series
from bahtera.context.values import Batch, DateQuality, Figure, Opinion, Period, Quoted, Series
from bahtera.foundation.shipped import definitions


@cache
def all_series() -> Mapping[str, Series]:
    """Return the declared series by id, in the order of their file; raises BadDeclaration."""
    return read_series(definitions("context/series.yaml").read_text(encoding="utf-8"))


def get_series(series_id: str) -> Series:
    """Return one declared series; raises UnknownSeries."""
    found = all_series().get(series_id)
    if found is None:
        raise UnknownSeries(series_id)
    return found


def quoted(series_id: str, area: str) -> tuple[Quoted, ...]:
    """Return what is quoted of a series for an area by period, the earliest first; raises UnknownSeries."""
    series = get_series(series_id)
    rows = QuotedFigure.objects.filter(series=series.id, area_code=area, counts=True).order_by("starts", "id")
    return by_period(series, [to_figure(row) for row in rows])


def quoted_in(area: str) -> dict[str, tuple[Quoted, ...]]:
    """Return everything quoted for an area by series id, in the order of declaration."""
    groups: dict[str, list[Figure]] = {}
    for row in QuotedFigure.objects.filter(area_code=area, counts=True).order_by("starts", "id"):
        groups.setdefault(row.series, []).append(to_figure(row))
    return {name: by_period(one, groups[name]) for name, one in all_series().items() if name in groups}


def areas_of(series_id: str) -> tuple[str, ...]:
    """Return the areas for which a series has figures that count, by code; Indonesia last."""
    rows = QuotedFigure.objects.filter(series=series_id, counts=True).order_by("area_code")
    return tuple(rows.values_list("area_code", flat=True).distinct())


def opinions(series_id: str, area: str) -> tuple[Opinion, ...]:
    """Return what was said about a series in an area, the latest first."""
    rows = QuotedOpinion.objects.filter(series=series_id, area_code=area, counts=True)
    return tuple(to_opinion(row) for row in rows.order_by("-said_on", "id"))


def batches() -> tuple[Batch, ...]:
    """Return all imports, the latest first, those taken back too."""
    rows = Import.objects.annotate(
        of_figures=Count("figures", distinct=True), of_opinions=Count("opinions", distinct=True)
    )
    return tuple(_batch(row, row.of_figures, row.of_opinions) for row in rows.order_by("-id"))


def get_batch(batch_id: int) -> Batch:
    """Return one import; raises UnknownBatch."""
    row = Import.objects.filter(pk=batch_id).order_by("pk").first()
    if row is None:
        raise UnknownBatch(batch_id)
    return _batch(row, row.figures.count(), row.opinions.count())


def figures_of(batch_id: int) -> tuple[Figure, ...]:
    """Return the figures that came with an import, whether they count or not."""
    rows = QuotedFigure.objects.filter(imported_id=batch_id).order_by("id")
    return tuple(to_figure(row) for row in rows)


def kept_beside(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return figures that count, of the series and areas of some others."""
    wanted = {(one.series, one.area) for one in figures}
    rows = QuotedFigure.objects.filter(
        series__in=sorted({one for one, _ in wanted}),
        area_code__in=sorted({one for _, one in wanted}),
        counts=True,
    )
    found = (to_figure(row) for row in rows.order_by("id"))
    return tuple(one for one in found if (one.series, one.area) in wanted)


def to_figure(row: QuotedFigure) -> Figure:
    """Return a row as a value."""
    return Figure(
        series=row.series,
        area=row.area_code,
        period=Period(row.period, row.starts, row.ends),
        value=row.value,
        source=row.source,
        link=row.link,
        quoted_on=row.quoted_on,
        date_quality=DateQuality(row.date_quality),
        provisional=row.provisional,
        note=row.note,
        id=row.pk,
        batch=row.imported_id,
        definition=row.definition_sha256,
    )


def to_opinion(row: QuotedOpinion) -> Opinion:
    """Return a row as a value."""
    return Opinion(
        row.series,
        row.area_code,
        row.speaker,
        row.said_on,
        row.source,
        row.link,
        row.text,
        row.pk,
        row.imported_id,
    )


def _batch(row: Import, figures: int, opinions_: int) -> Batch:
    return Batch(
        id=row.pk,
        file_name=row.file_name,
        sha256=row.file_sha256,
        kept_at=row.kept_at,
        kept_by=row.kept_by,
        figures=figures,
        opinions=opinions_,
        taken_back_at=row.taken_back_at,
        taken_back_by=row.taken_back_by,
        reason=row.reason,
    )
