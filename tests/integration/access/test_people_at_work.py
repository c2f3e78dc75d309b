"""People, units, decrees, roles: who may do what to whom, and every way around it that was thought of."""

import io
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import authenticate, get_user_model
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.offices import (
    DISTRICT,
    FAR,
    JAMBI,
    NEIGHBOUR,
    NOW,
    OTHER_REGENCY,
    PDF,
    REGENCY,
    TODAY,
    VILLAGE,
)

from bahtera.access import api as access
from bahtera.access.models import Decree, DecreeNotice, Kin, Membership, Person, RoleGrant
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import NotPermitted, Refused

pytestmark = pytest.mark.django_db


def grant(actor, person, role="kader", area=VILLAGE, first=TODAY, **more):
    return access.grant_role(person, role=role, area=area, valid_from=first, actor=actor, **more)


def told(action):
    return [one for one in audit.entries(size=500).items if one.action == action]


# --- people -----------------------------------------------------------------------------------------------


def test_somebody_new_gets_a_password_once_and_no_role(boss):
    added = access.add_person("  Siti   Aminah ", area=VILLAGE, username="siti.aminah", actor=boss)
    assert added.name == "Siti Aminah"
    user = authenticate(username="siti.aminah", password=added.password)
    assert user is not None
    actor = access.actor_of(user)
    assert (actor.name, actor.grants) == ("Siti Aminah", ())
    assert access.get_person(added.id, actor=boss).row.area == VILLAGE


def test_a_kader_needs_no_account(boss):
    added = access.add_person("Dewi", area=VILLAGE, actor=boss)
    assert (added.username, added.password) == ("", "")
    grant(boss, added.id)
    assert access.get_person(added.id, actor=boss).row.roles == (("kader", VILLAGE),)


@pytest.mark.parametrize("area", ["", JAMBI, OTHER_REGENCY, FAR])
def test_nobody_is_added_outside_ones_own_area(boss, area):
    with pytest.raises(access.NotAllowed):
        access.add_person("Siti", area=area, actor=boss)


def test_nobody_is_added_where_there_is_no_place(root):
    with pytest.raises(access.UnknownScope):
        access.add_person("Siti", area="15.05.01.9999", actor=root)


@pytest.mark.parametrize("name", ["siti aminah", "ratn\u0430", "ratna\u200b", "-siti", "x" * 81, "siti\nx"])
def test_account_names_are_plain_letters_that_look_like_no_others(root, name):
    with pytest.raises(Refused):
        access.add_person("Siti", area="", username=name, actor=root)
    assert not Person.objects.filter(name="Siti").exists(), "nothing is kept of it"


@pytest.mark.parametrize("name", ["ratna", "RATNA", " Ratna ", "\uff52atna"])
def test_an_account_name_is_taken_once_however_it_is_written(root, name):
    with pytest.raises(access.AccountNameTaken):
        access.add_person("Ratna dua", area="", username=name, actor=root)
    assert not Person.objects.filter(name="Ratna dua").exists()


def test_a_list_holds_ones_own_people_by_name(root, boss, hired):
    hired("Wati", "supervisor", area=OTHER_REGENCY)
    hired("Citra", "supervisor")
    hired("Arif", "coordinator", area=DISTRICT)
    names = [row.name for row in access.list_people(actor=boss).items]
    assert names == ["Arif (sintetis)", "Bima (sintetis)", "Citra (sintetis)"]
    assert len(access.list_people(actor=root).items) == 5


def test_a_list_is_searched_by_any_word_and_paged(boss):
    for number in range(7):
        access.add_person(f"Nur {number} Hidayah", area=VILLAGE, actor=boss)
    assert len(access.list_people(actor=boss, text="  nur").items) == 7
    assert len(access.list_people(actor=boss, text="HIDAYAH").items) == 7
    assert access.list_people(actor=boss, text="ur").items == []
    page = access.list_people(actor=boss, text="nur", size=4)
    rest = access.list_people(actor=boss, text="nur", size=4, cursor=page.next_cursor)
    assert [row.name for row in (*page.items, *rest.items)] == [f"Nur {n} Hidayah" for n in range(7)]


