"""One person, never a family: nothing about anybody else changes a byte of a reply, or tells that they exist."""

import zlib
from datetime import UTC, date, datetime
from uuid import UUID

import orjson
import pytest
from django.db import transaction
from tests.fakes.family_visits import FORM, VERSION, form, xform
from tests.integration.privacy.conftest import PEOPLE, VILLAGE

from bahtera.config import holders
from bahtera.families import api as families
from bahtera.families.models import FamilyState
from bahtera.foundation.sealing import parts
from bahtera.privacy import api
from bahtera.privacy.queries import subjects
from bahtera.privacy.rules import replies
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, Submission

__all__ = ["form", "xform"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("form")]
VISIT = UUID(int=7)
MOTHER, *OTHERS = PEOPLE
ROW = {"nama": "Siti Beta", "jenis_kelamin": "p", "pekerjaan": "petani", "sakit_kronis": "tidak"}
CHILD = {"nama": "Cita Rahman", "jenis_kelamin": "p", "disabilitas": "tidak", "sakit_kronis": "tidak"}
FATHER = {"nama": "Adam Rahman", "jenis_kelamin": "l", "sakit_kronis": "ya", "ditangani": "tidak"}
HOME = {
    "alamat": "Jl. Melati 5",
    "no_kk": "6302121005150003",
    "lokasi": "-3.1 116.2 0 0",
    "pendapatan_bulan": 1_500_000,
    "perkara_pidana": "tidak",
    "konflik_kdrt": "tidak",
    "hamil_melahirkan": "tidak",
    "catatan": "tidak ada",
}


class Undo(Exception):
    pass


def reply(*, home=HOME, mother=ROW, others=(FATHER, CHILD), members=tuple(OTHERS), submission=VISIT):
    """Build a world, return what the mother would be given, and undo the world."""
    try:
        with transaction.atomic():
            made = collected(home, mother, others, members, submission)
            raise Undo
    except Undo:
        return made


def collected(home, mother, others, members, submission):
    outcome = families.record_visit(
        village_code=VILLAGE,
        family_id=None,
        visited_on=date(2026, 3, 1),
        members=[MOTHER, *members],
        source=f"submission:{submission}",
        actor_key="token:1",
        head_name="Adam Rahman",
        address=str(home.get("alamat", "")),
        no_kk=str(home.get("no_kk", "")),
    )
    store(submission, {**home, "anggota": [mother, *others]})
    sections = subjects.collect(outcome.member_ids[0])
    return replies.build(sections, number="1", answered="22-11-2026").archive, sections


def store(submission, answers):
    row = Submission.objects.create(
        id=submission,
        instance_id=f"uuid:{submission}",
        form_id=FORM,
        form_version=VERSION,
        sha256="ab" * 32,
        size=1,
        actor_key="token:1",
        state="approved",
        received_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    content = Content(submission=row)
    parts.write(content, body=zlib.compress(b"<data/>"), answers=zlib.compress(orjson.dumps(answers)))
    content.save()


def test_the_reply_holds_what_is_kept_of_the_person():
    _, sections = reply()
    register, visits, _, trail = sections
    assert ("NIK", MOTHER.nik) in register.records[0].facts
    assert ("Tanggal lahir", "12-03-1982") in register.records[0].facts
    (visit,) = visits.records
    assert visit.title == "Kunjungan 01-03-2026"
    assert "Siti Beta" in dict(visit.facts).values()
    assert len(visit.facts) == len(ROW)
    assert trail.records[0].facts == (("Kegiatan", "Kunjungan dicatat"), ("Oleh", "kader"))


def test_one_own_answer_changes_the_reply():
    assert reply()[0] == reply()[0]
    assert reply(mother={**ROW, "sakit_kronis": "ya"})[0] != reply()[0]


@pytest.mark.parametrize("question", sorted(HOME))
def test_no_answer_of_the_family_as_a_whole_changes_a_byte(question):
    assert reply(home={**HOME, question: "ya"})[0] == reply()[0]
    assert reply(home={name: said for name, said in HOME.items() if name != question})[0] == reply()[0]


@pytest.mark.parametrize(
    "others",
    [
        (FATHER, {**CHILD, "disabilitas": "ya"}),
        (FATHER, {**CHILD, "konflik_kdrt": "ya", "hp": "081200000001"}),
        ({**FATHER, "ditangani": "ya", "nik": "1"}, CHILD),
        ({**FATHER, "nama": "Orang Lain"}, CHILD),
        (CHILD,),
        (),
    ],
)
def test_no_answer_of_another_member_changes_a_byte(others):
    assert reply(others=others)[0] == reply()[0]


@pytest.mark.parametrize(
    "members",
    [
        (),
        (OTHERS[0],),
        (families.MemberInput("Cita Rahman", nik="6302125203820009", birth_date=date(2019, 1, 1)),),
        # The very number of the mother: a doubt for the supervisor, nothing in her reply.
        (families.MemberInput("Adam Rahman", nik=MOTHER.nik, relation="kepala"),),
    ],
)
def test_nobody_learns_who_else_is_in_the_family(members):
    assert reply(members=members)[0] == reply()[0]


def test_no_word_of_anybody_else_is_in_it():
    archive, sections = reply()
    text = repr([(one.title, [record.facts for record in one.records]) for one in sections])
    for word in ("Adam", "Cita", "Melati", "6302121005150003", "member:", "family:", str(UUID(int=7))):
        assert word not in text
    assert archive


def test_what_was_erased_is_not_in_it(officer):
    with transaction.atomic():
        _, sections = collected(HOME, ROW, (FATHER,), (OTHERS[0],), UUID(int=8))
        assert len(sections[1].records) == 1
    family = FamilyState.objects.order_by("-recorded_at").first().family_id
    mother = next(one for one in families.get_family(family).members if one.relation == "pasangan")
    Submission.objects.update(province_code="63", regency_code="63.02", village_code=VILLAGE)
    surveys.erase(UUID(int=8), reason="ditarik", actor=officer)
    assert subjects.collect(mother.id)[1].records == ()


def test_a_double_is_the_same_person():
    outcome = record("submission:1", [MOTHER])
    other = record("submission:2", [families.MemberInput("Siti B", sex="p", relation="pasangan")])
    first, second = outcome.member_ids[0], other.member_ids[0]
    from bahtera.families.models import MemberState

    MemberState.objects.filter(member_id=second).update(status="duplicate", same_as_id=first)
    found = holders.find_subjects([first, second])
    assert found[second] == found[first]
    assert {row.name for row in families.own_versions(first)} == {"Siti Beta", "Siti B"}
    assert [visit.source for visit in families.own_visits(first)] == ["submission:1", "submission:2"]


def test_the_holders_are_those_of_this_site():
    assert api.holders() == ("1-register", "2-visits", "3-consents", "4-trail", "5-services", "6-groups")
    assert holders.find_subjects([UUID(int=1)]) == {}


def record(source, members):
    with transaction.atomic():
        return families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=members,
            source=source,
            actor_key="token:1",
        )
