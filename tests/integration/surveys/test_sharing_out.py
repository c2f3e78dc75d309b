"""Tasks shared evenly, handed over together, and moved because a family wished for another kader."""

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.places import place
from tests.fakes.small_form import VILLAGE

from bahtera.access import api as access
from bahtera.areas.models import Area
from bahtera.config import registrations
from bahtera.families import api as families
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.transactions import durable
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Assignment, OtherKader

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REGENCY = "63.02"


@pytest.fixture
def world(villages):
    """A village of two RT with two families each, three kader and a supervisor."""
    registrations.register_all()
    Area.objects.bulk_create([place("63", "Kalimantan Contoh"), place(REGENCY, "Regensi Contoh")])
    root = access.ensure_account(
        username="r", password="pw", full_name="R", roles=["administrator"], areas=[""]
    )

    def hire(name, role, area=VILLAGE):
        person = access.add_person(name, area=REGENCY, username=f"{name.lower()}1", actor=root).id
        access.grant_role(person, role=role, area=area, valid_from=TODAY, actor=root)
        return person

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

    hire("Rahmat", "supervisor", REGENCY)
    people = {name: hire(name, "kader") for name in ("Dewi", "Siti", "Tuti")}
    living = {
        head: family(rt, head) for rt, head in (("1", "Ani"), ("1", "Budi"), ("2", "Cici"), ("2", "Dodi"))
    }
    row = surveys.create_round(
        name="Putaran bagi",
        year=2026,
        form_id="x",
        opens=date(2026, 11, 1),
        closes=date(2026, 12, 1),
        actor=access.SYSTEM,
    )
    surveys.set_targets(row.id, {VILLAGE: 4}, actor=access.SYSTEM)
    return SimpleNamespace(
        round=row.id, people=people, living=living, boss=account("Rahmat"), hire=hire, root=root
    )


def account(name):
    return access.actor_of(get_user_model().objects.get(username=f"{name.lower()}1"))


def sees(world, name):
    found = surveys.carried_places(surveys.assigned_families(account(name)))
    return {one.head_name for one in found}


def propose(world, most=None, **more):
    return surveys.propose_shares(world.round, VILLAGE, most=most or {}, actor=world.boss, **more)


def give(world, plan, most=None, **more):
    return surveys.give_shares(
        world.round, VILLAGE, most=most or {}, digest=plan.digest, actor=world.boss, **more
    )


def test_a_share_is_proposed_then_given_by_whole_rt(world):
    most = {world.people["Tuti"]: 0}
    plan = propose(world, most)
    assert not Assignment.objects.exists()
    assert [(one.name, one.families) for one in plan.shares] == [("Dewi", 2), ("Siti", 2), ("Tuti", 0)]
    assert (plan.waiting, plan.shared, plan.last_day) == (4, 4, date(2026, 12, 1))
    assert give(world, plan, most) == 2
    assert [sees(world, name) for name in ("Dewi", "Siti", "Tuti")] == [
        {"Ani", "Budi"},
        {"Cici", "Dodi"},
        set(),
    ]
    with pytest.raises(surveys.StaleShares):
        give(world, plan, most)
    assert Assignment.objects.count() == 2
    assert propose(world, most).waiting == 0


def test_of_a_sample_only_the_families_drawn_are_given_each_by_itself(world):
    drawn = {world.living["Ani"], world.living["Budi"], world.living["Dodi"]}
    plan = propose(world, only=drawn)
    assert [one.families for one in plan.shares] == [1, 1, 1]
    give(world, plan, only=drawn)
    assert {one.family_id for one in Assignment.objects.all()} == drawn
    with pytest.raises(surveys.StaleShares):
        give(world, plan)


def test_sharing_anew_ends_what_there_was(world):
    surveys.assign(
        round_id=world.round, village_code=VILLAGE, person_id=world.people["Siti"], actor=world.boss
    )
    assert propose(world).waiting == 0
    plan = propose(world, anew=True)
    assert (plan.ends, [one.families for one in plan.shares]) == (1, [2, 1, 1])
    give(world, plan, anew=True)
    assert Assignment.objects.get(ended_why="shared_anew").person_id == world.people["Siti"]
    assert [len(sees(world, name)) for name in ("Dewi", "Siti", "Tuti")] == [2, 1, 1]


def test_relatives_and_wishes_are_kept_and_what_does_not_fit_stays(world):
    access.declare_kin(
        world.people["Dewi"], family_id=world.living["Ani"], relation="sibling", actor=world.boss
    )
    surveys.note_other_kader(
        village_code=VILLAGE,
        family_id=world.living["Budi"],
        not_person_id=world.people["Dewi"],
        asked_via=surveys.AskedVia.RT,
        actor=world.boss,
    )
    most = {world.people["Siti"]: 1, world.people["Tuti"]: 0}
    plan = propose(world, most)
    assert [(one.name, one.families) for one in plan.shares] == [("Dewi", 2), ("Siti", 1), ("Tuti", 0)]
    assert (plan.shared, plan.no_room + plan.nobody_fit) == (3, 1)
    give(world, plan, most)
    assert sees(world, "Dewi") == {"Cici", "Dodi"}
    assert len(sees(world, "Siti")) == 1
    assert sees(world, "Tuti") == set()


