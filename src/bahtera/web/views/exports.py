"""Files to take away, streamed row by row so that a province fits."""

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as area_api
from bahtera.foundation.errors import NotFound
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web.door import page

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@page("results.export")
def visits(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Stream the visits of an area in a round: one row a family."""
    kind, round_row, area = _asked(request, actor, file_format)
    body = publishing.export_submissions(actor=actor, round_id=round_row.id, area=area, format=file_format)
    return _answer(body, kind, f"kunjungan-{_name(area, round_row)}.{file_format}")


@page("results.export")
def villages(request: HttpRequest, actor: Actor, file_format: str) -> StreamingHttpResponse:
    """Stream the village figures of an area in a round, small cells hidden."""
    kind, round_row, area = _asked(request, actor, file_format)
    body = publishing.export_village_table(actor=actor, round_id=round_row.id, area=area, format=file_format)
    return _answer(body, kind, f"desa-{_name(area, round_row)}.{file_format}")


def _asked(request: HttpRequest, actor: Actor, file_format: str) -> tuple[str, surveys.RoundRow, str]:
    """Return media type, round and area of an export; refuses what is not on offer or not in reach."""
    if file_format not in FORMATS:
        raise NotFound("web.no_such_format", "There is no export in the format {format}.", format=file_format)
    area = area_api.get(request.GET.get("wilayah", "")).code
    check_may(actor, "results.export", area=area)
    number = request.GET.get("putaran", "")
    round_row = surveys.get_round(int(number) if number.isascii() and number.isdigit() else 0)
    return FORMATS[file_format], round_row, area


def _name(area: str, round_row: surveys.RoundRow) -> str:
    return f"{area.replace('.', '')}-{round_row.year}"


def _answer(body: Iterator[bytes], kind: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
