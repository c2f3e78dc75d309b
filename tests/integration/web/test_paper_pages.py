"""The page on which a supervisor prints forms: blank or with what is on record, taken as a file, cancelled."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from tests.fakes import pdf
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import FORM, form
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import PaperBatch, PaperForm, Round

from .province import FAR, REGENCY, VILLAGE

__all__ = ["form"]
pytestmark = pytest.mark.django_db
ADDRESS = "/kertas/"
NIK = "6310054101800001"


@pytest.fixture(autouse=True)
def _site(areas, form, tmp_path):
    """The areas of the province, and the family visit, published."""
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def rina(db):
    return access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )


@pytest.fixture
def round_id(rina):
    row = Round.objects.create(name="Putaran sintetis", year=2026, form_id=FORM, opens=clock.now().date())
    surveys.set_targets(row.pk, {VILLAGE: 9, FAR: 9}, actor=access.SYSTEM)
    return row.pk


@pytest.fixture
def page(round_id):
    return entered("rina")


@pytest.fixture
def family():
    return visited("Kepala Sintetis", members=6)


def visited(head, members=1, rt="003"):
    people = [
        families.MemberInput(
            name=head if place == 0 else f"Anak Sintetis {place}",
            relation="kepala" if place == 0 else "anak",
            sex="p",
            birth_date=date(1980 + place, 5, 14),
            nik=NIK if place == 0 else "",
        )
        for place in range(members)
    ]
    with durable():
        return families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=clock.now().date(),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name=head,
            address="Jalan Contoh 7",
            rt=rt,
            rw="1",
            members=people,
        ).family_id


def printing(page, round_id, **more):
    sent = {"putaran": round_id, "desa": VILLAGE, "untuk": "kosong", "banyak": "2", "bahasa": "id", **more}
    return page.post(f"{ADDRESS}cetak/", sent, follow=True)


def taken(page, batch):
    reply = page.get(f"{ADDRESS}{batch.pk}/berkas/")
    assert reply.status_code == 200
    assert reply["Content-Type"] == "application/pdf"
    return b"".join(reply.streaming_content)


def test_blank_forms_are_printed_and_listed(page, round_id):
    reply = printing(page, round_id, tambahan="1")
    text = reply.content.decode()
    assert "2 formulir sudah diberi nomor" in text
    batch = PaperBatch.objects.get()
    assert (batch.stage, batch.spare, batch.prefilled) == ("ready", 1, False)
    made = taken(page, batch)
    words = pdf.text(made)
    for one in PaperForm.objects.all():
        assert one.serial in words
        assert one.serial in text
    assert pdf.pages(made) == batch.pages
    assert "LEMBAR TAMBAHAN" in words


def test_what_is_on_record_is_printed_but_no_numbers_of_people(page, round_id, family):
    printing(page, round_id, untuk="bagian:1-3", bahasa="id")
    words = " ".join(pdf.text(taken(page, PaperBatch.objects.get())).split())
    assert "Kepala Sintetis" in words
    assert "Anak Sintetis 5" in words
    assert "14-05-1983" in words
    assert "1 Kepala keluarga" in words
    assert "Jalan Contoh 7" in words
    assert NIK not in words.replace(" ", "")
    entries = AuditEntry.objects.filter(action="surveys.paper_printed")
    assert f"family:{family}" in str(entries.get().about)
    read = AuditEntry.objects.filter(subject=f"printing:{PaperBatch.objects.get().pk}").exclude(
        pk__in=entries
    )
    assert f"family:{family}" in str(read.get().about)


def test_how_many_got_a_number_is_said_of_all_files_together(page, round_id):
    reply = printing(page, round_id, banyak="51")
    assert PaperBatch.objects.count() == 2
    assert "51 formulir sudah diberi nomor" in reply.content.decode()


def test_single_families_are_ticked(page, round_id, family):
    other = visited("Tetangga Sintetis")
    text = page.get(f"{ADDRESS}?desa={VILLAGE}&bagian=1-3").content.decode()
    assert str(other) in text
    printing(page, round_id, untuk="pilihan", keluarga=[str(other)])
    assert PaperForm.objects.get().family_id == other
    words = pdf.text(taken(page, PaperBatch.objects.get()))
    assert "Tetangga Sintetis" in words
    assert "Kepala Sintetis" not in words


def test_a_kader_gets_the_families_of_their_tasks(page, round_id, rina, family):
    far = visited("RT Lain Sintetis", rt="9")
    today = clock.today("Asia/Jakarta") - timedelta(days=1)
    siti = access.add_person("Siti (sintetis)", area=VILLAGE, actor=rina).id
    access.grant_role(siti, role="kader", area=VILLAGE, valid_from=today, actor=rina)
    surveys.assign(round_id=round_id, village_code=VILLAGE, person_id=siti, rw="1", rt="9", actor=rina)
    printing(page, round_id, untuk="desa", kader=str(siti))
    assert PaperForm.objects.get().family_id == far
    assert "Siti (sintetis)" in pdf.text(taken(page, PaperBatch.objects.get()))


def test_a_lost_form_is_cancelled_and_leaves_the_next_file(page, round_id):
    printing(page, round_id)
    lost = PaperForm.objects.order_by("place").first()
    sent = {"putaran": round_id, "desa": VILLAGE, "nomor": lost.serial.lower(), "sebab": "lost"}
    text = page.post(f"{ADDRESS}batal/", sent, follow=True).content.decode()
    assert "Dibatalkan" in text
    again = page.post(f"{ADDRESS}batal/", sent, follow=True).content.decode()
    assert "sudah dibatalkan" in again
    batch = PaperBatch.objects.get()
    page.post(f"{ADDRESS}{batch.pk}/ulang/")
    words = pdf.text(taken(page, batch))
    assert words.count(lost.serial) == 1  # on the list alone
    assert "dibatalkan" in words


@pytest.mark.parametrize(
    "wrong", [{"banyak": "0"}, {"banyak": "201"}, {"untuk": "apa"}, {"bahasa": "jv"}, {"kader": "x"}]
)
def test_what_cannot_be_printed_is_said(page, round_id, wrong):
    reply = printing(page, round_id, **wrong)
    assert reply.status_code == 200
    assert not PaperForm.objects.exists()


def test_other_villages_are_not_there(page, round_id):
    assert page.get(f"{ADDRESS}?desa=15.01.01.2001").status_code in {403, 404}
    assert printing(page, round_id, desa="15.01.01.2001").status_code in {403, 404}
    assert page.get(f"{ADDRESS}{uuid4()}/berkas/").status_code == 404


def test_the_page_reads_in_english(page, round_id, family):
    printing(page, round_id, bahasa="en", untuk="desa")
    page.post("/bahasa/", {"bahasa": "en"})
    assert "Forms on paper" in page.get(ADDRESS).content.decode()
    words = pdf.text(taken(page, PaperBatch.objects.get()))
    assert "On record:" in words
    assert "Full name" in words


def test_what_a_family_says_never_becomes_markup(page, round_id):
    visited('#read("/etc/passwd") *x* \u8532')
    printing(page, round_id, untuk="desa")
    words = pdf.text(taken(page, PaperBatch.objects.get()))
    assert '#read("/etc/passwd") *x* ?' in " ".join(words.split())
    assert BytesIO(taken(page, PaperBatch.objects.get())).read(5) == b"%PDF-"
