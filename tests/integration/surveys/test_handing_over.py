"""A role ends only when somebody takes what is open; in an emergency it ends at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.fakes.places import place
from tests.fakes.small_form import OTHER_VILLAGE, VILLAGE, visit

from bahtera.access import api as access
from bahtera.access.models import RoleGrant
from bahtera.areas.models import Area
from bahtera.config import registrations
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import NotFound
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
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
    def add(name, role, area):
        added = access.add_person(name, area=REGENCY, username=name.lower() + "1", actor=root)
        held = access.grant_role(added.id, role=role, area=area, valid_from=TODAY, actor=root)
        return added.id, held

    return add


def actor_of(name):
    return access.actor_of(get_user_model().objects.get(username=name.lower() + "1"))


@pytest.fixture
def kader(root, hire, round_one):
    """A kader with a card, one visit sent back, and eight families still to visit."""
    surveys.set_targets(round_one.id, {VILLAGE: 10, OTHER_VILLAGE: 4}, actor=access.SYSTEM)
    person, held = hire("Siti", "kader", VILLAGE)
    card = access.issue_token(name="Siti", areas=[VILLAGE], actor=root, person_id=person)
    sender = access.resolve_token(card.secret)
    surveys.receive(visit(), actor=sender)
    returned = surveys.receive(visit(), actor=sender).submission_id
    hire("Rahmat", "supervisor", REGENCY)
    surveys.return_with_comments(returned, comments=[("alamat", "RT?")], actor=actor_of("Rahmat"))
    return person, held, card, returned


def test_what_a_kader_leaves_open_is_listed(kader):
    _, held, _, returned = kader
    work, takers = access.open_work_of(held, actor=actor_of("Rahmat"))
    assert [(one.kind, one.count, one.area) for one in work] == [
        ("to_mend", 1, VILLAGE),
        ("to_visit", 8, VILLAGE),
    ]
    assert work[0].key == f"surveys:to_mend:{returned}"
    assert [one.name for one in takers] == ["Rahmat"]


def test_a_role_with_open_work_does_not_end_by_itself(kader):
    _, held, card, _ = kader
    with pytest.raises(access.WorkLeft):
        access.end_role(held, actor=actor_of("Rahmat"), reason="pindah")
    assert access.resolve_token(card.secret).areas == (VILLAGE,)


def test_a_successor_takes_all_and_the_minutes_say_so(kader, hire):
    _, held, card, returned = kader
    dewi, _ = hire("Dewi", "kader", VILLAGE)
    minutes_id = access.end_role(held, actor=actor_of("Rahmat"), reason="pindah rumah", taker_id=dewi)
    minutes = access.get_minutes(minutes_id, actor=actor_of("Rahmat"))
    assert [(one.kind, one.taker) for one in minutes.items] == [("to_mend", "Dewi"), ("to_visit", "Dewi")]
    assert (minutes.closed_by, minutes.forced, minutes.grant.state) == ("Rahmat", False, "ended")
    assert access.resolve_token(card.secret) is None, "the card stops with the role"
    history = surveys.get_submission(returned, actor=actor_of("Rahmat")).history
    assert (history[-1].move, history[-1].note) == ("hand_over", "Dewi")
    assert audit.entries(action="surveys.handed_over").items


def test_each_thing_may_go_to_somebody_else(kader, hire):
    _, held, _, returned = kader
    dewi, _ = hire("Dewi", "kader", VILLAGE)
    rahmat = access.list_people(actor=actor_of("Rahmat"), role="supervisor").items[0].id
    minutes_id = access.end_role(
        held,
        actor=actor_of("Rahmat"),
        reason="pindah",
        taker_id=dewi,
        takers={f"surveys:to_mend:{returned}": rahmat},
    )
    minutes = access.get_minutes(minutes_id, actor=actor_of("Rahmat"))
    assert [one.taker for one in minutes.items] == ["Rahmat", "Dewi"]


def test_nobody_takes_what_they_may_not_do(kader, hire, root):
    person, held, _, returned = kader
    elsewhere, _ = hire("Wati", "kader", OTHER_VILLAGE)
    observer, _ = hire("Tari", "tpk2d", REGENCY)
    for wrong in (elsewhere, observer, person):
        with pytest.raises(access.CannotTake):
            access.end_role(held, actor=actor_of("Rahmat"), reason="pindah", taker_id=wrong)
    dewi, _ = hire("Dewi", "kader", VILLAGE)
    family = Submission.objects.get(pk=returned).family_id
    access.declare_kin(dewi, family_id=family, relation="parent", actor=root)
    with pytest.raises(access.CannotTake):
        access.end_role(held, actor=actor_of("Rahmat"), reason="pindah", taker_id=dewi)
    assert not Submission.objects.get(pk=returned).entries.filter(move="hand_over").exists()


def test_a_family_is_named_only_to_who_may_read_it(kader, hire, root):
    """Whoever administers people learns that there is work, and where; not with whom."""
    _, held, _, returned = kader
    rahmat = actor_of("Rahmat")
    named, _ = access.open_work_of(held, actor=rahmat)
    assert named[0].label
    to_root, _ = access.open_work_of(held, actor=root)
    assert [one.label for one in to_root] == ["", named[1].label]
    family = Submission.objects.get(pk=returned).family_id
    person = access.list_people(actor=root, role="supervisor").items[0].id
    access.declare_kin(person, family_id=family, relation="parent", actor=root)
    to_kin, _ = access.open_work_of(held, actor=actor_of("Rahmat"))
    assert to_kin[0].label == ""
    minutes_id = access.force_end_role(held, actor=root, reason="telepon dicuri")
    for reader in (root, actor_of("Rahmat")):
        assert [one.label for one in access.get_minutes(minutes_id, actor=reader).items] == [
            "",
            named[1].label,
        ]


def test_a_role_that_ran_out_with_open_work_is_told_until_somebody_takes_it(kader, hire):
    _, held, _, _ = kader
    rahmat = actor_of("Rahmat")
    assert access.left_behind(rahmat) == ()
    RoleGrant.objects.filter(pk=held).update(
        valid_from=TODAY - timedelta(days=30), valid_to=TODAY - timedelta(days=1)
    )
    with clock.frozen(NOON):
        found = access.left_behind(actor_of("Rahmat"))
        assert [(one.person, one.role, one.area, one.count) for one in found] == [
            ("Siti", "kader", VILLAGE, 2)
        ]
        dewi, _ = hire("Dewi", "kader", VILLAGE)
        access.end_role(held, actor=actor_of("Rahmat"), reason="masa tugas habis", taker_id=dewi)
        assert access.left_behind(actor_of("Rahmat")) == ()


def test_in_an_emergency_the_right_ends_at_once(kader):
    _, held, card, returned = kader
    minutes_id = access.force_end_role(held, actor=actor_of("Rahmat"), reason="telepon dicuri")
    assert access.resolve_token(card.secret) is None
    minutes = access.get_minutes(minutes_id, actor=actor_of("Rahmat"))
    assert minutes.forced
    assert {one.taker for one in minutes.items} == {"Rahmat"}
    assert Submission.objects.get(pk=returned).entries.filter(move="hand_over").count() == 1
    assert audit.entries(action="access.role_forced").items


def test_a_supervisors_waiting_reviews_go_to_another(kader, hire, root):
    (row,) = access.list_people(actor=root, role="supervisor").items
    (held,) = access.get_person(row.id, actor=root).grants
    work, takers = access.open_work_of(held.id, actor=root)
    assert [(one.kind, one.count) for one in work] == [("to_review", 1)]
    assert takers == ()
    surya, _ = hire("Surya", "supervisor", "63")
    access.end_role(held.id, actor=root, reason="mutasi", taker_id=surya)
    assert actor_of("Rahmat").grants == ()


def test_a_role_without_open_work_ends_with_a_reason(hire, root):
    _, held = hire("Tari", "tpk2d", REGENCY)
    with pytest.raises(access.BadEntry):
        access.end_role(held, actor=root, reason="  ")
    minutes_id = access.end_role(held, actor=root, reason="selesai")
    assert access.get_minutes(minutes_id, actor=root).items == ()
    with pytest.raises(access.RoleRefused):
        access.end_role(held, actor=root, reason="lagi")


def test_foreign_minutes_are_not_there(kader, hire, root):
    _, held, _, _ = kader
    minutes_id = access.force_end_role(held, actor=root, reason="x")
    outsider = access.Actor.over("user:99", "Wati", frozenset({"supervisor"}), ("63.10",))
    with pytest.raises(NotFound):
        access.get_minutes(minutes_id, actor=outsider)
