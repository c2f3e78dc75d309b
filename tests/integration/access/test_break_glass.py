"""Emergency access: what it lends, to whom, for how long, who hears of it; and every way around it thought of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.offices import DISTRICT, FAR, JAMBI, NOW, OTHER_REGENCY, REGENCY, TODAY, VILLAGE

from bahtera.access import api as access
from bahtera.access.models import BreakGlass, Kin, Person, RoleGrant
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import NotPermitted

pytestmark = pytest.mark.django_db
WHY = "Seorang anak hilang sejak sore, keluarganya harus ditemukan malam ini."
HOUR = timedelta(hours=1)


def now_as(actor, **more):
    """Read anew who somebody is, as every request does."""
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(pk=int(actor.key.removeprefix("user:")))
    return access.actor_of(user, **more)


@pytest.fixture
def somebody(hired):
    """Add somebody with roles, some of which rest on a place in a unit, left out here: person and actor."""

    def add(name, *roles, area=REGENCY, home=REGENCY):
        person, actor = hired(name, home=home)
        for role in roles:
            RoleGrant.objects.create(
                person_id=person,
                role=role,
                area_code=area,
                valid_from=TODAY,
                granted_at=NOW,
                granted_by="system",
            )
        return person, now_as(actor)

    return add


@pytest.fixture
def wati(somebody):
    """A case worker of the regency."""
    return somebody("Wati", "case_worker")[1]


@pytest.fixture
def surya(somebody):
    """The auditor of the site: person and actor."""
    return somebody("Surya", "auditor", area="", home="")


@pytest.fixture
def broken(wati, surya):
    """Break the glass as the case worker and return its id."""

    def breaking(*, actor=wati, role="supervisor", area=VILLAGE, length=HOUR, reason=WHY, witness=surya[0]):
        return access.break_glass(
            role, area=area, reason=reason, witness_id=witness, length=length, actor=actor
        )

    return breaking


def told(action):
    return [one for one in audit.entries(size=500).items if one.action == action]


def test_it_lends_a_role_in_one_area_for_its_time(broken, wati):
    assert not access.may(wati, "submission.read", area=VILLAGE)
    glass = broken()
    held = now_as(wati)
    assert held.glass == glass
    assert access.may(held, "submission.read", area=VILLAGE)
    assert not access.may(held, "submission.read", area=DISTRICT)
    with clock.frozen(NOW + HOUR - timedelta(seconds=1)):
        assert access.may(now_as(wati), "submission.read", area=VILLAGE)
    with clock.frozen(NOW + HOUR):
        assert not access.may(now_as(wati), "submission.read", area=VILLAGE)
        assert now_as(wati).glass is None


def test_a_lent_role_gives_no_rights_decides_nothing_and_takes_nothing_away(broken, wati):
    broken()
    held = now_as(wati)
    gained = {name for name in access.ACTIONS if access.may(held, name, area=VILLAGE)} - {
        name for name in access.ACTIONS if access.may(wati, name, area=VILLAGE)
    }
    assert gained == {
        "submission.read",
        "family.read",
        "person.read",
        "unit.read",
        "results.read",
        "context.read",
        "document.read",
    }
    assert access.roles_to_give(held) == ()
    assert access.ceiling(held, access.Purpose.SURVEY, area=VILLAGE) == access.Level.IDENTITY


def test_notes_of_psychologists_are_not_lent(somebody, surya):
    _, rina = somebody("Rina", "supervisor")
    access.break_glass("case_worker", area=VILLAGE, reason=WHY, witness_id=surya[0], length=HOUR, actor=rina)
    assert access.ceiling(now_as(rina), access.Purpose.PROTECTION, area=VILLAGE) == access.Level.SAFETY


def test_without_a_second_step_it_is_neither_asked_nor_held(broken, wati):
    with pytest.raises(access.SecondFactorNeeded):
        broken(actor=now_as(wati, assured=False))
    broken()
    assert now_as(wati, assured=False).glass is None


def test_what_kin_forbids_it_does_not_open(broken, wati):
    family = uuid4()
    person = Person.objects.get(user_id=int(wati.key.removeprefix("user:")))
    Kin.objects.create(person=person, family_id=family, relation="own", declared_at=NOW, declared_by="system")
    broken()
    with pytest.raises(access.NotAllowed):
        access.check_not_kin(now_as(wati), "submission.read", family)


@pytest.mark.parametrize("role", ["administrator", "auditor", "data_protection_officer", "counsellor", "x"])
def test_few_roles_are_lent(broken, role):
    with pytest.raises(access.GlassRefused, match="roles that are lent"):
        broken(role=role)


@pytest.mark.parametrize("area", [OTHER_REGENCY, FAR, "", JAMBI])
def test_not_outside_ones_own_area(broken, area):
    with pytest.raises(access.NotAllowed):
        broken(area=area)


def test_not_over_more_than_a_regency(somebody, broken):
    _, chief = somebody("Tuti", "case_worker", area=JAMBI, home="")
    with pytest.raises(access.GlassRefused, match="Name the village"):
        broken(actor=chief, area=JAMBI)
    assert broken(actor=chief, area=OTHER_REGENCY)


def test_not_what_one_holds_already(somebody, broken):
    _, both = somebody("Tuti", "case_worker", "supervisor")
    with pytest.raises(access.GlassRefused, match="already"):
        broken(actor=both)


@pytest.mark.parametrize("reason", ["", "darurat", " darurat \n" * 9, "x" * 40])
def test_a_reason_that_says_nothing_is_refused(broken, reason):
    with pytest.raises(access.GlassRefused, match="20 letters"):
        broken(reason=reason)


@pytest.mark.parametrize(
    "length", [timedelta(0), timedelta(minutes=29), timedelta(hours=4, seconds=1), -HOUR]
)
def test_it_lasts_half_an_hour_to_four_hours(broken, length):
    with pytest.raises(access.GlassRefused, match="four hours"):
        broken(length=length)


def test_the_second_person_is_somebody_else_who_may_judge(somebody, broken, wati):
    own = Person.objects.get(user_id=int(wati.key.removeprefix("user:"))).pk
    colleague, _ = somebody("Tuti", "case_worker")
    elsewhere, _ = somebody("Joko", "supervisor", area=FAR, home=FAR)
    below, _ = somebody("Agus", "supervisor", area=VILLAGE, home=VILLAGE)
    above, _ = somebody("Rina", "supervisor")
    for nobody in (own, colleague, elsewhere, uuid4()):
        with pytest.raises(access.GlassRefused, match="second person"):
            broken(witness=nobody, area=DISTRICT)
    with pytest.raises(access.GlassRefused, match="second person"):
        broken(witness=below, area=DISTRICT)
    assert broken(witness=above, area=DISTRICT)


def test_an_auditor_is_not_ones_own_witness(somebody, broken):
    own, officer = somebody("Dian", "data_protection_officer", area="", home="")
    with pytest.raises(access.GlassRefused, match="second person"):
        broken(actor=officer, witness=own)


def test_a_second_person_who_left_is_not_asked(broken, surya, root):
    RoleGrant.objects.filter(person_id=surya[0]).update(ended_at=NOW, ended_by="system")
    with pytest.raises(access.GlassRefused, match="second person"):
        broken()


def test_it_is_not_prolonged(broken, wati):
    first = broken()
    with pytest.raises(access.GlassRefused, match="not prolonged"):
        broken(actor=now_as(wati))
    with clock.frozen(NOW + 2 * HOUR):
        second = broken(actor=now_as(wati))
        assert now_as(wati).glass == second
    assert BreakGlass.objects.get(pk=first).ends_at == NOW + HOUR


def test_the_database_itself_keeps_one_at_a_time(broken):
    row = BreakGlass.objects.get(pk=broken())
    row.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_clock_that_jumps_opens_nothing(broken, wati):
    broken()
    for moment in (NOW - timedelta(days=1), NOW + timedelta(days=400)):
        with clock.frozen(moment):
            assert now_as(wati).glass is None
    BreakGlass.objects.update(ends_at=NOW + timedelta(days=30))
    assert now_as(wati).glass is None, "a row that was made longer is not believed"


def test_it_ends_with_the_role_that_let_one_ask(broken, wati):
    broken()
    RoleGrant.objects.filter(role="case_worker").update(ended_at=NOW, ended_by="system")
    assert now_as(wati).grants == ()


def test_it_ends_by_hand_at_the_next_request(broken, wati):
    glass = broken()
    access.end_glass(glass, actor=now_as(wati))
    assert now_as(wati).glass is None
    with pytest.raises(access.GlassRefused, match="ended already"):
        access.end_glass(glass, actor=wati)
    assert access.get_glass(glass, actor=wati).ended_how == "self"


def test_who_was_told_can_end_it(broken, wati, surya):
    glass = broken()
    access.end_glass(glass, actor=surya[1])
    assert now_as(wati).glass is None
    assert access.get_glass(glass, actor=wati).ended_how == "other"


def test_its_end_is_written_down_when_it_ends_by_itself(broken):
    glass = broken()
    assert access.close_ended_glass() == 0
    with clock.frozen(NOW + HOUR):
        assert access.close_ended_glass() == 1
        assert access.close_ended_glass() == 0
    assert BreakGlass.objects.get(pk=glass).ended_at == NOW + HOUR
    assert [one.actor for one in told("access.glass_ended")] == ["system"]


def test_the_second_person_is_told_until_they_have_seen_it(broken, wati, surya):
    glass = broken()
    [notice] = access.notices_of_glass(surya[1])
    assert (notice.id, notice.is_mine, notice.is_running) == (glass, False, True)
    assert not hasattr(notice, "person")
    with pytest.raises(access.NoSuchGlass):
        access.acknowledge_glass(glass, actor=access.SYSTEM)
    access.acknowledge_glass(glass, actor=surya[1])
    access.acknowledge_glass(glass, actor=surya[1])
    assert access.notices_of_glass(surya[1]) == []
    assert len(told("access.glass_seen")) == 1
    [own] = access.notices_of_glass(now_as(wati))
    assert own.is_mine


def test_nobody_else_learns_of_it(broken, wati, surya, somebody, boss):
    glass = broken()
    _, neighbour = somebody("Joko", "auditor", area="", home="")
    assert access.get_glass(glass, actor=neighbour).person == wati.name
    for stranger in (boss, somebody("Tuti", "case_worker")[1]):
        with pytest.raises(access.NoSuchGlass):
            access.get_glass(glass, actor=stranger)
        with pytest.raises(access.NoSuchGlass):
            access.end_glass(glass, actor=stranger)
        with pytest.raises(access.NoSuchGlass):
            access.done_under(glass, actor=stranger)
        assert access.list_glass(actor=stranger).items == []
        assert access.notices_of_glass(stranger) == []


def test_an_auditor_of_another_place_reviews_nothing_here(broken, root):
    glass = broken()
    far = access.Actor.over("user:9", "Joko", frozenset({"auditor"}), (FAR,))
    assert access.list_glass(actor=far).items == []
    with pytest.raises(access.NoSuchGlass):
        access.review_glass(glass, finding=WHY, actor=far)


def test_it_is_reviewed_once_when_it_is_over_and_by_somebody_else(broken, wati, surya, somebody):
    glass = broken()
    with pytest.raises(access.GlassRefused, match="when it has ended"):
        access.review_glass(glass, finding=WHY, actor=surya[1])
    access.end_glass(glass, actor=wati)
    with pytest.raises(access.GlassRefused, match="20 letters"):
        access.review_glass(glass, finding="baik", actor=surya[1])
    with pytest.raises(NotPermitted):
        access.review_glass(glass, finding=WHY, actor=wati)
    access.review_glass(glass, finding=WHY, actor=surya[1])
    assert access.get_glass(glass, actor=wati).state == "reviewed"
    with pytest.raises(access.GlassRefused, match="already"):
        access.review_glass(glass, finding=WHY, actor=surya[1])


def test_an_officer_does_not_review_their_own(somebody, broken):
    _, officer = somebody("Dian", "data_protection_officer", area="", home="")
    glass = broken(actor=officer)
    access.end_glass(glass, actor=officer)
    assert not access.get_glass(glass, actor=officer).can_review
    with pytest.raises(access.NotAllowed):
        access.review_glass(glass, finding=WHY, actor=officer)


def test_everything_done_meanwhile_carries_its_id(broken, wati, surya):
    glass = broken()
    held = now_as(wati)
    with access.carrying(held):
        access.note_read(held, "submission.read", subject="submission:7", about=["member:9"])
        audit.note("families.visit_recorded", actor=held.key, subject="family:3")
    with access.carrying(now_as(surya[1])):
        audit.note("families.visit_recorded", actor="user:1", subject="family:4")
    subjects = [one.subject for one in access.done_under(glass, actor=surya[1])]
    assert subjects == ["family:3", "submission:7"]


def test_each_step_is_in_the_audit_and_no_reason_is(broken, wati, surya):
    glass = broken()
    access.end_glass(glass, actor=wati)
    access.review_glass(glass, finding=WHY, actor=surya[1])
    entries = list(audit.entries(subject=f"glass:{glass}").items)
    assert [one.action for one in reversed(entries)] == [
        "access.glass_broken",
        "access.glass_ended",
        "access.glass_reviewed",
    ]
    assert "anak" not in str(entries)


def test_a_card_and_a_kader_borrow_nothing(root, somebody, surya):
    _, kader = somebody("Siti", "kader", area=VILLAGE, home=VILLAGE)
    with pytest.raises(access.NotAllowed):
        access.break_glass(
            "supervisor", area=VILLAGE, reason=WHY, witness_id=surya[0], length=HOUR, actor=kader
        )


def test_witnesses_are_named_to_who_may_read_names_there(wati, surya, somebody, boss):
    somebody("Rina", "supervisor")
    assert {one.name for one in access.witnesses_for(wati, area=VILLAGE)} == {""}
    assert "Rina (sintetis)" in {one.name for one in access.witnesses_for(boss, area=VILLAGE)}
    assert {one.role for one in access.witnesses_for(wati, area=VILLAGE)} == {"auditor", "supervisor"}


def test_a_decree_that_ran_out_makes_nobody_a_witness(wati, surya):
    RoleGrant.objects.filter(person_id=surya[0]).update(
        valid_to=TODAY - timedelta(days=2), valid_from=TODAY - timedelta(days=9)
    )
    assert access.witnesses_for(wati, area=REGENCY) == []
