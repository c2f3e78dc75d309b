"""Pages of the review's levels: what is held, rejected, confirmed, and asked about once more."""

import re

import pytest

from bahtera.access.api import SYSTEM
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

from .province import FAR, REGENCY, VILLAGE, enter


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).strip()


def decide(client, row, **form):
    return client.post(f"/periksa/{row.pk}/putusan/", {"revision": row.revision} | form, follow=True)


def test_a_held_visit_says_why_and_is_released_with_a_note(bob, visit):
    row, free = visit("accepted"), visit("accepted", name="Norjanah")
    surveys.hold(row.pk, surveys.HoldReason.RULE, about="same_answers", actor=SYSTEM)
    page = text_of(bob.get(f"/periksa/{row.pk}/"))
    assert "Pemeriksaan otomatis punya pertanyaan tentang kunjungan ini" in page
    assert "bukan tuduhan" in page
    listed = text_of(bob.get("/periksa/?tingkat=held"))
    assert (row.family_name in listed, free.family_name in listed) == (True, False)
    assert "tahan" in text_of(decide(bob, row, putusan="approve")).casefold()
    assert Submission.objects.get(pk=row.pk).state == "accepted"
    decide(bob, row, putusan="release", note="Sudah ditanyakan.")
    decide(bob, row, putusan="approve")
    assert Submission.objects.get(pk=row.pk).state == "approved"
    assert "Sudah ditanyakan." in text_of(bob.get(f"/periksa/{row.pk}/"))


def test_a_visit_is_rejected_with_a_reason_from_the_list(bob, visit):
    row = visit("flagged")
    decide(bob, row, putusan="reject", alasan="", note="Kosong.")
    assert Submission.objects.get(pk=row.pk).state == "flagged"
    decide(bob, row, putusan="reject", alasan="unusable", note="Kosong semua.")
    page = text_of(bob.get(f"/periksa/{row.pk}/"))
    assert "Terlalu banyak yang kosong atau tidak cocok satu sama lain" in page
    assert "Kosong semua." in page
    assert row.family_name in text_of(bob.get("/periksa/?keadaan=rejected"))


@pytest.mark.parametrize("level", ["held", "second", "confirmed", "lain"])
def test_the_list_is_narrowed_to_a_level(bob, visit, level):
    waiting = visit("approved", name="Aminah")
    sure = visit("approved", name="Basrah")
    Submission.objects.filter(pk=sure.pk).update(confirmed_at=sure.received_at)
    listed = text_of(bob.get(f"/periksa/?tingkat={level}"))
    shown = {one.family_name for one in (waiting, sure) if one.family_name in listed}
    wanted = {"held": set(), "second": {"Aminah"}, "confirmed": {"Basrah"}, "lain": {"Aminah", "Basrah"}}
    assert shown == wanted[level]


@pytest.fixture
def wati(db):
    """A member of the TPK2D of the regency."""
    return enter("wati", "tpk2d", [REGENCY])


def test_the_second_level_sees_no_name_and_confirms_after_the_sample(bob, wati, visit, measured):
    rows = [visit("approved", name=name) for name in ("Aminah", "Basrah", "Cendana")]
    rejected = visit("rejected", name="Dahlia")
    Submission.objects.filter(pk=rejected.pk).update(is_current=False)
    base = f"/putaran/{measured.id}/pemeriksaan/"
    surveys.set_review_plan(measured.id, second_level=True, hold_per_mille=0, second_sample=1, actor=SYSTEM)
    listed = wati.get(f"{base}{VILLAGE}/")
    assert listed.status_code == 200
    assert not [row.family_name for row in (*rows, rejected) if row.family_name in listed.text]
    assert "Periksa dulu kunjungan contoh" in text_of(wati.post(f"{base}{VILLAGE}/kukuhkan/", follow=True))
    [first] = surveys.second_sample(measured.id, VILLAGE)
    shown = wati.get(f"{base}kunjungan/{first}/")
    assert "Aminah" not in shown.text
    assert "Jawaban" in shown.text
    sampled = Submission.objects.get(pk=first)
    answer = wati.post(
        f"{base}kunjungan/{first}/putusan/", {"putusan": "confirm", "revision": sampled.revision}
    )
    assert answer.status_code == 302
    assert "2 kunjungan dikukuhkan" in text_of(wati.post(f"{base}{VILLAGE}/kukuhkan/", follow=True))
    assert surveys.unconfirmed(measured.id) == 0
    wati.post(
        f"{base}kunjungan/{rejected.pk}/putusan/",
        {"putusan": "reopen", "revision": rejected.revision, "note": "Ternyata benar."},
    )
    assert Submission.objects.get(pk=rejected.pk).state == "flagged"
    page = text_of(bob.get(base))
    assert "di antaranya dikukuhkan 3" in page
    assert bob.get(f"{base}{VILLAGE}/").status_code == 403
    assert wati.get(f"{base}{FAR}/").status_code == 403