def test_a_list_costs_the_same_for_many(boss, hired, django_assert_num_queries):
    for name in ("Arif", "Budi", "Citra"):
        hired(name, "supervisor")
    with django_assert_num_queries(3):
        access.list_people(actor=boss)


def test_a_foreign_person_is_not_there(boss, hired):
    wati, _ = hired("Wati", "supervisor", area=OTHER_REGENCY)
    for attempt in (
        lambda: access.get_person(wati, actor=boss),
        lambda: access.rename_person(wati, name="X", actor=boss),
        lambda: access.let_leave(wati, actor=boss),
        lambda: access.give_account(wati, username="wati2", actor=boss),
        lambda: grant(boss, wati),
        lambda: access.declare_kin(wati, family_id=uuid4(), relation="own", actor=boss),
        lambda: access.get_person(uuid4(), actor=boss),
    ):
        with pytest.raises(access.NoSuchPerson):
            attempt()


def test_somebody_with_a_role_here_is_known_here_without_their_other_roles(root, boss, hired):
    wati, _ = hired("Wati", "supervisor", area=OTHER_REGENCY)
    grant(root, wati, "tpk2d", REGENCY)
    seen = access.get_person(wati, actor=boss)
    assert [row.role for row in seen.grants] == ["tpk2d"]
    assert seen.row.roles == (("tpk2d", REGENCY),)
    assert not seen.can_keep
    with pytest.raises(access.NotAllowed):
        access.rename_person(wati, name="X", actor=boss)


def test_nobody_looks_after_who_stands_above_them(root, boss, hired):
    _, citra = hired("Citra", "supervisor")
    people = {row.name: row.id for row in access.list_people(actor=citra).items}
    for attempt in (access.let_leave, lambda one, actor: access.rename_person(one, name="X", actor=actor)):
        with pytest.raises(access.NotAllowed):
            attempt(people["Bima (sintetis)"], actor=citra)


def test_leaving_closes_everything(boss, offices, root):
    added = access.add_person("Dewi", area=REGENCY, username="dewi", actor=boss)
    access.place_person(added.id, unit_id=offices.sosial, title="Staf", valid_from=TODAY, actor=boss)
    held = grant(boss, added.id)
    card = access.issue_token(name="Dewi", areas=[VILLAGE], actor=boss, person_id=added.id)
    with pytest.raises(access.RolesLeft):
        access.let_leave(added.id, actor=boss)
    access.end_role(held, actor=boss, reason="pindah")
    access.let_leave(added.id, actor=boss)
    assert authenticate(username="dewi", password=added.password) is None
    assert access.resolve_token(card.secret) is None
    assert Membership.objects.get(person_id=added.id).valid_to == TODAY
    assert access.list_people(actor=boss, text="dewi").items == []
    assert [row.name for row in access.list_people(actor=boss, left=True).items] == ["Dewi"]
    with pytest.raises(access.RoleRefused):
        grant(boss, added.id)


# --- delegation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "area"),
    [
        ("kader", OTHER_REGENCY),
        ("kader", JAMBI),
        ("kader", ""),
        ("kader", FAR),
        ("administrator", JAMBI),
        ("auditor", REGENCY),
        ("data_protection_officer", REGENCY),
    ],
)
def test_a_regencys_administrator_gives_nothing_beyond_it(boss, hired, role, area):
    dewi, _ = hired("Dewi")
    with pytest.raises(access.NotAllowed):
        grant(boss, dewi, role, area)
    assert not RoleGrant.objects.filter(person_id=dewi).exists()


@pytest.mark.parametrize("role", ["administrator", "supervisor", "tpk2d", "auditor", "case_worker"])
def test_a_supervisor_gives_no_more_than_kader_and_coordinator(hired, role):
    _, citra = hired("Citra", "supervisor")
    dewi, _ = hired("Dewi")
    with pytest.raises(access.NotAllowed):
        grant(citra, dewi, role, REGENCY)
    grant(citra, dewi, "kader", VILLAGE)
    grant(citra, dewi, "coordinator", DISTRICT)


