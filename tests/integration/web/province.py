"""A small province of invented families, and people with accounts: fixtures for tests of pages."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils.translation import trans_real
from tests.fakes.family_visits import FORM, SIZE, form, store_visits, xform
from tests.fakes.places import add_places
from tests.fakes.signing_in import entered

from bahtera.access.api import SYSTEM, ensure_account
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import SubmissionFinding
from bahtera.web import catalogue

__all__ = [
    "alice",
    "areas",
    "bob",
    "chelsea",
    "compiled_catalogue",
    "doubtful_visit",
    "form",
    "measured",
    "village_results",
    "visit",
    "worked_out",
    "xform",
]
PROVINCE, REGENCY, DISTRICT = "63", "63.10", "63.10.05"
VILLAGE, NEIGHBOUR, FAR = "63.10.05.2003", "63.10.05.2004", "63.02.10.2001"
PASSWORD = "perahu-di-sungai-tenang"
PLACES = {
    PROVINCE: "Kalimantan Contoh",
    REGENCY: "Tanah Contoh",
    "63.02": "Teluk Contoh",
    DISTRICT: "Kecamatan Muara",
    "63.02.10": "Hulu",
    VILLAGE: "Pulau Contoh",
    NEIGHBOUR: "Sungai Contoh",
    FAR: "Teluk Dalam",
}
ANSWERS = {
    "kode_desa": VILLAGE,
    "hasil_kunjungan": "selesai",
    "tanggal_kunjungan": "2026-11-21",
    "alamat": "Jalan <b>Pelabuhan</b> & dermaga",
    "tabungan": "ya",
    "jenis_lantai": "semen",
    "luas_lantai": "36.5",
    "pendapatan_bulan": 2850000,
    "anggota": [
        {
            "nama": "Rahmawati <script>alert(1)</script>",
            "nik": "6310054101800001",
            "jenis_kelamin": "p",
            "hubungan": "kepala",
            "status_kawin": "cerai_mati",
            "tgl_lahir": "1984-03-12",
        },
        {"nama": "Rizky", "jenis_kelamin": "l", "hubungan": "anak", "tgl_lahir": "2029-03-03"},
    ],
}


WHEN = {
    "actor_name": "Kader Norhayati",
    "received_at": datetime(2026, 11, 21, 3, tzinfo=UTC),
    "started_at": datetime(2026, 11, 21, 2, tzinfo=UTC),
    "ended_at": datetime(2026, 11, 21, 2, 23, tzinfo=UTC),
    "visited_on": date(2026, 11, 21),
}


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogue():
    """Pages speak from the committed .po, whether or not the build has compiled it."""
    folder = catalogue.INDONESIAN.parent
    compiled = folder / "django.mo"
    if not compiled.exists() or compiled.stat().st_mtime < catalogue.INDONESIAN.stat().st_mtime:
        from babel.messages.mofile import write_mo

        with compiled.open("wb") as stream:
            write_mo(stream, catalogue.read())
        trans_real._translations.clear()


@pytest.fixture
def areas(db):
    add_places(PLACES)


@pytest.fixture
def measured(areas, form):
    row = surveys.create_round(
        name="Putaran contoh (sintetis)",
        year=2026,
        form_id=FORM,
        opens=date(2026, 1, 1),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    surveys.set_targets(row.id, {VILLAGE: 10, NEIGHBOUR: 8, FAR: 5}, actor=SYSTEM)
    return row


def states(met: int, *, unmet: int = 0, unanswered: int = 0) -> str:
    return ("1" * met + "0" * unmet + "?" * unanswered).ljust(SIZE, "1")[:SIZE]


@pytest.fixture
def visit(measured):
    """Make a visit in a state; the number of its indicators met decides its index."""

    def make(state="flagged", *, village=VILLAGE, pattern=None, name="Rahmawati", answers=None, **fields):
        (row,) = store_visits(
            measured.id,
            village,
            [pattern or states(20, unmet=4, unanswered=1)],
            answers={**ANSWERS, **(answers or {})},
            state=state,
            **{**WHEN, "family_name": name, **fields},
        )
        return row

    return make


@pytest.fixture
def worked_out(measured):
    """Let the counts of visits follow, as the worker does moments after a visit."""

    def now():
        results.refresh_round(measured.id)

    return now


@pytest.fixture
def doubtful_visit(visit):
    row = visit(error_count=1)
    SubmissionFinding.objects.create(
        submission=row,
        code="future_date",
        severity="error",
        question="tgl_lahir",
        path="/data/anggota[2]/tgl_lahir",
        row=2,
        value="2029-03-03",
        messages={"id": "Tanggal lahir ada di masa depan.", "en": "The birth date lies in the future."},
    )
    return row


@pytest.fixture
def village_results(visit, measured):
    for number in range(9):
        visit(
            "approved",
            pattern=states(29 if number < 6 else 15, unmet=0 if number < 6 else 14),
            name=f"Keluarga {number}",
        )
    for number in range(6):
        visit("approved", village=NEIGHBOUR, pattern=states(18, unmet=11), name=f"Tetangga {number}")
    for code in (VILLAGE, NEIGHBOUR, FAR):
        results.refresh_village(measured.id, code)
    return measured


def enter(username: str, roles: str, places: list[str]) -> Client:
    ensure_account(
        username=username,
        password=PASSWORD,
        full_name=username.title(),
        roles=roles.split(),
        areas=places,
    )
    return entered(username)


@pytest.fixture
def alice(db):
    """An administrator of the whole country, who supervises too."""
    return enter("alice", "administrator supervisor", [""])


@pytest.fixture
def bob(db):
    """A supervisor of one regency."""
    return enter("bob", "supervisor", [REGENCY])


@pytest.fixture
def chelsea(db):
    """A reader of results of one regency."""
    return enter("chelsea", "tpk2d", [REGENCY])
