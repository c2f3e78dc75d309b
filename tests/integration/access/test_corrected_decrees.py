"""The days of a decree are put right with a reason, and the ends of its roles follow."""

from datetime import date, timedelta

import pytest
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.offices import OTHER_REGENCY, REGENCY, TODAY

from bahtera.access import api as access
from bahtera.access.models import Decree, DecreeNotice, Person, RoleGrant
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db
LAST = date(2027, 3, 31)


@pytest.fixture
def decree(root):
    return access.register_decree(
        "SK-1",
        signed_on=TODAY,
        signer="Bupati",
        area=REGENCY,
        valid_from=TODAY,
        valid_to=LAST,
        actor=root,
    )


@pytest.fixture
def give(root, decree, hired):
    def one(name, valid_to=None, valid_from=TODAY):
        person, _ = hired(name)
        return access.grant_role(
            person,
            role="supervisor",
            area=REGENCY,
            valid_from=valid_from,
            valid_to=valid_to,
            decree_id=decree,
            actor=root,
        )

    return one


def correct(decree, actor, *, first=TODAY, last=LAST, reason="salah ketik"):
    return access.correct_decree_days(decree, valid_from=first, valid_to=last, reason=reason, actor=actor)


def ends():
    return dict(RoleGrant.objects.filter(decree__isnull=False).order_by("pk").values_list("pk", "valid_to"))


def test_roles_that_end_with_the_decree_follow_it_both_ways(decree, give, boss):
    own, with_it, without = give("Ani", date(2027, 1, 1)), give("Budi", LAST), give("Citra")
    later = date(2028, 12, 31)
    assert correct(decree, boss, last=later) == 2
    assert ends() == {own: date(2027, 1, 1), with_it: later, without: None}
    assert correct(decree, boss, last=date(2026, 12, 31)) == 3
    assert ends()[with_it] == date(2026, 12, 31)
    assert ends()[own] == date(2027, 1, 1), "cut by the decree, and whole again when that is put right"


def test_a_decree_that_ran_out_by_a_slip_brings_its_roles_back(decree, give, boss, now):
    grant = give("Ani", LAST)
    with clock.frozen(now + timedelta(days=400)):
        person = RoleGrant.objects.get(pk=grant).person
        assert access.actor_of(person.user).roles == frozenset()
        assert correct(decree, boss, last=date(2028, 3, 31)) == 1
        assert access.actor_of(person.user).roles == {"supervisor"}


def test_no_role_is_ended_behind_its_work(decree, give, boss):
    give("Ani")
    for last in (TODAY - timedelta(days=1), date(2026, 1, 1)):
        with pytest.raises((access.BadEntry, access.BadDates)):
            correct(decree, boss, first=date(2025, 12, 1), last=last)
    with pytest.raises(access.BadEntry) as caught:
        correct(decree, boss, first=TODAY + timedelta(days=2))
    assert caught.value.code == "access.roles_begin_before"
    assert Decree.objects.get(pk=decree).valid_to == LAST


def test_a_decree_on_which_nothing_rests_may_be_over(decree, boss):
    assert correct(decree, boss, first=date(2025, 1, 1), last=date(2025, 12, 31)) == 0
    assert not access.get_decree(decree, actor=boss).is_valid


def test_it_is_written_down_with_its_reason_and_warned_of_anew(decree, boss, root, now):
    Decree.objects.filter(pk=decree).update(warned_on=TODAY)
    DecreeNotice.objects.create(
        decree_id=decree, person=Person.objects.order_by("created_at", "pk")[0], made_on=TODAY, seen_at=None
    )
    correct(decree, boss, last=date(2028, 1, 1), reason="  tahunnya   2028 ")
    [change] = access.decree_changes(decree, actor=boss)
    assert (change.reason, change.to_before, change.to_after) == ("tahunnya 2028", LAST, date(2028, 1, 1))
    assert change.by == "Bima (sintetis)"
    assert not DecreeNotice.objects.exists()
    assert Decree.objects.get(pk=decree).warned_on is None
    entry = AuditEntry.objects.get(action="access.decree_corrected")
    assert (entry.details["to_after"], entry.actor) == ("2028-01-01", boss.key)
    assert "tahunnya" not in str(entry.details)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"reason": "  "}, access.BadEntry),
        ({}, access.BadEntry),
        ({"last": date(2020, 1, 1)}, access.BadDates),
        ({"first": date(1990, 1, 1)}, access.BadDates),
    ],
)
def test_what_is_refused(decree, boss, change, error):
    with pytest.raises(error):
        correct(decree, boss, **change)


def test_a_decree_elsewhere_is_not_there(decree, root):
    stranger = access.Actor.over("user:99", "Jauh", frozenset({"administrator"}), (OTHER_REGENCY,))
    with pytest.raises(access.NoSuchDecree):
        correct(decree, stranger, last=date(2028, 1, 1))
    keeper = access.Actor.over("user:98", "Kus", frozenset({"coordinator"}), (REGENCY,))
    with pytest.raises(access.NotAllowed):
        correct(decree, keeper, last=date(2028, 1, 1))
