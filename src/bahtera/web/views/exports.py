"""Files to take away, streamed row by row so that a province fits."""

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, StreamingHttpResponse

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as area_api
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web.door import page

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
FAMILY_FORMATS: Final[tuple[publishing.Format, ...]] = ("csv", "zip", "xlsx", "parquet")
TABLE_FORMATS: Final[tuple[publishing.TableFormat, ...]] = ("csv", "xlsx")


@page("results.export", fresh=True)
def visits(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Stream the approved families of an area in a round, one row each."""
    round_row, area = _asked(request, actor, "results.export")
    if file_format not in FAMILY_FORMATS:
        raise publishing.UnknownFormat(file_format)
    body = publishing.export_submissions(
        actor=actor, round_id=round_row.id, area=area, form_id=round_row.form_id, format=file_format
    )
    # A CSV holds one table and nothing beside it: its name says what is left out.
    without = "-tanpa-kerabat" if actor.kin else ""
    return _answer(body, file_format, f"keluarga-{_name(area, round_row)}{without}.{file_format}")


@page("results.read", fresh=True)
def villages(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Stream the village figures of an area in a round, small cells hidden."""
    round_row, area = _asked(request, actor, "results.read")
    if file_format not in TABLE_FORMATS:
        raise publishing.UnknownTableFormat(file_format)
    index_id = request.GET.get("indeks") or None
    body = publishing.export_village_table(
        round_row.id, area, actor=actor, index_id=index_id, format=file_format
    )
    return _answer(body, file_format, f"desa-{_name(area, round_row)}.{file_format}")


def _asked(request: HttpRequest, actor: Actor, action: str) -> tuple[surveys.RoundRow, str]:
    """Return round and area of an export; refuses an area that is not in reach."""
    asked = request.GET.get("wilayah", "")
    if not asked:
        raise NotFound(
            "web.no_area",
            "This address does not say of which area. Open the page of an area and take the file there.",
        )
    area = area_api.get(asked).code
    check_may(actor, action, area=area)
    return surveys.get_round(whole_number(request.GET.get("putaran", "")) or 0), area


def _name(area: str, round_row: surveys.RoundRow) -> str:
    return f"{area.replace('.', '')}-{round_row.year}"


def _answer(body: Iterator[bytes], file_format: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(body, content_type=KINDS[file_format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
