"""The pages of consents: recorded with proof, shown, withdrawn, printed; and bars that nothing handed out tells of."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.blob_folders import blobs_in
from tests.integration.web import rights
from tests.integration.web.province import FAR

from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api
from bahtera.privacy.models import Consent, GuardianBar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
PDF = b"%PDF-1.4\nlembar sintetis\n%%EOF\n"
LIST = "/privasi/persetujuan/"
SPOKEN = {"teks": "service:1", "cara": "spoken", "saksi": "Pak RT (sintetis)"}


@pytest.fixture(autouse=True)
def files(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def home(areas):
    return rights.household()


@pytest.fixture(params=["data_protection_officer", "counsellor", "case_worker"])
def keeper(request, areas):
    return rights.client(request.param, "citra")


@pytest.fixture
def citra(areas):
    return rights.client("counsellor", "citra")


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def record(client, member_id, **form):
    return client.post(f"{LIST}{member_id}/", {**SPOKEN, **form})


def test_whoever_sits_with_people_records_what_they_agreed_to(keeper, home):
    found = body(keeper.post(LIST, {"cara": "nik", "isi": rights.MOTHER_NIK}))
    address = f"{LIST}{home.mother}/"
    assert f'href="{address}"' in found
    assert "Belum ada persetujuan" in body(keeper.get(address))
    assert record(keeper, home.mother).headers["Location"] == address
    page = body(keeper.get(address))
    assert "Pak RT (sintetis)" in page
    assert "berlaku" in page
    (number,) = set(re.findall(r"lembar/([0-9a-f-]{36})/tarik/", page))
    assert keeper.post(f"{LIST}lembar/{number}/tarik/").headers["Location"] == address
    assert "ditarik" in body(keeper.get(address))
    assert not api.has_consent(home.mother, "service")
    keeper.post(f"{LIST}lembar/{number}/tarik/")
    assert 'class="note note-stop' in body(keeper.get(address))


@pytest.mark.parametrize("manner", ["signed", "thumbprint"])
def test_a_sheet_is_uploaded_sealed_and_shown(citra, home, manner, tmp_path):
    sheet = SimpleUploadedFile("../../Siti.pdf", PDF, content_type="text/html")
    assert record(citra, home.mother, cara=manner, lembar=sheet).status_code == 302
    stored = [one.read_bytes() for one in (tmp_path / "blobs").rglob("*") if one.is_file()]
    assert not any(b"lembar sintetis" in one for one in stored)
    address = f"{LIST}lembar/{Consent.objects.get().pk}/"
    answer = citra.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "Siti" not in answer.headers["Content-Disposition"]
    read = AuditEntry.objects.filter(action="access.read").order_by("-id")[0]
    assert read.about == [f"member:{home.mother}"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"cara": "signed"}, "bukti"),
        ({"cara": "spoken", "saksi": " "}, "bukti"),
        ({"cara": "bisik"}, "Pilih"),
        ({"teks": "service:99"}, "teks"),
        ({"teks": ""}, "teks"),
        ({"oleh": "wali", "wali_nik": rights.FATHER_NIK}, "dewasa"),
        ({"tanggal": "2099-01-01", "jam": "10.00"}, "belum"),
    ],
)
def test_a_consent_that_cannot_be_taken_says_why(citra, home, form, said):
    page = body(record(citra, home.mother, **form), 400)
    assert 'role="alert"' in page
    assert AuditEntry.objects.filter(action="access.read", subject=f"member:{home.mother}").exists()
    assert said in page.lower() or said in page
    assert not Consent.objects.exists()


@pytest.mark.parametrize("data", [b"<script>", PDF[:-8], b"GIF89a"])
def test_what_is_no_sheet_is_not_kept(citra, home, data, tmp_path):
    sheet = SimpleUploadedFile("lembar.pdf", data, content_type="application/pdf")
    page = body(record(citra, home.mother, cara="signed", lembar=sheet), 400)
    assert "PDF, JPEG atau PNG" in page
    assert not list((tmp_path / "blobs").rglob("??/*"))


def test_the_sheet_of_a_consent_that_was_not_taken_does_not_stay(citra, home, tmp_path):
    sheet = {"cara": "signed", "lembar": SimpleUploadedFile("lembar.pdf", PDF)}
    body(record(citra, home.girl, **sheet), 400)
    assert not [one for one in (tmp_path / "blobs").rglob("??/*") if one.is_file()]
    sheet["lembar"] = SimpleUploadedFile("lembar.pdf", PDF)
    assert record(citra, home.mother, **sheet).status_code == 302
    sheet["lembar"] = SimpleUploadedFile("lembar.pdf", PDF)
    body(record(citra, home.mother, **sheet), 400)
    assert [one for one in (tmp_path / "blobs").rglob("??/*") if one.is_file()], "the standing one needs it"


def test_a_child_needs_a_guardian_and_a_barred_one_gets_the_words_of_every_refusal(citra, home):
    assert "wali" in body(record(citra, home.girl), 400)
    guardian = {"oleh": "wali", "wali_nik": rights.FATHER_NIK, "wali_nama": "Adam", "wali_hubungan": "ayah"}
    assert record(citra, home.girl, **guardian).status_code == 302
    answer = citra.post(f"{LIST}{home.girl}/larangan/", {"nik": rights.FATHER_NIK})
    assert answer.headers["Location"] == f"{LIST}{home.girl}/"
    page = body(citra.get(f"{LIST}{home.girl}/"))
    assert "berakhir" in page
    assert not api.has_consent(home.girl, "service")
    refused = body(record(citra, home.girl, **guardian), 400)
    assert "pejabat pelindungan data" in refused.lower()
    assert "Boleh bertindak lagi" in page
    bar = GuardianBar.objects.get()
    citra.post(f"{LIST}{home.mother}/larangan/{bar.pk}/cabut/")
    bar.refresh_from_db()
    assert bar.lifted_at is None, "a bar is lifted on the page of whom it was set for"
    citra.post(f"{LIST}{home.girl}/larangan/{bar.pk}/cabut/")
    bar.refresh_from_db()
    assert bar.lifted_at is not None


def test_somebody_whose_age_nobody_knows_declares_it(citra, home):
    page = body(record(citra, home.grandmother), 400)
    assert 'name="dewasa"' in page
    assert record(citra, home.grandmother, dewasa="ya").status_code == 302


def test_nobody_of_another_regency_is_there(home):
    stranger = rights.client("counsellor", "tia", area="63.02")
    given = api.give_consent(
        home.mother,
        purpose="service",
        text_version="1",
        manner=api.Manner.SPOKEN,
        evidence=api.Evidence(witness="Pak RT"),
        actor=rights.officer(),
    )
    for address in (f"{LIST}{home.mother}/", f"{LIST}lembar/{given.id}/"):
        assert stranger.get(address).status_code == 404
    for address in (
        f"{LIST}{home.mother}/",
        f"{LIST}lembar/{given.id}/tarik/",
        f"{LIST}{home.girl}/larangan/",
    ):
        assert stranger.post(address, {**SPOKEN, "nik": rights.FATHER_NIK}).status_code == 404
    assert api.has_consent(home.mother, "service")
    assert not GuardianBar.objects.exists()


def test_a_counsellor_finds_the_page_from_the_menu_and_no_requests(citra, home):
    start = body(citra.get("/"))
    assert f'href="{LIST}"' in start
    assert 'href="/privasi/"' not in start
    assert citra.get("/privasi/permohonan/").status_code == 403
    assert "Permohonan baru" not in body(citra.get(f"{LIST}{home.mother}/"))


def test_the_sheet_to_sign_is_the_text_that_was_versioned(citra):
    text = api.consent_texts()["service", "1"]
    page = body(citra.get(f"{LIST}formulir/service/1/"))
    assert text.text["id"] in page
    assert text.sha256[:12] in page
    assert citra.get(f"{LIST}formulir/service/99/").status_code == 404


def test_a_family_elsewhere_is_found_no_more_than_nobody(citra, areas):
    rights.household(FAR)
    assert "Tidak ada di wilayah Anda" in body(citra.post(LIST, {"cara": "kk", "isi": rights.KK}))
