"""Pages of the review's levels: what is held, rejected, confirmed, and asked about once more."""

import re

import pytest

from bahtera.access.api import SYSTEM
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission


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
