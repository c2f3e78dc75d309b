"""Small forms written as rows, compiled without Java."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from bahtera.questionnaires.engine.assessment import assess
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.values import Assessment, FormVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, object]
ARRIVED = date(2026, 11, 22)
YES_NO = [
    {"list_name": "yt", "name": "ya", "label": "Ya"},
    {"list_name": "yt", "name": "tidak", "label": "Tidak"},
]


def workbook(
    survey: Sequence[Row],
    choices: Sequence[Row] = (),
    *,
    settings: Row | None = None,
    sheets: dict[str, Sequence[Row]] | None = None,
) -> bytes:
    """Return an .xlsx of the rows."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
    head = {"form_title": "Uji", "form_id": "uji", "version": "1", **(settings or {})}
    for name, rows in {
        "survey": survey,
        "choices": choices,
        "settings": [head],
        **(sheets or {}),
    }.items():
        sheet = book.add_worksheet(name)
        columns = list(dict.fromkeys(key for row in rows for key in row))
        for place, column in enumerate(columns):
            sheet.write(0, place, column)
        for number, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                if row.get(column) not in (None, ""):
                    sheet.write_string(number, place, str(row[column]))
    book.close()
    return target.getvalue()


def form_of(
    survey: Sequence[Row], choices: Sequence[Row] = (), *, settings: Row | None = None
) -> FormVersion:
    """Return a published-looking version of the rows."""
    compiled = compile_form(workbook(survey, choices, settings=settings), java=False)
    return version_of(compiled.xform)


def version_of(xform: str) -> FormVersion:
    return FormVersion(
        form_id="uji",
        version="1",
        title="Uji",
        xform=xform.encode(),
        md5="",
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        root="data",
        media=(),
        indices=(),
        source_sha256="",
    )


def sent(form: FormVersion, **answers: object) -> bytes:
    """Return a raw submission: nothing worked out, everything as given."""
    return InstanceWriter(form.xform).write({"instanceID": "uuid:uji", **answers})


def judged(form: FormVersion, xml: bytes, *, villages: frozenset[str] = frozenset()) -> Assessment:
    return assess(form, xml, village_known=villages.__contains__, received_on=ARRIVED)


def codes(assessment: Assessment) -> list[tuple[str, str]]:
    """Return (code, question) of every finding."""
    return [(finding.code, finding.question) for finding in assessment.findings]