def test_a_coordinator_gives_kader_only(hired):
    _, arif = hired("Arif", "coordinator", area=DISTRICT)
    dewi, _ = hired("Dewi", home=DISTRICT)
    with pytest.raises(access.NotAllowed):
        grant(arif, dewi, "coordinator", DISTRICT)
    grant(arif, dewi, "kader", VILLAGE)


def test_nobody_gives_anything_to_themselves(root):
    own = next(row.id for row in access.list_people(actor=root).items)
    for role in ("auditor", "data_protection_officer", "supervisor"):
        with pytest.raises(access.NotForOneself):
            grant(root, own, role, "")
    with pytest.raises(access.NotForOneself):
        access.let_leave(own, actor=root)


def test_without_the_second_step_nothing_is_given(boss, hired):
    dewi, _ = hired("Dewi")
    weak = access.Actor(boss.key, boss.name, boss.grants, assured=False)
    with pytest.raises(access.SecondFactorNeeded):
        grant(weak, dewi)


def test_a_role_that_ran_out_gives_nothing_any_more(root, hired, now):
    citra, _ = hired("Citra")
    dewi, _ = hired("Dewi")
    grant(root, citra, "supervisor", REGENCY, valid_to=TODAY + timedelta(days=3))
    user = get_user_model().objects.get(username="citra")
    grant(access.actor_of(user), dewi)
    with clock.frozen(NOW + timedelta(days=4)), pytest.raises(access.NotAllowed):
        grant(access.actor_of(user), dewi, area=NEIGHBOUR, first=date(2026, 11, 26))


def test_a_clock_that_jumps_brings_no_ended_role_back(root, hired):
    citra, _ = hired("Citra")
    held = grant(root, citra, "supervisor", REGENCY)
    user = get_user_model().objects.get(username="citra")
    with clock.frozen(NOW - timedelta(days=400)):
        assert access.actor_of(user).grants == (), "not yet begun"
    access.end_role(held, actor=root, reason="selesai")
    for days in (-400, -1, 0, 400):
        with clock.frozen(NOW + timedelta(days=days)):
            assert access.actor_of(user).grants == ()


def test_a_role_is_held_once_and_renewed_after_it_ran_out(root, hired):
    dewi, _ = hired("Dewi")
    grant(root, dewi, valid_to=TODAY + timedelta(days=1))
    with pytest.raises(access.RoleRefused):
        grant(root, dewi)
    with clock.frozen(NOW + timedelta(days=3)):
        grant(root, dewi, first=TODAY + timedelta(days=3))
        assert access.get_person(dewi, actor=root).row.roles == (("kader", VILLAGE),)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY - timedelta(days=30), TODAY - timedelta(days=1)),
        (date(2062, 11, 22), None),
        (date(206, 1, 1), None),
        (TODAY, date(9999, 1, 1)),
    ],
)
def test_days_that_make_no_sense_are_refused(root, hired, first, last):
    dewi, _ = hired("Dewi")
    with pytest.raises(access.BadDates):
        grant(root, dewi, first=first, valid_to=last)


def test_a_role_for_offices_needs_an_account(root):
    added = access.add_person("Dewi", area=REGENCY, actor=root)
    with pytest.raises(access.RoleRefused):
        grant(root, added.id, "supervisor", REGENCY)
    access.give_account(added.id, username="dewi", actor=root)
    grant(root, added.id, "supervisor", REGENCY)


def test_a_role_nobody_knows_is_refused(root, hired):
    dewi, _ = hired("Dewi")
    for role in ("system", "root", "", "Administrator"):
        with pytest.raises(access.RoleRefused):
            grant(root, dewi, role, "")


