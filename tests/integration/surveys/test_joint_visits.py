"""Two kader share a family: each signs their sections, and one visit is made of both or of neither."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from pyxform.xls2xform import convert
from tests.fakes import small_form
from tests.fakes.phones import Phone
from tests.fakes.places import place
from tests.fakes.small_form import VILLAGE

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.areas.models import Area
from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.foundation import clock, events
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys
from bahtera.surveys.models import JointPart, Submission

pytestmark = pytest.mark.django_db
FORM_ID = "kunjungan_berdua"
TODAY = date(2026, 11, 22)
REGENCY = "63.02"
SECTIONS = (
    ("begin_group", "rumah", "Rumah"),
    ("integer", "kamar", "Kamar", "yes"),
    ("image", "foto_atap", "Atap"),
    ("end_group", "rumah"),
    ("begin_group", "ekonomi", "Ekonomi"),
    ("select_one ya_tidak", "tabungan", "Tabungan", "yes"),
    ("calculate", "punya", "", "", "", "", "if(${tabungan} = 'ya' and ${kamar} > 1, 1, 0)"),
    ("end_group", "ekonomi"),
)
ANI = {"nama": "Ibu Ani", "hubungan": "kepala", "jenis_kelamin": "p", "tgl_lahir": "1980-02-01"}
BUDI = {"nama": "Budi", "hubungan": "anak", "jenis_kelamin": "l", "tgl_lahir": "2012-07-09"}


@pytest.fixture(scope="module")
def xform(tmp_path_factory):
    book = tmp_path_factory.mktemp("form") / "berdua.xlsx"
    book.write_bytes(small_form.workbook(form_id=FORM_ID, more=SECTIONS))
    return convert(book, validate=False).xform


@pytest.fixture
def team(xform, villages):
    registrations.register_all()
    Questionnaire.objects.create(
        form_id=FORM_ID,
        version=small_form.VERSION,
        title="Kunjungan berdua (sintetis)",
        root="data",
        xform=xform,
        md5="7" * 32,
        indices=[],
        source_sha256="7d" * 32,
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        published_by="system",
    )
    Area.objects.bulk_create([place("63", "Kalimantan Contoh"), place(REGENCY, "Regensi Contoh")])
    root = access.ensure_account(
        username="ratna", password="pw", full_name="Ratna", roles=["administrator"], areas=[""]
    )
    people = {}
    for name, role, area in (
        ("Siti", "kader", VILLAGE),
        ("Dewi", "kader", VILLAGE),
        ("Tuti", "kader", VILLAGE),
        ("Rahmat", "supervisor", REGENCY),
    ):
        people[name] = access.add_person(name, area=REGENCY, username=name.lower(), actor=root).id
        access.grant_role(people[name], role=role, area=area, valid_from=TODAY, actor=root)
    round_id = surveys.create_round(
        name="Putaran", year=2026, form_id=FORM_ID, opens=date(2026, 1, 1), actor=access.SYSTEM
    ).id
    with durable():
        family = families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 11, 1),
            source=f"uji:{uuid4()}",
            actor_key="system",
            head_name="Ibu Ani",
            rt="1",
            rw="1",
            members=[],
        ).family_id
    boss = access.actor_of(get_user_model().objects.get(username="rahmat"))
    return Team(round_id, family, boss, people)


@dataclass
class Team:
    """A supervisor, three kader with phones, and one family."""

    round: int
    family: object
    boss: object
    people: dict
    phones: dict = field(default_factory=dict)
    task: object = None

    def share(self, *, first="Siti", second="Dewi", theirs=("ekonomi",)):
        self.task = surveys.share_family(
            round_id=self.round,
            village_code=VILLAGE,
            family_id=self.family,
            first_id=self.people[first],
            second_id=self.people[second],
            second_sections=theirs,
            actor=self.boss,
        )
        return self.task

    def phone(self, name):
        if name not in self.phones:
            phone = Phone()
            phone.id = Device.objects.create(
                person_id=self.people[name], label=name, public_key=phone.spki, enrolled_at=clock.now()
            ).pk
            self.phones[name] = phone
        return self.phones[name]

    def actor(self, name):
        return access.Actor.over(f"device:{self.phone(name).id}", name, frozenset({"kader"}), (VILLAGE,))

    def part(self, name, sections, *, corrects="", members=(ANI, BUDI), by=None, task=None, **answers):
        """Send what a kader filled, signed by their phone (or by another's), and return its outcome."""
        instance = small_form.new_instance_id()
        raw = "".join(
            f"<{group}>{''.join(f'<{one}>{answers.pop(one)}</{one}>' for one in names if one in answers)}</{group}>"
            for group, names in (("rumah", ("kamar", "foto_atap")), ("ekonomi", ("tabungan",)))
        )
        xml = small_form.visit(
            form_id=FORM_ID,
            instance_id=instance,
            deprecated_id=corrects,
            family_id=self.family,
            members=members,
            raw=raw,
            **answers,
        )
        at, task = "2026-11-20T08:20:00.000+08:00", task or self.task
        text = "|".join(
            (str(task), instance, hashlib.sha256(xml).hexdigest(), ",".join(sorted(sections)), at)
        )
        phone = self.phone(name)
        signature = self.phone(by or name).sign("part", text, device=phone.id)
        signed = surveys.SignedPart(task, tuple(sections), at, signature)
        sent = surveys.SentVisit(xml, part=signed)
        return instance, surveys.receive_many([sent], actor=self.actor(name))[0]

    def siti(self, **answers):
        return self.part("Siti", ("anggota", "rumah"), **{"kamar": 2, **answers})

    def dewi(self, **answers):
        return self.part("Dewi", ("ekonomi",), **{"tabungan": "ya", **answers})

    def row(self):
        return surveys.joint_detail(self.task, actor=self.boss).row

    def told(self, name):
        """Return what a kader's phone hears of each visit, by instance id."""
        return {one.instance_id: one for one in surveys.states_since("", actor=self.actor(name)).items}


def whole():
    return Submission.objects.get(actor_key__startswith="joint:", is_current=True)


def test_one_visit_is_made_when_both_have_signed_and_is_no_ones_alone(team):
    team.share()
    for name, mine, theirs in (
        ("Siti", {"anggota", "rumah"}, {"ekonomi"}),
        ("Dewi", {"ekonomi"}, {"anggota", "rumah"}),
    ):
        page = surveys.families_since("", actor=team.actor(name))
        assert [one.place.family_id for one in page.items] == [team.family]
        told = page.joint[team.family]
        assert (set(told.mine), set(told.theirs)) == (mine, theirs)
        assert told.other == {"Siti": "Dewi", "Dewi": "Siti"}[name]
    assert not surveys.families_since("", actor=team.actor("Tuti")).items
    one, outcome = team.siti(members=({**ANI, "nik": "6302054102800001"}, BUDI), alamat="RT 1 rumah hijau")
    assert outcome.outcome == "stored"
    events.dispatch()
    row = team.row()
    assert (row.state, [side.name for side in row.missing]) == (surveys.JointState.WAITING, ["Dewi"])
    assert team.told("Siti")[one].joint == "waiting"
    assert not Submission.objects.filter(is_current=True).exists()
    other, _ = team.dewi(members=(ANI, BUDI), alamat="tidak dicatat")
    events.dispatch()
    made = whole()
    assert [(one.code, one.question, one.value) for one in made.findings.all()] == []
    assert (made.state, made.actor_name, made.error_count) == ("accepted", "Siti + Dewi", 0)
    found = surveys.get_submission(made.pk, actor=team.boss)
    assert (found.answers["kamar"], found.answers["tabungan"], found.answers["alamat"]) == (
        2,
        "ya",
        "RT 1 rumah hijau",
    )
    assert found.answers["punya"] == "1"  # worked out from both
    assert found.answers["anggota"][0]["nik"] == "6302054102800001"
    assert [(one.name, set(one.sections)) for one in surveys.signatures_of(made.pk)] == [
        ("Siti", {"anggota", "rumah"}),
        ("Dewi", {"ekonomi"}),
    ]
    for name, instance in (("Siti", one), ("Dewi", other)):
        assert (team.told(name)[instance].state, team.told(name)[instance].joint) == ("accepted", "joined")
        assert set(team.told(name)) == {instance}
    assert team.row().state is surveys.JointState.JOINED
    with pytest.raises(surveys.SameHands):
        surveys.approve(
            made.pk,
            actor=access.Actor.over(
                f"device:{team.phone('Dewi').id}", "Dewi", frozenset({"supervisor"}), (REGENCY,)
            ),
        )
    surveys.approve(made.pk, actor=team.boss)
    for name in ("Siti", "Dewi"):
        recap = surveys.kader_recap(team.round, team.people[name], actor=team.boss)
        assert [(dict(day.results), day.approved) for day in recap.days] == [({"selesai": 1}, 1)]


def test_a_comment_goes_to_the_kader_who_signed_its_section(team):
    team.share()
    one, _ = team.siti()
    other, _ = team.dewi()
    events.dispatch()
    first = whole()
    comment = surveys.CommentRow("kamar", None, "Hitung lagi")
    surveys.return_with_comments(first.pk, comments=[comment], actor=team.boss)
    events.dispatch()
    assert (team.told("Siti")[one].state, team.told("Siti")[one].comments) == ("returned", (comment,))
    assert (team.told("Dewi")[other].state, team.told("Dewi")[other].comments) == ("accepted", ())
    mended, outcome = team.siti(kamar=3, corrects=one)
    assert outcome.outcome == "stored"
    events.dispatch()
    second = whole()
    assert (second.previous_id, second.version_number) == (first.pk, 2)
    assert surveys.get_submission(second.pk, actor=team.boss).answers["kamar"] == 3
    assert team.told("Siti")[one].state == "superseded"
    assert team.told("Siti")[mended].state == team.told("Dewi")[other].state == "accepted"
    surveys.approve(second.pk, actor=team.boss)
    for name in ("Siti", "Dewi"):
        recap = surveys.kader_recap(team.round, team.people[name], actor=team.boss)
        assert [(dict(day.results), day.approved) for day in recap.days] == [({"selesai": 1}, 1)]


def test_what_is_not_the_kaders_own_is_refused_and_sending_twice_is_harmless(team):
    team.share()

    def refused(sent):
        _, outcome = sent
        assert outcome.outcome == "refused"
        return outcome.error.code

    assert refused(team.dewi(kamar=4)) == "surveys.part_of_other"
    assert refused(team.dewi(members=({**ANI, "nik": "6302054102800001"}, BUDI))) == "surveys.part_of_other"
    assert refused(team.dewi(by="Siti")) == "surveys.part_not_signed"
    assert refused(team.part("Dewi", ("ekonomi", "rumah"), tabungan="ya")) == "surveys.part_sections"
    assert refused(team.part("Tuti", ("ekonomi",), tabungan="ya")) == "surveys.part_not_shared"
    assert not JointPart.objects.exists()
    xml = small_form.visit(form_id=FORM_ID, family_id=team.family)
    alone = surveys.receive(xml, actor=team.actor("Siti"))
    assert alone.state == "flagged"
    assert not Submission.objects.filter(is_current=True).exists()
    assert "shared_alone" in {
        one.code for one in surveys.get_submission(alone.submission_id, actor=team.boss).findings
    }


def test_two_who_disagree_wait_for_a_person_who_says_whose_family_counts(team):
    team.share()
    cici = {"nama": "Cici", "hubungan": "anak", "jenis_kelamin": "p", "tgl_lahir": "2020-01-05"}
    one, _ = team.siti(members=({**ANI, "nik": "6302054102800001"}, BUDI))
    team.dewi(members=(ANI, {**BUDI, "tgl_lahir": "2013-07-09"}, cici))
    events.dispatch()
    found = surveys.joint_detail(team.task, actor=team.boss)
    assert found.row.state is surveys.JointState.CLASH
    assert team.told("Siti")[one].joint == "clash"
    assert found.may_choose
    assert {(each.question, each.member, each.first, each.second) for each in found.differences} == {
        ("tgl_lahir", "Budi", "2012-07-09", "2013-07-09"),
        ("nama", "Cici", None, "Cici"),
    }
    assert not Submission.objects.filter(is_current=True).exists()
    stale = found.row.revision - 1
    with pytest.raises(surveys.StaleJoint):
        surveys.choose_family(team.task, person_id=team.people["Dewi"], revision=stale, actor=team.boss)
    surveys.choose_family(
        team.task, person_id=team.people["Dewi"], revision=found.row.revision, actor=team.boss
    )
    events.dispatch()
    rows = surveys.get_submission(whole().pk, actor=team.boss).answers["anggota"]
    assert [(row["nama"], row.get("tgl_lahir"), row.get("nik")) for row in rows] == [
        ("Ibu Ani", "1980-02-01", "6302054102800001"),
        ("Budi", "2013-07-09", None),
        ("Cici", "2020-01-05", None),
    ]


def test_refused_consent_is_no_matter_of_rosters_and_one_takes_over(team):
    team.share()
    one, _ = team.siti()
    other, _ = team.dewi(persetujuan="tidak", hasil_kunjungan="", tabungan="", members=())
    events.dispatch()
    found = surveys.joint_detail(team.task, actor=team.boss)
    assert (found.row.state, found.may_choose) == (surveys.JointState.CLASH, False)
    with pytest.raises(surveys.InvalidJoint):
        surveys.choose_family(
            team.task, person_id=team.people["Siti"], revision=found.row.revision, actor=team.boss
        )
    surveys.take_joint_over(
        team.task, person_id=team.people["Siti"], revision=found.row.revision, actor=team.boss
    )
    events.dispatch()
    assert team.told("Dewi")[other].state == "superseded"
    assert not surveys.families_since("", actor=team.actor("Dewi")).items
    assert not surveys.families_since("", actor=team.actor("Siti")).joint
    xml = small_form.visit(
        form_id=FORM_ID,
        family_id=team.family,
        deprecated_id=one,
        raw="<rumah><kamar>2</kamar></rumah><ekonomi><tabungan>tidak</tabungan><punya>0</punya></ekonomi>",
    )
    alone = surveys.receive(xml, actor=team.actor("Siti"))
    assert alone.state == "accepted"
    assert Submission.objects.get(pk=alone.submission_id).is_current
    assert team.told("Siti")[one].state == "superseded"
    _late, outcome = team.dewi()
    assert (outcome.outcome, outcome.receipt.state) == ("stored", "superseded")


def test_nobody_met_waits_for_another_day_and_a_task_that_ends_ends_what_is_shared(team):
    team.share()
    team.siti()
    _nobody, _ = team.dewi(hasil_kunjungan="tidak_ditemukan", tabungan="", members=())
    events.dispatch()
    row = team.row()
    assert (row.state, [side.name for side in row.missing]) == (surveys.JointState.WAITING, ["Dewi"])
    with clock.frozen(clock.now() + timedelta(days=1)):
        team.dewi()
        events.dispatch()
    assert whole().result_code == "selesai"
    assert {one.action for one in AuditEntry.objects.filter(action__startswith="surveys.part")} == {
        "surveys.part_received",
        "surveys.parts_joined",
    }
    assert [one.head_name for one in surveys.joint_families(team.round, VILLAGE, actor=team.boss)] == [
        "Ibu Ani"
    ]
    (task,) = surveys.village_tasks(team.round, VILLAGE, actor=team.boss).tasks
    surveys.hand_over_assignment(task.row.id, person_id=team.people["Tuti"], actor=team.boss)
    assert team.row().taker_id is None
    assert not surveys.families_since("", actor=team.actor("Dewi")).joint
    with pytest.raises(surveys.InvalidJoint):
        team.share(first="Tuti")  # visited already


@pytest.mark.parametrize(
    "wrong",
    [{"second": "Siti"}, {"theirs": ()}, {"theirs": ("ekonomi", "anggota", "rumah")}, {"theirs": ("x",)}],
)
def test_a_family_is_shared_by_two_who_both_have_something_to_ask(team, wrong):
    with pytest.raises(surveys.InvalidJoint):
        team.share(**wrong)
    team.share()
    with pytest.raises(surveys.InvalidJoint):
        team.share()
