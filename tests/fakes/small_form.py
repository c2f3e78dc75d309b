"""A small family visit with the variables surveys looks at: quick to publish, quick to fill."""

import io
import uuid
from datetime import date
from xml.sax.saxutils import escape

from openpyxl import Workbook

FORM_ID = "kunjungan_kecil"
VERSION = "1"
VILLAGE = "63.02.05.2001"
OTHER_VILLAGE = "63.02.05.2002"
HEADER = ("type", "name", "label", "required", "relevant", "constraint", "calculation")
SURVEY = (
    ("start", "start"),
    ("end", "end"),
    ("deviceid", "deviceid"),
    ("date", "tanggal_kunjungan", "Tanggal", "yes"),
    ("select_one_from_file villages.csv", "kode_desa", "Desa", "yes"),
    ("text", "family_id", "Id keluarga"),
    ("select_one ya_tidak", "persetujuan", "Setuju?", "yes"),
    ("select_one hasil", "hasil_kunjungan", "Hasil", "yes", "${persetujuan} = 'ya'"),
    ("text", "alamat", "Alamat"),
    ("integer", "jumlah_penghuni", "Penghuni", "", "", ". >= 0 and . < 100"),
    ("date", "tgl_periksa", "Terakhir diperiksa", "", "", ". <= today()"),
    ("image", "foto_rumah", "Foto"),
    ("image", "foto_kartu", "Foto kartu"),
    ("begin_repeat", "anggota", "Anggota"),
    ("text", "nama", "Nama", "yes"),
    ("text", "nik", "NIK"),
    ("select_one hubungan", "hubungan", "Hubungan", "yes"),
    ("select_one lp", "jenis_kelamin", "Jenis kelamin"),
    ("date", "tgl_lahir", "Tanggal lahir"),
    ("end_repeat", "anggota"),
)
CHOICES = (
    ("ya_tidak", "ya"),
    ("ya_tidak", "tidak"),
    *(("hasil", name) for name in ("selesai", "selesai_sebagian", "menolak", "pindah", "tidak_ditemukan")),
    *(("hubungan", name) for name in ("kepala", "pasangan", "anak", "lainnya")),
    ("lp", "l"),
    ("lp", "p"),
)


def workbook(*, form_id: str = FORM_ID, more: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Return the XLSForm, with ``more`` rows at its end; the same bytes are not promised."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    sheet.append(HEADER)
    for row in (*SURVEY, *more):
        sheet.append(row)
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label"))
    for list_name, name in CHOICES:
        choices.append((list_name, name, name.replace("_", " ")))
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version"))
    settings.append(("Kunjungan kecil (sintetis)", form_id, VERSION))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MEMBERS = (
    {"nama": "Ibu Ani", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1980-02-01"},
    {"nama": "Budi", "hubungan": "anak", "jenis_kelamin": "l", "tgl_lahir": "2012-07-09"},
)


def new_instance_id() -> str:
    return f"uuid:{uuid.uuid4()}"


def visit(
    *,
    instance_id: str | None = None,
    deprecated_id: str = "",
    family_id: object = None,
    members=MEMBERS,
    form_id: str = FORM_ID,
    version: str = VERSION,
    root: str = "data",
    raw: str = "",
    **answers: object,
) -> bytes:
    """Return a submission as a phone would write it; ``answers`` replace the ordinary ones."""
    values = {
        "start": "2026-11-20T08:00:00.000+08:00",
        "end": "2026-11-20T08:20:00.000+08:00",
        "deviceid": "collect:test",
        "tanggal_kunjungan": date(2026, 11, 20),
        "kode_desa": VILLAGE,
        "family_id": family_id if family_id is not None else uuid.uuid4(),
        "persetujuan": "ya",
        "hasil_kunjungan": "selesai",
        "alamat": "RT 1",
        "jumlah_penghuni": 2,
        "foto_rumah": None,
        "foto_kartu": None,
        **answers,
    }
    inside = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in values.items())
    roster = "".join(
        f"<anggota>{''.join(f'<{name}>{_text(member.get(name))}</{name}>' for name in MEMBER)}</anggota>"
        for member in members
    )
    identity = f"<instanceID>{instance_id or new_instance_id()}</instanceID>"
    if deprecated_id:
        identity += f"<deprecatedID>{deprecated_id}</deprecatedID>"
    return (
        f'<?xml version="1.0"?><{root} id="{form_id}" version="{version}" '
        f'xmlns:orx="http://openrosa.org/xforms">{inside}{roster}{raw}<meta>{identity}</meta></{root}>'
    ).encode()


MEMBER = ("nama", "nik", "hubungan", "jenis_kelamin", "tgl_lahir")


def _text(value: object) -> str:
    return "" if value is None else escape(str(value))