def test_the_last_administrator_of_the_country_stays(root, hired):
    own = next(row.id for row in access.list_people(actor=root).items)
    (held,) = access.get_person(own, actor=root).grants
    with pytest.raises(access.LastAdministrator):
        access.end_role(held.id, actor=root, reason="pensiun")
    with pytest.raises(access.LastAdministrator):
        access.force_end_role(held.id, actor=root, reason="pensiun")
    other, successor = hired("Surya")
    grant(root, other, "administrator", "", valid_to=TODAY + timedelta(days=20))
    successor = access.actor_of(get_user_model().objects.get(username="surya"))
    with pytest.raises(access.LastAdministrator):
        access.end_role(held.id, actor=successor, reason="one whose end is known does not count")
    third, _ = hired("Tari")
    grant(root, third, "administrator", "")
    access.end_role(held.id, actor=successor, reason="pensiun")
    assert access.actor_of(get_user_model().objects.get(username="ratna")).grants == ()


def test_a_foreign_role_cannot_be_ended_or_even_seen(root, boss, hired):
    wati, _ = hired("Wati", "supervisor", area=OTHER_REGENCY)
    surya, _ = hired("Surya", "auditor", area="", home="")
    for person in (wati, surya):
        (held,) = access.get_person(person, actor=root).grants
        for attempt in (access.end_role, access.force_end_role):
            with pytest.raises(access.NoSuchRole):
                attempt(held.id, actor=boss, reason="x")
        with pytest.raises(access.NoSuchRole):
            access.open_work_of(held.id, actor=boss)
    with pytest.raises(access.NoSuchRole):
        access.end_role(uuid4(), actor=boss, reason="x")


# --- agencies and units -----------------------------------------------------------------------------------


def test_one_office_has_units_of_two_kinds(boss, offices):
    (agency,) = access.list_agencies(actor=boss).items
    assert [(unit.kind, unit.inbox) for unit in agency.units] == [
        ("dukcapil", "dukcapil-muaro"),
        ("sosial", "sosial-muaro"),
    ]


def test_foreign_agencies_and_units_are_not_there(boss, offices):
    with pytest.raises(access.NoSuchUnit):
        access.get_unit(offices.uptd, actor=boss)
    with pytest.raises(access.NoSuchUnit):
        access.change_unit(offices.uptd, name="X", kind="dp3a", inbox="xxx", actor=boss)
    unit, _ = access.get_unit(
        offices.uptd, actor=access.actor_of(get_user_model().objects.get(username="ratna"))
    )
    with pytest.raises(access.NoSuchUnit):
        access.add_unit(unit.agency_id, name="X", kind="dp3a", inbox="xxx", actor=boss)
    with pytest.raises(access.NotAllowed):
        access.add_agency("Dinas lain", area=OTHER_REGENCY, actor=boss)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "nope"}, {"inbox": "Kotak Masuk"}, {"inbox": "a"}, {"inbox": "sosial-muaro"}, {"name": " "}],
)
def test_a_unit_is_kept_only_when_it_is_whole(root, offices, wrong):
    unit, _ = access.get_unit(offices.dukcapil, actor=root)
    values = {"name": "Bidang Dukcapil", "kind": "dukcapil", "inbox": "dukcapil-muaro"} | wrong
    with pytest.raises(Refused):
        access.change_unit(unit.id, actor=root, **values)
    with pytest.raises(access.Taken):
        access.add_unit(unit.agency_id, name="Bidang Sosial", kind="sosial", inbox="lain-lagi", actor=root)


def test_people_move_between_units_and_the_past_is_kept(boss, hired, offices):
    dewi, _ = hired("Dewi")
    access.place_person(
        dewi, unit_id=offices.sosial, title="Staf", valid_from=TODAY - timedelta(days=90), actor=boss
    )
    with pytest.raises(access.Taken):
        access.place_person(dewi, unit_id=offices.sosial, title="", valid_from=TODAY, actor=boss)
    (place,) = access.get_person(dewi, actor=boss).places
    access.place_person(
        dewi, unit_id=offices.dukcapil, title="Kepala", valid_from=TODAY, actor=boss, leaves=place.id
    )
    places = access.get_person(dewi, actor=boss).places
    assert [(one.unit, one.valid_to) for one in places] == [
        ("Bidang Dukcapil", None),
        ("Bidang Sosial", TODAY),
    ]
    assert access.get_unit(offices.dukcapil, actor=boss)[0].people == 1


