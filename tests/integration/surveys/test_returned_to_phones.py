"""What a supervisor writes when sending a visit back reaches the kader's phone with the family."""

import csv

import pytest
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, new_instance_id, visit

from bahtera.access.api import SYSTEM, Actor
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]

COMMENTS = [
    surveys.CommentRow("tgl_lahir", 2, "Lihat\nakta."),
    surveys.CommentRow("alamat", None, "RT berapa, RW berapa?"),
    surveys.CommentRow("", None, "Terima kasih."),
]


def rows(actor):
    return {row["name"]: row for row in csv.DictReader(surveys.families_csv(actor).decode().splitlines())}


@pytest.fixture
def sent(siti):
    instance_id = new_instance_id()
    receipt = surveys.receive(visit(instance_id=instance_id), actor=siti)
    surveys.receive(visit(), actor=siti)
    return Submission.objects.get(pk=receipt.submission_id)


def test_the_phone_is_told_what_to_mend(sent, siti, rahmat):
    before = surveys.media_file("families.csv", siti)
    surveys.return_with_comments(sent.pk, comments=COMMENTS, actor=rahmat)
    assert surveys.media_file("families.csv", siti).md5 != before.md5
    found = rows(siti)
    mine = found.pop(str(sent.family_id))
    assert mine["label"].endswith(" · dikembalikan")
    assert mine["catatan"] == (
        "Tanggal lahir (2): Lihat akta. | Alamat: RT berapa, RW berapa? | Terima kasih."
    )
    [other] = found.values()
    assert "dikembalikan" not in other["label"]
    assert other["catatan"] == ""


def test_a_long_text_is_cut(sent, siti, rahmat):
    surveys.return_with_comments(sent.pk, comments=[("", "a" * 900)], actor=rahmat)
    assert rows(siti)[str(sent.family_id)]["catatan"] == "a" * 499 + "…"


def test_the_note_goes_when_it_is_mended_approved_or_the_round_closed(sent, siti, rahmat, round_one):
    surveys.return_with_comments(sent.pk, comments=COMMENTS, actor=rahmat)
    surveys.move_round(round_one.id, surveys.RoundState.REVIEW, actor=SYSTEM)
    assert rows(siti)[str(sent.family_id)]["catatan"] == ""
    surveys.move_round(round_one.id, surveys.RoundState.FIELD, actor=SYSTEM, reason="Desa belum selesai")
    assert rows(siti)[str(sent.family_id)]["catatan"] != ""
    surveys.receive(visit(deprecated_id=sent.instance_id, family_id=sent.family_id), actor=siti)
    assert rows(siti)[str(sent.family_id)]["catatan"] == ""


def test_the_last_return_is_what_counts(sent, siti, rahmat):
    surveys.return_with_comments(sent.pk, comments=COMMENTS, actor=rahmat)
    surveys.approve(sent.pk, actor=rahmat)
    assert rows(siti)[str(sent.family_id)]["catatan"] == ""
    surveys.return_with_comments(sent.pk, comments=[("alamat", "Sekali lagi.")], actor=rahmat)
    assert rows(siti)[str(sent.family_id)]["catatan"] == "Alamat: Sekali lagi."


def test_nobody_else_reads_it(sent, rahmat):
    surveys.return_with_comments(sent.pk, comments=COMMENTS, actor=rahmat)
    neighbour = Actor.over("token:7", "Nana", frozenset({"kader"}), (OTHER_VILLAGE,))
    assert rows(neighbour) == {}
    both = Actor.over("token:8", "Nina", frozenset({"kader"}), (OTHER_VILLAGE, VILLAGE))
    assert rows(both)[str(sent.family_id)]["catatan"] != ""


def test_the_cost_does_not_grow_with_what_was_returned(sent, siti, rahmat, django_assert_max_num_queries):
    for row in Submission.objects.order_by("pk"):
        surveys.return_with_comments(row.pk, comments=COMMENTS, actor=rahmat)
    with django_assert_max_num_queries(13):
        surveys.families_csv(siti)
