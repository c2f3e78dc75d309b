"""Two phones, one family: a person puts the visits together, field by field."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, visit

from bahtera.access import api as access
from bahtera.access.api import NotAllowed
from bahtera.families import api as families
from bahtera.foundation import blobs, events
from bahtera.foundation.models import AuditEntry, EventDelivery
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, VisitFeed
from bahtera.surveys.operations.receiving import feeding
from bahtera.surveys.queries.reviewing import differences as surveys_compare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
ANI = {"nama": "Ibu Ani", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1980-02-01"}
BUDI = {"nama": "Budi", "hubungan": "anak", "jenis_kelamin": "l", "tgl_lahir": "2012-07-09"}
CITRA = {"nama": "Citra", "hubungan": "anak", "jenis_kelamin": "p", "tgl_lahir": "2020-01-05"}

# Early in the morning, when in Greenwich it is still the day before; and late in an evening further west.
LATER = ("2026-11-22T06:10:00.000+08:00", "2026-11-22T06:30:00.000+08:00", "2026-11-22")
EVENING = ("2026-11-21T23:10:00.000+07:00", "2026-11-21T23:30:00.000+07:00", "2026-11-21")


@pytest.fixture
def told():
    handler = feeding.on_visit_changed
    events.register("surveys.visit_changed", handler)
    yield
    events._handlers["surveys.visit_changed"].pop(f"{handler.__module__}.{handler.__qualname__}")


def two(siti, dewi, *, left=(), right=(), lefts=(ANI, BUDI), rights=(ANI, BUDI)):
    """Send two visits to one family, and return their ids: first the one that counts."""
    family = uuid4()
    one = surveys.receive(visit(family_id=family, members=lefts, **dict(left)), actor=siti)
    other = surveys.receive(visit(family_id=family, members=rights, **dict(right)), actor=dewi)
    return one.submission_id, other.submission_id


def choose(**sides):
    return {
        key.replace("__", "."): surveys.Choice(*side) if isinstance(side, tuple) else surveys.Choice(side)
        for key, side in sides.items()
    }


def merge(pair, choices, actor):
    found = surveys.get_pair(*pair, actor=actor)
    revisions = (found.left.revision, found.right.revision)
    return surveys.merge(*pair, choices=choices, revisions=revisions, actor=actor)


def test_differences_stand_side_by_side_and_equal_answers_do_not(siti, dewi, rahmat):
    pair = two(
        siti,
        dewi,
        left={"alamat": "RT 1", "jumlah_penghuni": 2},
        right={"alamat": "RT 1 ", "jumlah_penghuni": 3},
        rights=({**BUDI, "tgl_lahir": "2012-07-10"}, ANI, CITRA),
    )
    found = surveys.get_pair(*reversed(pair), actor=rahmat)
    assert (found.left.row.id, found.right.row.id) == pair
    assert [(one.key, one.left, one.right) for one in found.compared.differences] == [
        ("jumlah_penghuni", 2, 3)
    ]
    rows = [(row.left, row.right, [one.key for one in row.differences]) for row in found.compared.rows]
    assert rows == [(1, 2, []), (2, 1, ["anggota.2.tgl_lahir"]), (None, 3, [])]
    assert found.compared.keys == ("jumlah_penghuni", "anggota.3", "anggota.2.tgl_lahir")


def test_what_was_chosen_becomes_the_version_that_counts(siti, dewi, rahmat, told):
    pair = two(
        siti,
        dewi,
        left={"alamat": "Gang 1", "jumlah_penghuni": 2},
        right={"alamat": "Gang 2", "jumlah_penghuni": 3},
        rights=(ANI, BUDI, CITRA),
    )
    before = surveys.get_submission(pair[0], actor=rahmat)
    choices = choose(alamat=("typed", "Gang 12 "), jumlah_penghuni="right", anggota__3="keep")
    merged = surveys.get_submission(merge(pair, choices, rahmat), actor=rahmat)
    assert (merged.answers["alamat"], merged.answers["jumlah_penghuni"]) == ("Gang 12", 3)
    assert [one["nama"] for one in merged.answers["anggota"]] == ["Ibu Ani", "Budi", "Citra"]
    assert merged.row.is_current
    assert merged.family_id == before.family_id
    assert merged.row.version_number == 2
    assert merged.row.actor_name == rahmat.name
    left, right = (surveys.get_submission(one, actor=rahmat) for one in pair)
    assert {left.row.state, right.row.state} == {"superseded"}
    assert not left.row.is_current
    steps = [(one.move, one.note) for one in merged.history]
    assert steps[-1] == ("merge", f"{siti.name} + {dewi.name}")
    assert left.history[-1].note == right.history[-1].note == merged.instance_id
    members = families.get_family(merged.family_id).members
    assert {one.name for one in members} == {"Ibu Ani", "Budi", "Citra"}
    entry = AuditEntry.objects.get(action="surveys.merged")
    assert (entry.actor, entry.subject) == (rahmat.key, f"submission:{merged.row.id}")
    assert {f"submission:{one}" for one in pair} <= set(entry.about)
    assert "Gang" not in str(entry.details)
    feeding.on_visit_changed([events.Event(one.name, one.key, one.payload) for one in _news()])
    whose = dict(VisitFeed.objects.values_list("submission_id", "actor_key"))
    assert whose == {pair[0]: siti.key, pair[1]: dewi.key, merged.row.id: siti.key}
    assert _put_together(siti) == {left.instance_id: True, merged.instance_id: True}
    assert _put_together(dewi) == {right.instance_id: True}
    body = surveys.get_body(merged.row.id, actor=rahmat)
    assert left.instance_id.encode() in body


def _put_together(sender):
    return {one.instance_id: one.put_together for one in surveys.states_since("", actor=sender).items}


def _news():
    return EventDelivery.objects.filter(name="surveys.visit_changed")


def test_somebody_only_one_phone_has_can_be_left_out(siti, dewi, rahmat):
    pair = two(siti, dewi, rights=(ANI, CITRA))
    merged = merge(pair, choose(anggota__2="drop", anggota__3="keep"), rahmat)
    answers = surveys.get_submission(merged, actor=rahmat).answers
    assert [one["nama"] for one in answers["anggota"]] == ["Ibu Ani", "Citra"]


def test_everything_must_be_chosen_and_a_preview_writes_nothing(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain", "jumlah_penghuni": 500})
    with pytest.raises(surveys.UnchosenDifference) as refused:
        surveys.preview_merge(*pair, choices=choose(alamat="left"), actor=rahmat)
    assert refused.value.details == {"count": 1}
    choices = choose(alamat="left", jumlah_penghuni="right")
    outcome = surveys.preview_merge(*pair, choices=choices, actor=rahmat)
    assert outcome.answers["alamat"] == "RT 1"
    assert "constraint_failed" in {one.code for one in outcome.assessed.findings}
    assert Submission.objects.count() == 2


def test_an_approved_visit_counts_until_the_merged_one_is_approved(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain"})
    surveys.approve(pair[0], actor=rahmat)
    merged = merge(pair, choose(alamat="right"), rahmat)
    states = dict(Submission.objects.values_list("pk", "state"))
    assert states == {pair[0]: "approved", pair[1]: "superseded", merged: "flagged"}
    surveys.approve(merged, actor=rahmat)
    assert Submission.objects.get(is_current=True).pk == merged


@pytest.mark.parametrize("counts", [0, 1], ids=["the earlier counts", "the later counts"])
@pytest.mark.parametrize(
    "times",
    [
        (("2026-03-12T09:00:00.000+08:00", "2026-03-12T09:20:00.000+08:00", "2026-03-12"), LATER),
        (("2026-11-21T09:00:00.000+08:00", "2026-11-21T09:20:00.000+08:00", "2026-11-21"), LATER),
        (("2026-11-22T00:50:00.000+09:00", "2026-11-22T01:10:00.000+09:00", "2026-11-22"), EVENING),
    ],
    ids=["months apart", "a day apart", "phones in two zones"],
)
def test_no_answer_comes_to_lie_in_the_future_by_merging(siti, dewi, rahmat, counts, times):
    visits = [
        {"start": start, "end": end, "tanggal_kunjungan": day, "tgl_periksa": day}
        for start, end, day in times
    ]
    pair = two(siti, dewi, left=visits[counts], right=visits[1 - counts])
    surveys.approve(pair[0], actor=rahmat)
    found = surveys.get_pair(*pair, actor=rahmat)
    for side in ("left", "right"):
        choices = {key: surveys.Choice(side) for key in found.compared.keys}
        outcome = surveys.preview_merge(*pair, choices=choices, actor=rahmat)
        assert [one.code for one in outcome.assessed.findings] == []
    merged = surveys.get_submission(merge(pair, choices, rahmat), actor=rahmat)
    wall = max(visits, key=lambda one: one["end"][:16])
    assert (merged.started_at, merged.ended_at) == tuple(
        datetime.fromisoformat(wall[name]) for name in ("start", "end")
    )


def test_what_was_merged_is_not_merged_again_with_what_it_is_made_of(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain"})
    surveys.approve(pair[0], actor=rahmat)
    merged = merge(pair, choose(alamat="right"), rahmat)
    for again in ((merged, pair[0]), (pair[0], merged), (merged, pair[1])):
        with pytest.raises(surveys.NotMergeable):
            surveys.get_pair(*again, actor=rahmat)
    assert set(offered((pair[0], merged), rahmat)) == {(VILLAGE, False)}
    made = Submission.objects.get(pk=merged)
    better = surveys.receive(
        visit(family_id=made.claimed_family_id, deprecated_id=made.instance_id, alamat="ketiga"), actor=dewi
    )
    assert Submission.objects.get(pk=better.submission_id).previous_id == merged
    with pytest.raises(surveys.NotMergeable):
        surveys.get_pair(pair[0], better.submission_id, actor=rahmat)
    third = surveys.receive(visit(family_id=made.claimed_family_id, alamat="keempat"), actor=siti)
    assert surveys.get_pair(pair[0], third.submission_id, actor=rahmat).compared.keys == ("alamat",)


def test_what_changed_meanwhile_is_not_overwritten(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain"})
    seen = surveys.get_pair(*pair, actor=rahmat)
    surveys.return_with_comments(pair[1], comments=[("alamat", "cek")], actor=rahmat)
    with pytest.raises(surveys.StaleReview):
        surveys.merge(
            *pair,
            choices=choose(alamat="left"),
            revisions=(seen.left.revision, seen.right.revision),
            actor=rahmat,
        )
    assert Submission.objects.filter(merged_with__isnull=False).count() == 0


def test_who_may_not_decide_and_who_is_kin_merges_nothing(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain"})
    with pytest.raises((NotAllowed, surveys.UnknownSubmission)):
        surveys.get_pair(*pair, actor=siti)
    family = Submission.objects.get(pk=pair[0]).family_id
    with pytest.raises(NotAllowed):
        merge(pair, choose(alamat="left"), replace(rahmat, kin=frozenset({UUID(str(family))})))
    stranger = replace(rahmat, grants=tuple(replace(one, area="15.01") for one in rahmat.grants))
    with pytest.raises(surveys.UnknownSubmission):
        surveys.get_pair(*pair, actor=stranger)


def test_only_two_visits_to_one_family_can_be_merged(siti, dewi, rahmat):
    one = surveys.receive(visit(family_id=uuid4()), actor=siti).submission_id
    other = surveys.receive(visit(family_id=uuid4()), actor=dewi).submission_id
    for pair in ((one, other), (one, one)):
        with pytest.raises(surveys.NotMergeable):
            surveys.get_pair(*pair, actor=rahmat)
    pair = two(siti, dewi, right={"kode_desa": OTHER_VILLAGE})
    with pytest.raises(surveys.NotMergeable):
        surveys.get_pair(*pair, actor=rahmat)
    assert offered(pair, rahmat) == [(OTHER_VILLAGE, False), (VILLAGE, False)]


def test_putting_together_is_offered_where_it_can_be_done(siti, dewi, rahmat):
    pair = two(siti, dewi, right={"alamat": "lain"})
    assert offered(pair, rahmat) == [(VILLAGE, True)] * 2
    surveys.approve(pair[0], actor=rahmat)
    assert offered(pair, rahmat) == [(VILLAGE, True)] * 2
    officer = access.ensure_account(
        username="dian", password="x" * 12, full_name="Dian", roles=["data_protection_officer"], areas=[""]
    )
    surveys.erase(pair[1], reason="diminta", actor=officer)
    assert offered(pair, rahmat) == [(VILLAGE, False)] * 2
    with pytest.raises(surveys.NotMergeable):
        surveys.get_pair(*pair, actor=rahmat)


def offered(pair, actor):
    rivals = [one for each in pair for one in surveys.get_submission(each, actor=actor).rivals]
    return [(one.village_code, one.is_mergeable) for one in rivals]


def test_the_photo_that_was_chosen_goes_along_whatever_its_name(siti, dewi, rahmat):
    family = uuid4()
    mine, theirs = blobs.put(b"rumah dari depan"), blobs.put(b"rumah dari samping")
    one = surveys.receive(
        visit(family_id=family, foto_rumah="foto.jpg"), actor=siti, attachments=[("foto.jpg", mine)]
    )
    other = surveys.receive(
        visit(family_id=family, foto_rumah="foto.jpg"), actor=dewi, attachments=[("foto.jpg", theirs)]
    )
    pair = one.submission_id, other.submission_id
    found = surveys.get_pair(*pair, actor=rahmat)
    assert [one.key for one in found.compared.differences] == ["foto_rumah"], "same name, another picture"
    merged = merge(pair, choose(foto_rumah="right"), rahmat)
    with surveys.open_attachment(merged, "2-foto.jpg", actor=rahmat) as file:
        assert file.read() == b"rumah dari samping"


def test_who_it_was_follows_the_visit_that_counts_and_is_not_asked():
    questions = [
        surveys_compare.Question(name, repeat)
        for name, repeat in (
            ("keluarga", ""),
            ("family_id", ""),
            ("alamat", ""),
            ("anggota_lama", "anggota"),
            ("member_id", "anggota"),
            ("nama", "anggota"),
        )
    ]
    known = {
        "keluarga": "k1",
        "family_id": "k1",
        "anggota": [
            {"nama": "Ani", "anggota_lama": "m1", "member_id": "m1"},
            {"nama": "Citra", "anggota_lama": "m2", "member_id": "m2"},
        ],
    }
    new = {"keluarga": "baru", "family_id": "k2", "anggota": [{"nama": "Ani", "member_id": "m9"}]}
    for left, right, family, ani in ((new, known, "baru", {}), (known, new, "k1", {"anggota_lama": "m1"})):
        found = surveys_compare.compare(questions, left, right)
        assert found.keys == ("anggota.2",), "nobody is asked which family it is"
        choices = {"anggota.2": surveys.Choice("keep")}
        answers = surveys_compare.merged(questions, found, left, right, choices)
        assert (answers["keluarga"], answers["family_id"]) == (family, left["family_id"])
        one, other = answers["anggota"]
        assert {name: one[name] for name in ("anggota_lama",) if name in one} == ani
        assert ("anggota_lama" in other) == (family != "baru"), (
            "not asked of a family that is not on the list"
        )