def test_a_place_is_neither_given_nor_ended_in_a_foreign_unit(root, boss, hired, offices):
    dewi, _ = hired("Dewi")
    with pytest.raises(access.NoSuchUnit):
        access.place_person(dewi, unit_id=offices.uptd, title="", valid_from=TODAY, actor=boss)
    access.place_person(dewi, unit_id=offices.uptd, title="", valid_from=TODAY, actor=root)
    (place,) = access.get_person(dewi, actor=root).places
    with pytest.raises(access.NoSuchUnit):
        access.end_place(place.id, person_id=dewi, actor=boss)
    assert access.get_person(dewi, actor=boss).places == ()


def test_a_role_of_an_office_is_held_in_a_unit_that_does_this_work(root, hired, offices):
    dewi, _ = hired("Dewi", home=JAMBI)
    with pytest.raises(access.RoleRefused):
        grant(root, dewi, "case_worker", JAMBI)
    with pytest.raises(access.RoleRefused):
        grant(root, dewi, "case_worker", JAMBI, unit_id=offices.ppks)
    with pytest.raises(access.RoleRefused):
        grant(root, dewi, "case_worker", JAMBI, unit_id=offices.uptd)
    access.place_person(dewi, unit_id=offices.uptd, title="", valid_from=TODAY, actor=root)
    with pytest.raises(access.RoleRefused) as wider:
        grant(root, dewi, "case_worker", "", unit_id=offices.uptd)
    assert wider.value.code == "access.role_wider_than_unit"
    grant(root, dewi, "case_worker", JAMBI, unit_id=offices.uptd)
    assert access.actor_of(get_user_model().objects.get(username="dewi")).grants == (
        access.Grant("case_worker", JAMBI, offices.uptd),
    )


def test_a_forged_unit_of_another_province_is_not_there(boss, hired, offices):
    dewi, _ = hired("Dewi")
    for unit in (offices.uptd, uuid4()):
        with pytest.raises(access.NoSuchUnit):
            grant(boss, dewi, "agency_officer", REGENCY, unit_id=unit)


# --- decrees ----------------------------------------------------------------------------------------------


@pytest.fixture
def decree(root):
    def make(number="400.2/12/2026", area=REGENCY, actor=None, **more):
        values = {
            "signed_on": date(2026, 1, 5),
            "signer": "Bupati (sintetis)",
            "valid_from": date(2026, 1, 5),
        }
        return access.register_decree(number, area=area, actor=actor or root, **(values | more))

    return make


def test_a_decree_carries_a_role_and_ends_it(boss, hired, decree):
    dewi, _ = hired("Dewi")
    paper = decree(valid_to=date(2026, 12, 31), actor=boss)
    grant(boss, dewi, decree_id=paper)
    with clock.frozen(NOW + timedelta(days=50)):
        (held,) = access.get_person(dewi, actor=boss).grants
        assert held.state == "expired"
    assert [row.grants for row in access.list_decrees(actor=boss).items] == [1]


def test_a_decree_of_another_or_a_smaller_area_carries_nothing(root, hired, decree):
    dewi, _ = hired("Dewi")
    for number, area in (("1", OTHER_REGENCY), ("2", VILLAGE), ("3", FAR)):
        with pytest.raises(access.NoSuchDecree):
            grant(root, dewi, "supervisor", REGENCY, decree_id=decree(number, area))
    with pytest.raises(access.NoSuchDecree):
        grant(root, dewi, decree_id=uuid4())
    grant(root, dewi, "supervisor", REGENCY, decree_id=decree("4", JAMBI))


def test_a_decree_carries_nothing_outside_its_days(root, hired, decree):
    dewi, _ = hired("Dewi")
    over = decree("1", valid_to=date(2026, 6, 30))
    coming = decree("2", valid_from=date(2027, 1, 1))
    for paper in (over, coming):
        with pytest.raises(access.BadDates):
            grant(root, dewi, decree_id=paper)


