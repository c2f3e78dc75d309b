"""Plans of a measured village in several states, some of them late: fixtures of pages share them."""

import io
import random
from datetime import UTC, date, datetime

from tests.fakes.family_visits import SIZE, store_visits
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access.api import Actor
from bahtera.access.models import Agency, Unit
from bahtera.actions import api as actions
from bahtera.foundation import clock
from bahtera.results import api as results
from bahtera.results.queries import forget

TPK2D = Actor.over("user:0", "TPK2D", frozenset({"tpk2d"}), (REGENCY,))
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer\n%%EOF\n"
_LINES = (
    (
        "Akta kelahiran keliling dua hari di balai desa",
        "IKK-D1-02",
        "dukcapil",
        "apbd_kabupaten",
        25_000_000,
        40,
    ),
    ("Sidang isbat nikah terpadu", "IKK-D1-01", "kemenag", "apbdes", 12_500_000, 3),
    ("Pelatihan usaha dan tabungan kelompok", "IKK-D3-07", "koperasi_umkm", "csr", 60_000_000, 55),
    ("Perbaikan jamban dan sumber air", "IKK-D3-02", "perkim", "apbdes", 180_000_000, 28),
    ("Kelas orang tua tiap bulan", "IKK-D4-06", "dp3a", "tanpa_biaya", None, None),
    ("Jaminan kesehatan bagi keluarga yang belum punya", "IKK-D3-08", "kesehatan", "apbd_provinsi", None, 33),
)


def plan_village(round_id):
    """Measure the village and write its plans down; return their ids in the order of the lines above."""
    forget()
    chooser = random.Random(4)
    patterns = ["".join("1" if chooser.random() < 0.72 else "0" for _ in range(SIZE)) for _ in range(86)]
    store_visits(round_id, VILLAGE, patterns)
    results.refresh_village(round_id, VILLAGE)
    agency = Agency.objects.create(name="Disdukcapil Tanah Contoh", area_code=REGENCY)
    unit = Unit.objects.create(
        agency=agency, name="Bidang Pencatatan Sipil", kind="dukcapil", area_code=REGENCY, inbox="capil"
    )
    with clock.frozen(datetime(2025, 12, 1, tzinfo=UTC)):
        made = [_make(round_id, number, line, unit.pk) for number, line in enumerate(_LINES)]
        for move in (actions.Move.PROPOSE, actions.Move.AGREE, actions.Move.BEGIN):
            for one in made[:3]:
                actions.move_plan(one, move, actor=TPK2D)
        actions.move_plan(made[3], actions.Move.PROPOSE, actor=TPK2D)
    with clock.frozen(datetime(2026, 5, 20, tzinfo=UTC)):
        actions.tell_progress(
            made[0], on=date(2026, 5, 20), reached=22, note="Dua hari pelayanan, 22 keluarga", actor=TPK2D
        )
        actions.add_evidence(
            made[0],
            file=io.BytesIO(PDF),
            file_name="Berita acara pelayanan.pdf",
            about="Berita acara dua hari pelayanan",
            nameless=True,
            actor=TPK2D,
        )
        actions.move_plan(
            made[0],
            actions.Move.SHIFT,
            actor=TPK2D,
            reason="Blangko akta baru datang Juli",
            deadline=date(2026, 9, 30),
        )
        actions.tell_progress(made[2], on=date(2026, 5, 20), percent=100, actor=TPK2D)
        actions.move_plan(made[2], actions.Move.FINISH, actor=TPK2D)
    return made


def assess_village(round_id):
    """Write a finished assessment of the village down and return its id."""
    form = actions.assessment_form()
    marks = {
        one.id: actions.Mark(2 + number % 3, "Daftar hadir 14 Oktober")
        for number, one in enumerate(form.criteria)
    }
    with clock.frozen(datetime(2026, 10, 20, tzinfo=UTC)):
        made = actions.make_assessment(
            actions.AssessmentInput(
                village_code=VILLAGE,
                round_id=round_id,
                visited_on=date(2026, 10, 14),
                team="DP3A provinsi, Bappeda kabupaten, TP PKK",
                marks=marks,
                summary="Hasil sudah dibahas warga; kegiatan belum masuk RKPDes.",
            ),
            actor=TPK2D,
        )
        actions.finish_assessment(made, actor=TPK2D, revision=1)
    return made


def _make(round_id, number, line, unit_id):
    activity, indicator, agency, source, amount, families = line
    return actions.make_plan(
        actions.PlanInput(
            village_code=VILLAGE,
            year=2026,
            round_id=round_id,
            index_id="ikk",
            indicator=indicator,
            activity=activity,
            agency=agency,
            unit_id=unit_id if agency == "dukcapil" else None,
            position="Kepala bidang",
            source=source,
            amount=amount,
            starts_on=date(2026, 1, 15 + number),
            deadline=date(2026, 6, 30),
            families=families,
        ),
        actor=TPK2D,
    )