def test_several_tasks_are_handed_over_with_minutes_or_none(world):
    tasks = [
        surveys.assign(
            round_id=world.round,
            village_code=VILLAGE,
            person_id=world.people["Siti"],
            rw="1",
            rt=rt,
            actor=world.boss,
        ).id
        for rt in ("1", "2")
    ]

    def hand_over(ids, **more):
        return surveys.hand_over_tasks(
            ids,
            person_id=world.people["Dewi"],
            reason=surveys.HandOverReason.ABSENT,
            **{"actor": world.boss, **more},
        )

    with pytest.raises(surveys.UnknownAssignment):
        hand_over([*tasks, UUID(int=9)])
    with pytest.raises(surveys.InvalidAssignment):
        hand_over([])
    assert Assignment.objects.filter(ended_at=None, person_id=world.people["Siti"]).count() == 2
    minutes = surveys.task_minutes(hand_over(tasks), actor=world.boss)
    assert (minutes.giver, minutes.taker, minutes.reason.value) == ("Siti", "Dewi", "absent")
    assert sorted(one.rt for one in minutes.tasks) == ["1", "2"]
    assert sees(world, "Dewi") == {"Ani", "Budi", "Cici", "Dodi"}
    world.hire("Jauh", "supervisor", "15.01.01.2001")
    with pytest.raises(surveys.UnknownMinutes):
        surveys.task_minutes(minutes.id, actor=account("Jauh"))


def wish(world, name="Siti", to="Dewi", head="Ani", actor=None):
    surveys.note_other_kader(
        village_code=VILLAGE,
        family_id=world.living[head],
        not_person_id=world.people[name],
        to_person_id=world.people[to] if to else None,
        asked_via=surveys.AskedVia.TPK2D,
        actor=actor or world.boss,
    )


def test_a_family_gets_another_kader_and_the_first_learns_nothing_but_that_it_moved(world):
    surveys.assign(
        round_id=world.round,
        village_code=VILLAGE,
        person_id=world.people["Siti"],
        rw="1",
        rt="1",
        actor=world.boss,
    )
    wish(world)
    wish(world)
    assert (sees(world, "Siti"), sees(world, "Dewi")) == ({"Budi"}, {"Ani"})
    assert OtherKader.objects.count() == 1
    assert {one.name for one in OtherKader._meta.get_fields()} & {"reason", "note", "why"} == set()
    assert (
        AuditEntry.objects.filter(about__contains=str(world.people["Siti"]), action__contains="other").count()
        == 0
    )
    moved = Assignment.objects.get(family_id=world.living["Ani"])
    with pytest.raises(surveys.InvalidAssignment):
        surveys.hand_over_assignment(moved.pk, person_id=world.people["Siti"], actor=world.boss)
    [row] = surveys.other_kaders(VILLAGE, actor=world.boss)
    assert (row.family_id, row.person_id) == (world.living["Ani"], world.people["Siti"])
    surveys.end_other_kader(row.id, actor=world.boss)
    assert surveys.other_kaders(VILLAGE, actor=world.boss) == ()
    surveys.hand_over_assignment(moved.pk, person_id=world.people["Siti"], actor=world.boss)
    assert sees(world, "Siti") == {"Ani", "Budi"}


def test_where_no_tasks_are_the_family_leaves_one_phone_alone(world):
    wish(world, to=None)
    assert sees(world, "Siti") == {"Budi", "Cici", "Dodi"}
    assert sees(world, "Dewi") == {"Ani", "Budi", "Cici", "Dodi"}


def test_a_wish_holds_also_after_the_family_was_merged_with_another(world):
    wish(world, to=None)
    with durable():
        families.merge_families(
            keep_id=world.living["Budi"], absorbed_id=world.living["Ani"], on=TODAY, actor_key="system"
        )
    assert sees(world, "Siti") == {"Cici", "Dodi"}


def test_where_tasks_are_somebody_must_be_named(world):
    surveys.assign(
        round_id=world.round, village_code=VILLAGE, person_id=world.people["Siti"], actor=world.boss
    )
    with pytest.raises(surveys.InvalidAssignment):
        wish(world, to=None)
    assert not OtherKader.objects.exists()


def test_a_kader_who_coordinates_reads_no_wish_about_herself(world):
    access.grant_role(
        world.people["Siti"], role="coordinator", area=VILLAGE, valid_from=TODAY, actor=world.root
    )
    wish(world, to=None)
    siti = account("Siti")
    siti = access.Actor(siti.key, siti.name, siti.grants, assured=True, kin=siti.kin)
    assert surveys.other_kaders(VILLAGE, actor=siti) == ()
    with pytest.raises(surveys.UnknownWish):
        surveys.end_other_kader(OtherKader.objects.get().pk, actor=siti)
    with pytest.raises(surveys.UnknownWish):
        wish(world, head="Cici", to=None, actor=siti)
    assert len(surveys.other_kaders(VILLAGE, actor=world.boss)) == 1


def test_the_last_day_of_a_share_is_no_day_gone_by(world, now):
    plan = propose(world)
    assert plan.first_day == now.date()
    assert plan.last_day - plan.first_day > timedelta(days=0)