def test_a_foreign_decree_is_not_there(boss, decree):
    paper = decree(area=OTHER_REGENCY, scan=("sk.pdf", io.BytesIO(PDF)))
    for attempt in (access.get_decree, access.open_scan):
        with pytest.raises(access.NoSuchDecree):
            attempt(paper, actor=boss)
    with pytest.raises(access.NoSuchDecree):
        access.attach_scan(paper, name="x.pdf", file=io.BytesIO(PDF), actor=boss)
    with pytest.raises(access.NotAllowed):
        decree("9", area=JAMBI, actor=boss)


def test_a_supervisor_reads_decrees_and_registers_none(hired, decree):
    _, citra = hired("Citra", "supervisor")
    decree()
    assert len(access.list_decrees(actor=citra).items) == 1
    with pytest.raises(access.NotAllowed):
        decree("2", actor=citra)


def test_a_number_is_registered_once_in_an_area(decree):
    decree()
    with pytest.raises(access.Taken):
        decree("  400.2/12/2026 ")
    decree(area=OTHER_REGENCY)


def test_a_scan_is_kept_and_told_by_its_content(root, decree):
    paper = decree(scan=("../SK Bupati.exe", io.BytesIO(PDF)))
    assert access.open_scan(paper, actor=root) == (PDF, "SK Bupati.pdf")
    for data in (b"MZ\x90", b"<svg onload=alert(1)>", PDF[:10]):
        with pytest.raises(access.BadScan):
            access.attach_scan(paper, name="sk.pdf", file=io.BytesIO(data), actor=root)
    huge = io.BytesIO(PDF + b" " * 10 * 1024 * 1024 + b"%%EOF")
    with pytest.raises(access.BadScan):
        access.attach_scan(paper, name="sk.pdf", file=huge, actor=root)
    assert huge.tell() <= 10 * 1024 * 1024 + 1, "no more is read than is needed to refuse"


def test_an_ending_decree_is_told_once_to_those_concerned(root, boss, hired, decree):
    dewi, kader = hired("Dewi")
    hired("Wati", "administrator", area=OTHER_REGENCY)
    paper = decree(valid_to=TODAY + timedelta(days=61), actor=boss)
    grant(boss, dewi, decree_id=paper)
    access.warn_of_ending_decrees()
    assert not DecreeNotice.objects.exists(), "61 days before"
    with clock.frozen(NOW + timedelta(days=1)):
        access.warn_of_ending_decrees()
        access.warn_of_ending_decrees()
        assert [(one.number, one.mine) for one in access.notices_for(boss)] == [("400.2/12/2026", False)]
        (word,) = access.notices_for(kader)
        assert word.mine
        assert access.notices_for(root) == [], "the regency's own administrator is nearer"
        with pytest.raises(access.NoSuchDecree):
            access.note_seen(word.id, actor=boss)
        access.note_seen(word.id, actor=kader)
        assert access.notices_for(kader) == []
        assert len(access.notices_for(boss)) == 1
    with clock.frozen(NOW + timedelta(days=2)):
        access.warn_of_ending_decrees()
        assert access.notices_for(kader) == []
    assert len(told("access.decree_warned")) == 1


def test_a_decree_without_an_end_is_never_warned_of(decree):
    decree()
    access.warn_of_ending_decrees()
    assert Decree.objects.get().warned_on is None


# --- cards and kin ----------------------------------------------------------------------------------------


def test_a_persons_card_opens_what_their_role_opens(boss, hired):
    dewi, _ = hired("Dewi", account=False)
    with pytest.raises(access.RoleRefused):
        access.issue_token(name="Dewi", areas=[VILLAGE], actor=boss, person_id=dewi)
    held = grant(boss, dewi, valid_to=TODAY + timedelta(days=5))
    card = access.issue_token(name="Dewi", areas=[VILLAGE], actor=boss, person_id=dewi)
    assert access.resolve_token(card.secret).areas == (VILLAGE,)
    with clock.frozen(NOW + timedelta(days=6)):
        from bahtera.access.queries.phones.tokens import forget_tokens

        forget_tokens()
        assert access.resolve_token(card.secret).grants == (), "the role ran out"
        forget_tokens()
    access.end_role(held, actor=boss, reason="selesai")
    assert access.resolve_token(card.secret) is None


