"""The pages of data versions: from signing to a correction by two people, and what a stranger may check."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from bahtera.access.api import Actor, NotAllowed
from bahtera.foundation import keys
from bahtera.publishing.citing import version_line
from bahtera.publishing.paper.report_words import report_words
from bahtera.releases import api as releases
from bahtera.reports.queries import public_figures
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission
from bahtera.web.presenters import comparing_versions

from .province import REGENCY, VILLAGE, enter

SIGNER = Actor.over("user:900", "Bu Dewi", frozenset({"statistician"}), ("63",))


@pytest.fixture
def dita(db):
    """A statistician of one regency."""
    return enter("dita", "statistician", [REGENCY])


@pytest.fixture
def dewi(db):
    """A statistician of the whole province, whose rounds they are."""
    return enter("dewi", "statistician", ["63"])


@pytest.fixture
def final(village_results):
    surveys.move_round(village_results.id, surveys.RoundState.REVIEW, actor=SIGNER)
    for kind in (releases.Kind.PROVISIONAL, releases.Kind.FINAL):
        releases.freeze(village_results.id, kind, actor=SIGNER)
    return village_results


def text_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_a_round_becomes_final_only_by_who_knows_what_the_second_level_left_open(village_results, dewi):
    surveys.set_review_plan(
        village_results.id, second_level=True, hold_per_mille=0, second_sample=0, actor=SIGNER
    )
    surveys.move_round(village_results.id, surveys.RoundState.REVIEW, actor=SIGNER)
    releases.freeze(village_results.id, releases.Kind.PROVISIONAL, actor=SIGNER)
    left = releases.unsettled_in(village_results.id)
    address = f"/putaran/{village_results.id}/keadaan/final/"
    shown = text_at(dewi, address)
    assert f"{left.unconfirmed} kunjungan yang disetujui menunggu tingkat kedua" in shown
    assert f'name="belum_selesai" value="{left.total}"' in shown
    revision = surveys.get_round(village_results.id).revision
    assert dewi.post(address, {"revisi": revision}).status_code == 400
    assert dewi.post(address, {"revisi": revision, "belum_selesai": left.total}).status_code == 302
    assert releases.current(village_results.id).unconfirmed == left.unconfirmed > 0
    one = text_at(dewi, f"/putaran/{village_results.id}/versi/2/")
    assert "tidak pernah dikukuhkan tingkat kedua" in one


def test_two_people_correct_a_final_round_in_the_pages(final, bob, dita):
    one = Submission.objects.filter(village_code=VILLAGE).order_by("pk")[0]
    home = f"/putaran/{final.id}/"
    assert "Versi data 2" in text_at(bob, f"{home}versi/")
    assert f"/periksa/{one.pk}/koreksi/" in text_at(bob, f"/periksa/{one.pk}/")
    asked = {"perubahan": "return", "sebab": "Umur salah ketik", "revisi": str(one.revision)}
    empty = bob.post(f"/periksa/{one.pk}/koreksi/", {**asked, "sebab": ""})
    assert (empty.status_code, "Tulis sebabnya" in empty.content.decode()) == (400, True)
    assert bob.post(f"/periksa/{one.pk}/koreksi/", asked).status_code == 302
    wanted = releases.corrections(final.id, actor=SIGNER)[0]
    look = f"{home}koreksi/{wanted.id}/"
    assert "Setujui dan tandatangani lagi" not in text_at(bob, look)
    shown = text_at(dita, f"{home}koreksi/")
    assert look in shown
    decides = text_at(dita, look)
    assert "Setujui dan tandatangani lagi" in decides
    assert "Keluarga yang disetujui" in decides
    assert "Bob" not in shown + decides
    assert releases.current(final.id).number == 2
    answer = dita.post(f"{home}koreksi/{wanted.id}/setuju/", follow=True).content.decode()
    assert "ditandatangani lagi sebagai versi 3" in answer
    compared = text_at(bob, f"{home}versi/banding/?lama=2&baru=3")
    assert "Keluarga yang disetujui" in compared
    assert "Versi data 3, final, diperbaiki, " in text_at(bob, f"/wilayah/{VILLAGE}/")


def test_who_reads_results_only_sees_no_single_family_in_two_versions(final, bob, dita, chelsea):
    home = f"/putaran/{final.id}/versi/"
    one = Submission.objects.filter(village_code=VILLAGE).order_by("pk")[0]
    supervisor = Actor.over("user:901", "Pak Rahmat", frozenset({"supervisor"}), ("63",))
    wanted = releases.ask_correction(one.pk, releases.Change.REJECT, reason="Uji coba", actor=supervisor)
    releases.agree_to_correction(wanted.id, actor=SIGNER)
    assert "Tidak ada angka yang boleh Anda lihat yang berbeda" in text_at(chelsea, f"{home}banding/")
    # Of the preliminary version this reader has nothing: no figure of the other is told as if it had changed.
    first = chelsea.get(f"{home}banding/?lama=1&baru=2")
    assert (first.context["page"].count, first.context["page"].kept) == (0, (1,))
    assert "Angka versi 1 hanya untuk yang memeriksa kunjungan" in first.content.decode()
    assert len(chelsea.get(f"{home}banding.csv?lama=1&baru=2").content.splitlines()) == 1
    assert "hanya untuk yang memeriksa kunjungan" in text_at(chelsea, f"{home}1/")
    assert "seperti pada versi sebelumnya" in text_at(chelsea, f"{home}3/?wilayah={VILLAGE}")
    assert "seperti pada versi sebelumnya" not in text_at(bob, f"{home}3/?wilayah={VILLAGE}")
    assert "adalah angka versi 2:" in text_at(chelsea, f"{home}3/?wilayah={VILLAGE}")
    area = f"/wilayah/{VILLAGE}/"
    assert "Versi data 3" in text_at(chelsea, area)
    assert "adalah angka versi 2:" in text_at(chelsea, area)
    figures = public_figures(final.id, VILLAGE)
    assert figures["data_version"]["figures_from"] == [2]
    assert "Angkanya dari versi 2" in version_line(figures, report_words("id"), "id")
    # Who may take single families out sees the corrected figures on every page, and no two of them differ.
    for who in (bob, dita):
        assert "adalah angka versi" not in text_at(who, area)
        assert "diperbarui tiap" not in text_at(who, area)
    assert chelsea.get(f"{home}3/lengkap.json").status_code == 403
    assert dita.get(f"{home}3/lengkap.json").status_code == 403  # the file holds the whole round


def test_two_versions_are_compared_by_figures_the_first_on_the_page_all_in_the_file(
    final, bob, dita, monkeypatch
):
    one = Submission.objects.filter(village_code=VILLAGE).order_by("pk")[0]
    supervisor = Actor.over("user:901", "Pak Rahmat", frozenset({"supervisor"}), ("63",))
    wanted = releases.ask_correction(one.pk, releases.Change.REJECT, reason="Uji coba", actor=supervisor)
    releases.agree_to_correction(wanted.id, actor=SIGNER)
    home = f"/putaran/{final.id}/versi/banding"
    page = bob.get(f"{home}/?lama=2&baru=3").context["page"]
    labels = [
        each.label
        for area in page.areas
        for index in area.indices
        for group in index.groups
        for each in group.figures
    ]
    assert len(labels) == page.shown == page.count > 3
    assert not {"version", "hash", "status"} & set(labels)
    table = bob.get(f"{home}.csv?lama=2&baru=3").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    changed = {
        (row["kode"], row["indeks"], row["bagian"]): (row["nama"], row["lama"], row["baru"]) for row in rows
    }
    assert len(changed) == len(rows) >= page.count
    assert changed[VILLAGE, "ikk", "coverage.approved"][0] == "Keluarga yang disetujui"
    monkeypatch.setattr(comparing_versions, "MOST_FIGURES", 3)
    few = bob.get(f"{home}/?lama=2&baru=3")
    assert (few.context["page"].shown, few.context["page"].count) == (3, page.count)
    assert "3 angka pertama" in few.content.decode()


@pytest.mark.parametrize("query", ["lama=x", "baru=1e3", "lama=99", "lama=0&baru=2"])
def test_what_is_no_version_is_not_compared(final, bob, query):
    for end in ("/", ".csv"):
        assert bob.get(f"/putaran/{final.id}/versi/banding{end}?{query}").status_code == 404


def test_a_version_says_on_how_many_families_its_figures_rest(final, bob, chelsea):
    look = f"/putaran/{final.id}/versi"
    approved, interviewed = releases.answered_in(final.id, 2, actor=SIGNER, area="63")
    assert (approved, interviewed) == (releases.current(final.id).families, interviewed)
    assert 0 < interviewed <= approved
    for who in (bob, chelsea):
        page = text_at(who, f"{look}/2/")
        assert "Kunjungan yang ikut dihitung" in page
    reader = Actor.over("user:902", "Chelsea", frozenset({"tpk2d"}), (REGENCY,))
    with pytest.raises(NotAllowed):
        releases.answered_in(final.id, 2, actor=reader, area="63")
    inside = releases.answered_in(final.id, 2, actor=reader, area=REGENCY)
    assert inside == (approved, interviewed)
    assert releases.answered_in(final.id, 1, actor=reader, area=REGENCY) is None, (
        "kept from who reads in steps"
    )


def test_a_stranger_takes_the_signed_figures_and_checks_them(final, client):
    assert keys.public_key() in text_at(client, "/versi-data/")
    told = json.loads(client.get(f"/versi-data/{final.id}/2.json").content)
    assert releases.verify_file(told, public_key=keys.public_key()).problems == ()
    assert client.get(f"/versi-data/{final.id}/1.json").status_code == 404


def test_files_and_reports_cite_the_version(final, bob):
    table = b"".join(bob.get(f"/ekspor/desa.xlsx?wilayah={VILLAGE}&putaran={final.id}").streaming_content)
    about = load_workbook(io.BytesIO(table))["keterangan"]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    digest = releases.current(final.id).digest
    assert told["versi_data"].startswith("2, final, ")
    assert told["versi_data"].endswith(f"sha256 {digest}")
    figures = public_figures(final.id, VILLAGE)
    words = report_words("id")
    assert version_line(figures, words, "id").endswith(f"hash {digest[:12]}…")
