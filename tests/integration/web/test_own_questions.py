"""A kader is asked about the own visits, replies in own words, and is accused of nothing."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.family_visits import SIZE, store_visits

from bahtera.checks import api as checks
from bahtera.checks.models import Flag, Reply
from bahtera.foundation.events import Event
from bahtera.surveys.models import Submission

from .province import VILLAGE, enter

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def siti(db):
    return enter("siti", "kader", [VILLAGE])


@pytest.fixture
def asked(village_results, siti):
    """One question about a visit that Siti made, one about another kader's, one about all of hers."""
    own, others = store_visits(
        village_results.id,
        VILLAGE,
        ["1" * SIZE] * 2,
        answers={"persetujuan": "ya"},
        family_name="Bu Sintetis",
    )
    key = f"user:{get_user_model().objects.get(username='siti').pk}"
    Submission.objects.filter(pk=own.pk).update(actor_key=key, visited_on=NOW.date())
    Submission.objects.filter(pk=others.pk).update(visited_on=date(2026, 3, 19))
    pair = a_flag(village_results, "near_copy", own, key, other_id=others.pk, other_actor="token:7")
    whole = a_flag(village_results, "always_one_answer", None, key)
    other = a_flag(village_results, "short_interview", others, "token:7")
    return pair, whole, other


def a_flag(row, check_id, visit, key, **more):
    return Flag.objects.create(
        round_id=row.id,
        check_id=check_id,
        check_hash="a" * 64,
        severity="high",
        key=str(uuid4()),
        province_code=VILLAGE[:2],
        regency_code=VILLAGE[:5],
        district_code=VILLAGE[:8],
        village_code=VILLAGE,
        submission_id=visit.pk if visit else None,
        actor_key=key,
        value=0.98,
        threshold=0.9,
        facts={"percent": 98.0, "others": 3.0},
        state="open",
        first_seen=NOW,
        **more,
    )


def own_questions_on_home(kader):
    duty = next(one for one in kader.get("/").context["page"].duties if one.url == "/pertanyaan/")
    return duty.title, duty.waiting


def test_a_kader_replies_and_whoever_checks_reads_it_before_answering(asked, siti, bob):
    pair, whole, other = asked
    assert own_questions_on_home(siti) == ("Pertanyaan tentang kunjungan saya", 2)
    shown = siti.get("/pertanyaan/").content.decode()
    assert ("20 Maret 2026" in shown, "19 Maret 2026" in shown, str(other.pk) in shown) == (
        True,
        False,
        False,
    )
    assert "Sintetis" not in shown.partition("<main")[2].replace("sintetis", "")
    assert "bukan tuduhan" in shown
    assert "98" not in shown.partition("<main")[2].replace(str(pair.pk), "").replace(str(whole.pk), "")
    assert siti.post(f"/pertanyaan/{other.pk}/balas/", {"cerita": "x"}).status_code == 404
    empty = siti.post(f"/pertanyaan/{pair.pk}/balas/", {"cerita": " "}, follow=True).content.decode()
    assert "Tulis dengan beberapa kata" in empty
    for words in ("Dua keluarga serumah", "Dua keluarga satu dapur"):
        siti.post(f"/pertanyaan/{pair.pk}/balas/", {"cerita": words})
    assert Reply.objects.count() == 1
    assert own_questions_on_home(siti) == ("Pertanyaan tentang kunjungan saya", 1)
    assert "kader menanggapi" in bob.get(f"/putaran/{pair.round_id}/mutu/pertanyaan/").content.decode()
    address = f"/putaran/{pair.round_id}/mutu/{pair.pk}/jawab/"
    assert "Dua keluarga satu dapur" in bob.get(address).content.decode()
    answer = {"jawaban": "explained", "catatan": "Satu dapur", "revisi": str(pair.revision)}
    assert bob.post(address, answer).status_code == 400  # not seen what the kader said
    assert bob.post(address, {**answer, "revisi": str(pair.revision + 2)}).status_code == 302
    late = siti.post(f"/pertanyaan/{pair.pk}/balas/", {"cerita": "Tunggu"}, follow=True).content.decode()
    assert "berubah" in late
    assert "Satu dapur" not in siti.get("/pertanyaan/").content.decode().replace(
        "Dua keluarga satu dapur", ""
    )


def test_a_reply_goes_with_the_visit(asked, siti):
    pair = asked[0]
    siti.post(f"/pertanyaan/{pair.pk}/balas/", {"cerita": "Dua keluarga serumah"})
    checks.on_visit_erased([Event("surveys.erased", str(pair.submission_id), {})])
    assert Reply.objects.count() == 0