def test_a_card_is_linked_to_a_kader_of_its_villages_and_to_nobody_else(boss, hired, root):
    dewi, _ = hired("Dewi", account=False)
    arif, _ = hired("Arif", account=False)
    far, _ = hired("Wati", area=OTHER_REGENCY, account=False)
    card = access.issue_token(name="Dewi", areas=[VILLAGE], actor=boss)
    for person, error in ((dewi, access.RoleRefused), (far, access.NoSuchPerson)):
        with pytest.raises(error):
            access.link_token(card.id, person_id=person, actor=boss)
    for person in (dewi, arif):
        grant(boss, person)
    access.link_token(card.id, person_id=dewi, actor=boss)
    with pytest.raises(access.NoSuchToken):
        access.link_token(card.id, person_id=arif, actor=boss)
    foreign = access.issue_token(name="Jauh", areas=[FAR], actor=root)
    with pytest.raises(access.NoSuchToken):
        access.link_token(foreign.id, person_id=dewi, actor=boss)


def test_kin_travel_with_the_card(boss, hired):
    dewi, _ = hired("Dewi", account=False)
    grant(boss, dewi)
    card = access.issue_token(name="Dewi", areas=[VILLAGE], actor=boss, person_id=dewi)
    family = UUID(int=5)
    access.declare_kin(dewi, family_id=family, relation="own", actor=boss)
    assert access.resolve_token(card.secret).kin == {family}
    assert access.kin_of(f"token:{card.id}") == {family}
    assert access.kin_of("token:x") == access.kin_of("device:x") == access.kin_of("") == frozenset()
    (kin,) = access.get_person(dewi, actor=boss).kin
    access.strike_kin(kin.id, person_id=dewi, actor=boss)
    assert access.resolve_token(card.secret).kin == frozenset()
    with pytest.raises(access.NoSuchFamily):
        access.strike_kin(kin.id, person_id=dewi, actor=boss)


def test_nobody_strikes_their_own_kin_and_everybody_may_declare_it(hired):
    _, citra = hired("Citra", "supervisor")

    def known(family_id):
        return family_id, VILLAGE

    access.declare_own_kin(family_id=UUID(int=5), relation="own", actor=citra, known=known)
    own = Kin.objects.get()
    with pytest.raises(access.NotForOneself):
        access.strike_kin(own.pk, person_id=own.person_id, actor=citra)
    with pytest.raises(access.BadEntry):
        access.declare_own_kin(family_id=UUID(int=5), relation="enemy", actor=citra, known=known)


def test_whoever_keeps_no_people_knows_none(hired):
    hired("Dewi")
    _, auditor = hired("Surya", "auditor", area="", home="")
    assert access.list_people(actor=auditor).items == []
    with pytest.raises(NotPermitted):
        access.check_may(auditor, "person.read")


def test_every_write_leaves_an_entry(root, boss, hired, offices, decree):
    dewi, _ = hired("Dewi")
    held = grant(boss, dewi, decree_id=decree())
    access.rename_person(dewi, name="Dewi Lestari", actor=boss)
    access.end_role(held, actor=boss, reason="selesai")
    access.let_leave(dewi, actor=boss)
    actions = {one.action for one in audit.entries(size=500).items}
    assert actions >= {
        "access.agency_added",
        "access.unit_added",
        "access.person_added",
        "access.decree_registered",
        "access.role_granted",
        "access.person_renamed",
        "access.role_ended",
        "access.person_left",
    }
    trail = [one.action for one in audit.entries(size=500).items if one.subject == f"person:{dewi}"]
    assert "access.role_granted" in trail
