"""Who visits whom: given by RT or family, narrowing what phones carry, never lost when a role ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.places import place
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE

from bahtera.access import api as access
from bahtera.areas.models import Area
from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REGENCY = "63.02"


@pytest.fixture(autouse=True)
def _registered():
    registrations.register_all()


@pytest.fixture
def root(villages):
    Area.objects.bulk_create([place("63", "Kalimantan Contoh"), place(REGENCY, "Regensi Contoh")])
    return access.ensure_account(
        username="ratna", password="pw", full_name="Ratna", roles=["administrator"], areas=[""]
    )


@pytest.fixture
def hire(root):
    def add(name, role, area=VILLAGE):
        added = access.add_person(name, area=REGENCY, username=name.lower() + "1", actor=root)
        held = access.grant_role(added.id, role=role, area=area, valid_from=TODAY, actor=root)
        return added.id, held

    return add


def account(name):
    return access.actor_of(get_user_model().objects.get(username=name.lower() + "1"))


@pytest.fixture
def boss(hire):
    hire("Rahmat", "supervisor", REGENCY)
    return account("Rahmat")


@pytest.fixture
def siti(hire):
    return hire("Siti", "kader")


@pytest.fixture
def dewi(hire):
    return hire("Dewi", "kader")


@pytest.fixture
def living(villages):
    """Families of two RT: by RT, two each."""

    def family(rt, head):
        with durable():
            return families.record_visit(
                village_code=VILLAGE,
                family_id=None,
                visited_on=date(2026, 11, 1),
                source=f"uji:{uuid4()}",
                actor_key="system",
                head_name=head,
                rt=rt,
                rw="001",
                members=[families.MemberInput(name=head, relation="kepala")],
            ).family_id

    return {
        head: family(rt, head) for rt, head in (("1", "Ani"), ("01", "Budi"), ("2", "Cici"), ("2", "Dodi"))
    }


@pytest.fixture
def team(round_one, living, siti, dewi, boss):
    """A supervisor, two kader with cards, and two RT of families."""
    return Team(round_one, living, siti, dewi, boss)


@dataclass
class Team:
    round: object
    living: dict
    siti: tuple
    dewi: tuple
    boss: object

    def card(self, person_id):
        issued = access.issue_token(name="Kartu", areas=[VILLAGE], actor=self.boss, person_id=person_id)
        return access.resolve_token(issued.secret)

    def give(self, person, **what):
        return surveys.assign(
            round_id=self.round.id, village_code=VILLAGE, person_id=person[0], actor=self.boss, **what
        )

    def sees(self, person):
        return carried(self.card(person[0]))


def carried(actor):
    found = surveys.carried_places(surveys.assigned_families(actor))
    return sorted(one.head_name for one in found)


def test_without_tasks_every_kader_sees_the_village(team):
    assert team.sees(team.siti) == ["Ani", "Budi", "Cici", "Dodi"]


def test_the_first_task_narrows_everybody(team):
    team.give(team.siti, rw="1", rt="1")
    assert team.sees(team.siti) == ["Ani", "Budi"]
    assert team.sees(team.dewi) == []
    csv = surveys.families_csv(team.card(team.siti[0])).decode()
    assert "Ani" in csv
    assert "Cici" not in csv
    assert "Cici" not in surveys.members_csv(team.card(team.siti[0])).decode()


def test_the_nearest_task_counts(team):
    team.give(team.siti)
    team.give(team.dewi, rw="1", rt="2")
    team.give(team.siti, family_id=team.living["Dodi"])
    assert team.sees(team.siti) == ["Ani", "Budi", "Dodi"]
    assert team.sees(team.dewi) == ["Cici"]


def test_days_count_in_the_village(team, now):
    team.give(team.siti, first_day=TODAY + timedelta(days=2), last_day=TODAY + timedelta(days=3))
    for wait, seen in ((0, 0), (2, 4), (3, 4), (4, 0)):
        with clock.frozen(now + timedelta(days=wait)):
            assert len(team.sees(team.siti)) == seen, wait


def test_ended_tasks_and_closed_rounds_give_the_village_back(team):
    row = team.give(team.siti, rw="1", rt="1")
    surveys.end_assignment(row.id, actor=team.boss)
    assert len(team.sees(team.dewi)) == 4
    team.give(team.siti, rw="1", rt="1")
    surveys.move_round(team.round.id, surveys.RoundState.REVIEW, actor=access.SYSTEM)
    assert len(team.sees(team.dewi)) == 4


def test_own_kin_is_given_to_another(team):
    access.declare_kin(team.siti[0], family_id=team.living["Ani"], relation="sibling", actor=team.boss)
    with pytest.raises(surveys.InvalidAssignment):
        team.give(team.siti, family_id=team.living["Ani"])
    team.give(team.siti, rw="1", rt="1")
    assert team.sees(team.siti) == ["Budi"]
    team.give(team.dewi, family_id=team.living["Ani"])
    assert team.sees(team.dewi) == ["Ani"]


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"rt": "9", "rw": "1"}, "surveys.assignment_no_part"),
        ({"family_id": UUID(int=7)}, "surveys.assignment_elsewhere"),
        ({"last_day": TODAY - timedelta(days=1)}, "surveys.assignment_days"),
    ],
)
def test_what_cannot_be_given(team, what, code):
    with pytest.raises(surveys.InvalidAssignment) as refused:
        team.give(team.siti, **what)
    assert refused.value.code == code
    assert not Assignment.objects.exists()


def test_one_task_has_one_kader(team):
    row = team.give(team.siti, rw="1", rt="1")
    with pytest.raises(surveys.AlreadyAssigned):
        team.give(team.dewi, rw="001", rt="01")
    new = surveys.hand_over_assignment(row.id, person_id=team.dewi[0], actor=team.boss)
    assert (new.person_id, new.rt) == (team.dewi[0], "1")
    with pytest.raises(surveys.UnknownAssignment):
        surveys.end_assignment(row.id, actor=team.boss)
    old = Assignment.objects.get(pk=row.id)
    assert (old.ended_why, old.ended_by, old.follower.pk) == ("handed_over", team.boss.key, new.id)
    assert AuditEntry.objects.filter(action="surveys.assignment_handed_over").count() == 1


def test_outside_ones_areas_there_is_nothing(team, hire):
    row = team.give(team.siti, rw="1", rt="1")
    hire("Jauh", "supervisor", "15.01.01.2001")
    far = account("Jauh")
    with pytest.raises(access.NotAllowed):
        surveys.assign(round_id=team.round.id, village_code=VILLAGE, person_id=team.siti[0], actor=far)
    with pytest.raises(surveys.UnknownAssignment):
        surveys.end_assignment(row.id, actor=far)
    with pytest.raises(access.NotAllowed):
        surveys.village_tasks(team.round.id, VILLAGE, actor=far)
    with pytest.raises(surveys.InvalidAssignment):
        surveys.assign(
            round_id=team.round.id, village_code=OTHER_VILLAGE, person_id=team.siti[0], actor=team.boss
        )


def test_progress_counts_by_task_and_rt(team):
    team.give(team.siti, rw="1", rt="1")
    team.give(team.dewi, family_id=team.living["Cici"])
    found = surveys.village_tasks(team.round.id, VILLAGE, actor=team.boss)
    assert [(one.families, one.visited) for one in found.tasks] == [(2, 0), (1, 0)]
    assert found.nobodys.families == 1
    assert [(one.rw, one.rt, one.families) for one in found.parts] == [("1", "1", 2), ("1", "2", 2)]


def test_a_role_does_not_end_over_open_tasks(team):
    team.give(team.siti, rw="1", rt="1")
    with pytest.raises(access.WorkLeft):
        access.end_role(team.siti[1], actor=team.boss, reason="pindah")
    access.end_role(team.siti[1], actor=team.boss, reason="pindah", taker_id=team.dewi[0])
    row = Assignment.objects.get(ended_at=None)
    assert (row.person_id, row.rt) == (team.dewi[0], "1")
    assert team.sees(team.dewi) == ["Ani", "Budi"]
