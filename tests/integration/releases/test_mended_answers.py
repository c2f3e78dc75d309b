"""Named answers put right in a final round: asked, tried, agreed to, scored again; what was sent stays readable."""

import re
import uuid
from datetime import date

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import form, xform  # noqa: F401 - fixtures
from tests.fakes.fieldwork import work
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM, Actor
from bahtera.foundation import clock
from bahtera.questionnaires import api as questionnaires
from bahtera.releases import api as releases
from bahtera.releases.models import Correction, Version
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

CHIEF = Actor.over("user:9", "Bu Dewi", frozenset({"statistician"}), ("63",))
SUPERVISOR = Actor.over("user:1", "Bu Chelsea", frozenset({"supervisor"}), ("63",))
KADER = Actor.over("token:0000", "Siti", frozenset({"kader"}), ("63",))


@pytest.fixture
def final(form, xform, tmp_path):  # noqa: F811 - a fixture
    """A final round of six families that were really sent, all approved."""
    visits, _ = work(1, 1, 6, seed=3, faults=False)
    add_places({visits[0].village_code: "Desa Sintetis"})
    form.version = re.findall(r'id="kunjungan_keluarga"[^>]* version="([^"]+)"', xform)[0]
    form.save()
    published = questionnaires.get_form(form.form_id, form.version)
    row = surveys.create_round(
        name="Contoh sintetis",
        year=2026,
        form_id=form.form_id,
        opens=date(2026, 1, 1),
        index_ids=("ikk",),
        area_code="63",
        actor=SYSTEM,
    )
    with blobs_in(tmp_path / "blobs"), clock.frozen(visits[-1].received_at):
        for one in visits:
            xml = questionnaires.writer(published).write(
                {
                    **one.answers,
                    "start": one.started_at,
                    "end": one.ended_at,
                    "instanceID": f"uuid:{uuid.uuid4()}",
                },
                on=one.answers["tanggal_kunjungan"],
            )
            receipt = surveys.receive(xml, actor=KADER)
            surveys.approve(receipt.submission_id, actor=SUPERVISOR)
        results.refresh_village(row.id, visits[0].village_code)
        surveys.move_round(row.id, surveys.RoundState.REVIEW, actor=CHIEF)
        for kind in (releases.Kind.PROVISIONAL, releases.Kind.FINAL):
            releases.freeze(row.id, kind, actor=CHIEF)
        yield row


def slip_of(visit):
    """Return the answer about savings the other way round."""
    said = surveys.get_submission(visit.pk, actor=SUPERVISOR).answers["tabungan"]
    return surveys.MendedAnswer("tabungan", None, "tidak" if said == "ya" else "ya")


def asked(visit, *answers):
    return releases.ask_correction(
        visit.pk, releases.Change.MEND, reason="Salah ketik", actor=SUPERVISOR, answers=answers
    )


def test_two_people_put_an_answer_right_and_what_was_sent_stays_readable(final):
    visit = Submission.objects.earliest("pk")
    slip = slip_of(visit)
    born = surveys.MendedAnswer("tgl_lahir", 1, "1971-03-04")
    wanted = asked(visit, slip, born)
    assert [one.old for one in wanted.answers] == [
        "ya" if slip.new == "tidak" else "tidak",
        surveys.get_submission(visit.pk, actor=SUPERVISOR).answers["anggota"][0]["tgl_lahir"],
    ]
    moved = releases.preview_correction(wanted.id, actor=CHIEF)
    assert {one.what for one in moved} == {"dimensions.D3.family_mean"}, "the index of six families is hidden"
    assert (Version.objects.count(), Submission.objects.count()) == (2, 6)
    with pytest.raises(releases.SamePerson):
        releases.agree_to_correction(wanted.id, actor=SUPERVISOR)
    done = releases.agree_to_correction(wanted.id, actor=CHIEF)
    assert done.version == 3
    assert releases.affected(final.id, 2, 3, actor=CHIEF) == moved
    old = surveys.get_submission(visit.pk, actor=SUPERVISOR)
    new = surveys.get_submission(old.versions[-1].submission_id, actor=SUPERVISOR)
    assert (old.row.state, old.answers["tabungan"] != slip.new) == ("superseded", True)
    assert (new.row.state, new.answers["tabungan"], new.answers["anggota"][0]["tgl_lahir"]) == (
        "approved",
        slip.new,
        "1971-03-04",
    )
    assert new.answers["anggota"][0]["umur"] != old.answers["anggota"][0]["umur"]
    assert new.row.scores["ikk"].numerator != old.row.scores["ikk"].numerator
    assert (new.row.actor_name, new.row.round_id) == ("Siti", final.id)
    assert {one.move for one in new.history} >= {"mend", "approve"}
    assert releases.reproduce(final.id, 3).is_whole


REFUSED = (
    surveys.MendedAnswer("kode_desa", None, "63.10.01.2002"),
    surveys.MendedAnswer("tabungan", None, "barangkali"),
    surveys.MendedAnswer("luas_lantai", None, "lebar"),
    surveys.MendedAnswer("tgl_lahir", 40, "1971-03-04"),
    surveys.MendedAnswer("tgl_lahir", None, "1971-03-04"),
    surveys.MendedAnswer("umur", 1, "40"),
)


def test_what_cannot_be_put_right_is_refused_when_it_is_asked(final):
    visit = Submission.objects.earliest("pk")
    same = surveys.get_submission(visit.pk, actor=SUPERVISOR).answers["tabungan"]
    for one in (*REFUSED, surveys.MendedAnswer("tabungan", None, same)):
        with pytest.raises(surveys.NotMendable):
            asked(visit, one)
    with pytest.raises(surveys.NotMendable):
        asked(visit)
    assert not Correction.objects.exists()


def test_a_visit_sent_back_in_a_final_round_comes_back_mended(final):
    first, second = Submission.objects.order_by("pk")[:2]
    for one in (first, second):
        back = releases.ask_correction(
            one.pk, releases.Change.RETURN, reason="Tanyakan lagi", actor=SUPERVISOR
        )
        releases.agree_to_correction(back.id, actor=CHIEF)
    assert releases.current(final.id).families == 4
    first.refresh_from_db()
    releases.agree_to_correction(asked(first, slip_of(first)).id, actor=CHIEF)
    published = questionnaires.get_form(first.form_id, first.form_version)
    body = surveys.get_body(second.pk, actor=SUPERVISOR).decode()
    number = f"uuid:{uuid.uuid4()}"
    sent = body.replace(
        f"<instanceID>{second.instance_id}</instanceID>",
        f"<instanceID>{number}</instanceID><deprecatedID>{second.instance_id}</deprecatedID>",
    )
    assert sent != body, published.version
    mended = surveys.receive(sent.encode(), actor=KADER)
    row = Submission.objects.get(pk=mended.submission_id)
    assert (row.round_id, row.state) == (final.id, "flagged")
    counts = releases.ask_correction(row.pk, releases.Change.APPROVE, reason="Sudah benar", actor=SUPERVISOR)
    releases.agree_to_correction(counts.id, actor=CHIEF)
    assert releases.current(final.id).families == 6