def test_the_second_level_counts_also_what_its_list_leaves_out(wati, visit, measured, monkeypatch):
    monkeypatch.setattr("bahtera.surveys.queries.reviewing.second.MOST", 2)
    monkeypatch.setattr("bahtera.surveys.operations.reviewing.levels.MOST_AT_ONCE", 2)
    for name in ("Aminah", "Basrah", "Cendana"):
        visit("approved", name=name)
    shown = text_of(wati.get(f"/putaran/{measured.id}/pemeriksaan/{VILLAGE}/"))
    assert "Menunggu tingkat kedua 3" in shown
    assert "2 yang pertama ada di daftar ini" in shown
    confirmed = text_of(wati.post(f"/putaran/{measured.id}/pemeriksaan/{VILLAGE}/kukuhkan/", follow=True))
    assert "2 kunjungan dikukuhkan. 1 kunjungan masih menunggu." in confirmed


def test_a_supervisor_approves_what_is_plain_and_an_administrator_plans(alice, bob, visit, measured):
    plain, held = visit("accepted"), visit("accepted")
    surveys.hold(held.pk, surveys.HoldReason.RULE, actor=SYSTEM)
    base = f"/putaran/{measured.id}/pemeriksaan/"
    assert "Setujui 1 kunjungan tanpa temuan" in text_of(bob.get(base))
    bob.post(f"{base}setujui/", {"desa": VILLAGE})
    assert [Submission.objects.get(pk=one.pk).state for one in (plain, held)] == ["approved", "accepted"]
    assert bob.post(f"{base}rencana/", {"tahan": "5", "contoh": "2"}).status_code == 403
    alice.post(f"{base}rencana/", {"kedua": "ya", "tahan": "5", "contoh": "2"})
    plan = surveys.review_plan(measured.id)
    assert (plan.second_level, plan.hold_per_mille, plan.second_sample) == (True, 50, 2)
    alice.post(f"{base}rencana/", {"kedua": "ya", "tahan": "101", "contoh": "2"})
    assert surveys.review_plan(measured.id) == plan


def test_a_family_is_asked_again_and_the_pages_say_how_far_it_agrees(bob, wati, visit, measured):
    row = visit("approved", name="Aminah", answers={"jumlah_penghuni": 4, "jamban": "sendiri"})
    base = f"/putaran/{measured.id}/wawancara-ulang/"
    assert "Belum ada yang dapat dibandingkan" in text_of(bob.get(base))
    form = {"wilayah": REGENCY, "persen": "100", "paling_sedikit": "1"}
    bob.post(f"{base}undi/", {**form, "pertanyaan": ["jumlah_penghuni", "jamban"]})
    task = row.back_check
    assert "Aminah" in bob.get(f"{base}daftar/").text
    assert wati.get(f"{base}daftar/").status_code == 403
    asked = bob.get(f"{base}{task.pk}/").text
    assert bob.get(f"/putaran/{measured.id + 1}/wawancara-ulang/{task.pk}/").status_code == 404
    assert 'value="4"' not in asked
    entry = {"revision": "1", "hasil": "done", "tanggal": row.visited_on.isoformat()}
    refused = bob.post(f"{base}{task.pk}/", {**entry, "jawaban.jumlah_penghuni": "empat"})
    assert refused.status_code == 400
    assert 'value="empat"' in refused.text
    told = bob.post(f"{base}{task.pk}/", {**entry, "jawaban.jumlah_penghuni": "5"}, follow=True)
    assert "1 dari 1 jawaban berbeda" in text_of(told)
    page = wati.get(base)
    assert "Aminah" not in page.text
    assert "Sedikit pasangan" in text_of(page)
    assert "bukan tuduhan" in text_of(page)
    lines = wati.get(f"{base}hasil.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("pertanyaan,")
    assert lines[2].startswith("kader,Kader 1,1,0,0.0000")
