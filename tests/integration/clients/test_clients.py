"""People a service knows: who sees them, how they are reached, on what ground, doubles, checks, and forgetting."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from tests.fakes.civil_registry import KNOWN, FakeRegistry, gateway
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.places import add_places

from bahtera.access.api import Actor, NotAllowed, SecondFactorNeeded
from bahtera.access.models import Agency, Unit
from bahtera.access.values import Grant
from bahtera.clients import api as clients
from bahtera.clients.models import CheckedIdentity, Client, ClientState, ContactRule, Ground, Pair
from bahtera.config import holders
from bahtera.families import api as families
from bahtera.foundation import audit, clock, expiring
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import Erased
from bahtera.privacy import api as privacy

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)  # Monday, 11.00 in WITA
VILLAGE, REGENCY, OTHER = "63.02.12.2005", "63.02", "63.03"
SPOKEN = {"manner": privacy.Manner.SPOKEN, "evidence": privacy.Evidence(witness="Bidan Rina")}
SITI = clients.Identity(
    name="Siti Beta",
    sex="p",
    birth_date=date(1982, 3, 12),
    birth_quality=clients.BirthQuality.CERTAIN,
    village_code=VILLAGE,
    nik=KNOWN[0],
    phone="0812 3456 789",
    languages=("bjn", "id"),
    needs=(clients.Need.DEAF,),
)
CHILD = clients.Identity(
    name="Cita", birth_date=date(2015, 7, 1), birth_quality=clients.BirthQuality.CERTAIN, village_code=VILLAGE
)
HOURS = clients.SafeHours(frozenset({1}), time(10), time(12))
SAFE = clients.SafeContact(frozenset({clients.Way.PHONE}), (HOURS,), password="melati", never=("suami",))


@pytest.fixture(autouse=True)
def world(db, tmp_path):
    add_places({VILLAGE: "Desa Sintetis", "63.03.01.2001": "Desa Lain"})
    with clock.frozen(NOW), keys_and_files_in(tmp_path):
        yield
    clients.register_identity_check(None)


def unit(kind, area=REGENCY):
    agency, _ = Agency.objects.get_or_create(name=f"Dinas {area}", area_code=area)
    return Unit.objects.create(
        agency=agency, name=f"{kind} {uuid4().hex[:6]}", kind=kind, area_code=area, inbox=uuid4().hex
    ).pk


@pytest.fixture
def centre():
    return unit("ppks")


@pytest.fixture
def registry():
    return unit("dukcapil", OTHER)


def officer(unit_id, role="counsellor", number=1, area=REGENCY, **more):
    return Actor(f"user:{number}", "Laila", (Grant(role, area, unit_id),), **more)


def supervisor(*areas):
    return Actor.over("user:90", "Sri", frozenset({"supervisor"}), areas)


def opened(centre, told=SITI, actor=None):
    return clients.register_client(told, unit_id=centre, actor=actor or officer(centre))


# --- who they are -----------------------------------------------------------------------------------------


def test_a_unit_knows_its_client_and_the_look_is_in_the_trail(centre):
    made = opened(centre)
    view = clients.get_client(made.client_id, actor=officer(centre))
    assert view.identity.name == "Siti Beta"
    assert view.identity.phone == "08123456789"
    assert view.identity.needs == (clients.Need.DEAF,)
    assert view.units == (centre,)
    assert [one.action for one in AuditEntry.objects.order_by("id")][-2:] == [
        "clients.registered",
        "clients.read",
    ]


def test_somebody_without_a_name_can_be_opened(centre):
    made = opened(centre, clients.Identity())
    assert clients.get_client(made.client_id, actor=officer(centre)).identity == clients.Identity()
    assert not made.ask_supervisor


def test_what_identifies_is_sealed_where_it_lies(centre):
    from django.db import connection

    opened(centre)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, nik, birth_date, phone, likeness FROM clients_clientstate")
        stored = b"".join(bytes(one) for one in cursor.fetchone())
    assert not any(word in stored for word in (b"Siti", b"6302", b"1982", b"0812", VILLAGE.encode()))


def test_a_foreign_unit_and_an_unknown_client_are_refused_alike(centre, registry):
    made = opened(centre)
    foreign = officer(registry, "agency_officer")
    told = []
    for asked in (made.client_id, uuid4()):
        with pytest.raises(clients.NoSuchClient) as refused:
            clients.get_client(asked, actor=foreign)
        told.append((refused.value.code, str(refused.value), refused.value.details))
    assert told[0] == told[1]


def test_nobody_reads_clients_by_area_alone(centre):
    made = opened(centre)
    for role in ("counsellor", "case_worker", "agency_officer"):
        with pytest.raises(clients.NoSuchClient):
            clients.get_contact(made.client_id, actor=Actor.over("user:5", "A", frozenset({role}), ("",)))
    with pytest.raises(NotAllowed):
        clients.get_client(made.client_id, actor=supervisor(""))
    with pytest.raises(SecondFactorNeeded):
        clients.get_client(made.client_id, actor=officer(centre, assured=False))


def test_nobody_opens_a_client_for_a_foreign_unit(centre, registry):
    with pytest.raises(NotAllowed):
        clients.register_client(SITI, unit_id=registry, actor=officer(centre))
    assert not Client.objects.exists()


def test_a_stale_write_is_refused_and_both_are_kept(centre):
    made = opened(centre)
    clients.change_client(made.client_id, clients.Identity(name="Siti B"), number=1, actor=officer(centre))
    with pytest.raises(clients.StaleClient) as stale:
        clients.change_client(
            made.client_id, clients.Identity(name="Sitti"), number=1, actor=officer(centre, number=2)
        )
    assert stale.value.number == 2
    assert clients.get_client(made.client_id, actor=officer(centre)).identity.name == "Siti B"
    kept = {
        one.identity.name: one.refused for one in clients.changes_of(made.client_id, actor=officer(centre))
    }
    assert kept == {"Sitti": True, "Siti B": False, "Siti Beta": False}


def test_a_unit_whose_work_ended_knows_the_client_no_more(centre):
    made = opened(centre)
    assert [one.id for one in clients.list_clients(centre, actor=officer(centre)).items] == [made.client_id]
    clients.end_service(made.client_id, centre, actor=officer(centre))
    assert not clients.list_clients(centre, actor=officer(centre)).items
    with pytest.raises(clients.NoSuchClient):
        clients.get_client(made.client_id, actor=officer(centre))


@pytest.fixture
def member():
    with transaction.atomic():
        return families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=[
                families.MemberInput(
                    "Siti Beta", nik=KNOWN[0], sex="p", birth_date=date(1982, 3, 12), relation="kepala"
                )
            ],
            source="submission:0",
            actor_key="token:kader",
        )


def test_only_who_sees_both_links_a_client_to_a_member(centre, member):
    made = opened(centre)
    person = member.member_ids[0]
    for wrong in (person, uuid4()):
        with pytest.raises(clients.BadClient):
            clients.link_member(made.client_id, wrong, actor=officer(centre, "agency_officer"))
    clients.link_member(made.client_id, person, actor=officer(centre))
    assert clients.get_client(made.client_id, actor=officer(centre)).member_id == person
    kin = officer(centre, kin=frozenset({member.family_id}))
    with pytest.raises(clients.NoSuchClient):
        clients.get_client(made.client_id, actor=kin)


def test_a_copy_of_own_data_tells_of_services_but_never_of_one_against_violence(centre, member):
    person = member.member_ids[0]
    made = opened(centre)
    clients.link_member(made.client_id, person, actor=officer(centre))
    clients.set_contact(made.client_id, SAFE, actor=officer(centre))
    [section] = holders.own_services(person)
    assert "melati" not in str(section)
    assert ("Nama", "Siti Beta") in section.records[0].facts
    Unit.objects.filter(pk=centre).update(kind="uptd_ppa")
    assert holders.own_services(person) == []
    assert not audit.trail_of([f"member:{person}"]) or all(
        not one.action.startswith("clients.") for one in audit.trail_of([f"member:{person}"])
    )


# --- safe contact -----------------------------------------------------------------------------------------


def test_nothing_recorded_is_silence_and_hours_are_local(centre):
    made = opened(centre)
    phone, one = clients.Way.PHONE, made.client_id
    assert not clients.may_contact(one, phone, NOW)
    clients.set_contact(one, SAFE, actor=officer(centre))
    assert clients.may_contact(one, phone, NOW)
    assert not clients.may_contact(one, phone, NOW + timedelta(hours=1))
    assert not clients.may_contact(one, clients.Way.LETTER, NOW)
    assert clients.get_contact(one, actor=officer(centre, "agency_officer")) == SAFE


def test_what_was_replaced_or_taken_back_can_never_be_read_again(centre):
    made = opened(centre)
    clients.set_contact(made.client_id, SAFE, actor=officer(centre))
    first = ContactRule.objects.get()
    clients.set_contact(made.client_id, clients.SafeContact(silent=True), actor=officer(centre))
    first.refresh_from_db()
    with pytest.raises(Erased):
        ContactRule._meta.get_field("key").open(first.key, first.pk)
    assert bytes(first.rules) == b""
    clients.take_back_contact(made.client_id, actor=officer(centre))
    assert clients.get_contact(made.client_id, actor=officer(centre)) is None
    assert not clients.may_contact(made.client_id, clients.Way.PHONE, NOW)


# --- grounds ----------------------------------------------------------------------------------------------


def test_a_consent_lets_one_kind_of_unit_know_until_it_is_withdrawn(centre, registry):
    made = opened(centre)
    who = officer(centre)
    with pytest.raises(clients.NoGround):
        clients.let_know(made.client_id, registry, actor=who)
    given = clients.give_consent(
        made.client_id, "rujuk_dukcapil", clients.Given(clients.Giver.CLIENT), **SPOKEN, actor=who
    )
    assert clients.ground_for(made.client_id, "dukcapil", NOW).id == given.id
    assert clients.ground_for(made.client_id, "sosial", NOW) is None
    clients.let_know(made.client_id, registry, actor=who)
    assert (
        clients.get_client(made.client_id, actor=officer(registry, "agency_officer")).identity.nik == KNOWN[0]
    )
    with pytest.raises(clients.KnownAlready):
        clients.let_know(made.client_id, registry, actor=who)
    with clock.frozen(NOW + timedelta(hours=1)):
        clients.withdraw_ground(given.id, actor=who)
    assert clients.ground_for(made.client_id, "dukcapil", NOW + timedelta(minutes=59)) is not None
    assert clients.ground_for(made.client_id, "dukcapil", NOW + timedelta(hours=1)) is None
    with pytest.raises(clients.GroundRefused):
        clients.withdraw_ground(given.id, actor=who)


def test_another_ground_needs_a_reason(centre):
    made = opened(centre)
    how = {"ground": clients.LawfulGround.VITAL_INTEREST, "actor": officer(centre)}
    with pytest.raises(clients.GroundRefused):
        clients.record_ground(made.client_id, "rujuk_kesehatan", reason=" ", **how)
    row = clients.record_ground(
        made.client_id, "rujuk_kesehatan", reason="nyawa terancam", until=NOW + timedelta(days=1), **how
    )
    assert clients.ground_for(made.client_id, "kesehatan", NOW).id == row.id
    assert clients.ground_for(made.client_id, "kesehatan", NOW + timedelta(days=1)) is None
    assert [one.reason for one in clients.grounds_of(made.client_id, actor=officer(centre))] == [
        "nyawa terancam"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "rujuk_tetangga"},
        {"evidence": privacy.Evidence()},
        {"evidence": privacy.Evidence(sha256="0" * 64)},
        {"given_at": NOW + timedelta(minutes=1)},
        {"given": clients.Given(clients.Giver.PARENT, "Ani")},
    ],
)
def test_a_consent_that_does_not_hold_is_refused(centre, wrong):
    made = opened(centre)
    asked = {"scope": "rujuk_sosial", "given": clients.Given(clients.Giver.CLIENT), **SPOKEN, **wrong}
    with pytest.raises(clients.GroundRefused):
        clients.give_consent(made.client_id, actor=officer(centre), **asked)
    assert not Ground.objects.exists()


def test_a_barred_parent_cannot_agree_and_what_they_agreed_to_ends(centre):
    made = opened(centre, CHILD)
    who = officer(centre)
    father = clients.Given(clients.Giver.PARENT, "Adam Rahman", "6302121201800001")
    asked = {"scope": "rujuk_sosial", **SPOKEN, "actor": who}
    clients.give_consent(made.client_id, given=father, **asked)
    bar = clients.bar_giver(made.client_id, name="Adam Rahman", nik="6302121201800001", actor=who)
    assert clients.ground_for(made.client_id, "sosial", NOW) is None
    nameless = clients.Given(clients.Giver.PARENT, " ")
    told = set()
    for one in (father, clients.Given(clients.Giver.PARENT, "adam rahman"), nameless):
        with pytest.raises(clients.GroundRefused) as refused:
            clients.give_consent(made.client_id, given=one, **asked)
        told.add(str(refused.value))
    assert len(told) == 1, "the words never tell of a bar"
    assert not [
        one for one in audit.trail_of([f"client:{made.client_id}"]) if one.action == "clients.giver_barred"
    ]
    clients.lift_bar(bar, actor=who)
    clients.give_consent(made.client_id, given=father, **asked)


# --- doubles ----------------------------------------------------------------------------------------------


def pair_of(centre, registry):
    first = opened(centre)
    other = officer(registry, "agency_officer", number=2, area=OTHER)
    second = opened(registry, clients.Identity(name="S. Beta", nik="6302.1252.0382.0001"), other)
    return first, second, other


def test_an_officer_learns_only_to_ask_the_supervisor(centre, registry):
    first, second, other = pair_of(centre, registry)
    assert (first.ask_supervisor, second.ask_supervisor) == (False, True)
    assert clients.ask_about(SITI, unit_id=centre, actor=officer(centre)) is True
    assert clients.ask_about(CHILD, unit_id=centre, actor=officer(centre)) is False
    for who in (other, officer(centre)):
        with pytest.raises(NotAllowed):
            clients.list_pairs(actor=who)
    with pytest.raises(clients.NoSuchClient):
        clients.get_client(first.client_id, actor=other)


def test_folded_name_birth_date_and_village_meet_too(centre):
    opened(centre)
    from dataclasses import replace

    assert opened(centre, replace(SITI, name="Hj. Sitti  beta", nik="")).ask_supervisor
    assert not opened(centre, replace(SITI, nik="", birth_date=date(1982, 3, 13))).ask_supervisor


def test_the_supervisor_of_both_links_and_undoes(centre, registry):
    first, second, _ = pair_of(centre, registry)
    whole, half = supervisor("63"), supervisor(REGENCY)
    assert not clients.list_pairs(actor=half).items
    [pair] = clients.list_pairs(actor=whole).items
    with pytest.raises(clients.NoSuchClient):
        clients.see_pair(pair.id, actor=half)
    seen = clients.see_pair(pair.id, actor=whole)
    assert {seen.first.name, seen.second.name} == {"Siti Beta", "S. Beta"}
    before = list(ClientState.objects.order_by("pk").values("pk", "client", "standing"))
    clients.merge(pair.id, keep=first.client_id, reason="KTP sama", actor=whole)
    assert clients.records_of(second.client_id) == {first.client_id, second.client_id}
    assert list(ClientState.objects.order_by("pk").values("pk", "client", "standing")) == before
    with pytest.raises(clients.PairDecided):
        clients.merge(pair.id, keep=second.client_id, reason="KTP sama", actor=whole)
    clients.undo_merge(pair.id, reason="ternyata keliru", actor=whole)
    assert clients.records_of(second.client_id) == {second.client_id}
    with pytest.raises(clients.NoReason):
        clients.say_apart(pair.id, reason="x", actor=whole)
    clients.say_apart(pair.id, reason="dua orang kembar", actor=whole)
    assert not clients.list_pairs(actor=whole).items


def test_of_records_that_are_one_person_every_rule_of_contact_must_agree(centre, registry):
    first, second, other = pair_of(centre, registry)
    clients.set_contact(first.client_id, SAFE, actor=officer(centre))
    clients.set_contact(second.client_id, clients.SafeContact(silent=True), actor=other)
    assert clients.may_contact(first.client_id, clients.Way.PHONE, NOW)
    clients.merge(Pair.objects.get().pk, keep=first.client_id, reason="KTP sama", actor=supervisor("63"))
    assert not clients.may_contact(first.client_id, clients.Way.PHONE, NOW)


# --- identity check ---------------------------------------------------------------------------------------


@pytest.fixture(params=["fake", "http"])
def adapter(request):
    if request.param == "fake":
        yield FakeRegistry()
        return
    with gateway() as (address, _):
        yield clients.HttpIdentityCheck(address, token="t", seconds=2)


def test_the_contract_of_an_identity_check(adapter):
    assert adapter.check(clients.Asked(*KNOWN)) is clients.Answer.MATCH
    assert adapter.check(clients.Asked(KNOWN[0], "Orang Lain")) is clients.Answer.NO_MATCH


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (b"{}", 200),
        (b'{"cocok": "ya"}', 200),
        (b"<html>", 200),
        (b'{"cocok": true}', 503),
        (b"[" * 5000, 200),
    ],
)
def test_whatever_is_no_answer_is_unavailable(reply, status):
    with gateway(reply, status) as (address, seen):
        check = clients.HttpIdentityCheck(address, token="kunci", seconds=2)
        assert check.check(clients.Asked(*KNOWN)) is clients.Answer.UNAVAILABLE
    assert seen[0][1] == "Bearer kunci"


def test_a_gateway_that_is_not_there_is_unavailable():
    with gateway() as (address, _):
        pass
    check = clients.HttpIdentityCheck(address, token="t", seconds=1)
    assert check.check(clients.Asked(*KNOWN)) is clients.Answer.UNAVAILABLE


def test_a_check_is_off_until_config_names_somebody(centre):
    made = opened(centre)
    with pytest.raises(clients.CheckOff):
        clients.check_identity(made.client_id, actor=officer(centre))


def test_only_time_officer_and_answer_are_kept_and_a_day_has_three(centre):
    made = opened(centre)
    clients.register_identity_check(FakeRegistry())
    for _ in range(clients.MOST_ABOUT_ONE):
        assert clients.check_identity(made.client_id, actor=officer(centre)).answer is clients.Answer.MATCH
    with pytest.raises(clients.TooManyChecks):
        clients.check_identity(made.client_id, actor=officer(centre, number=2))
    columns = {field.name for field in CheckedIdentity._meta.concrete_fields}
    assert columns == {"id", "client", "number", "asked_at", "asked_by", "answer"}
    assert len(clients.checks_of(made.client_id, actor=officer(centre))) == 3
    nobody = opened(centre, clients.Identity(name="Budi"))
    with pytest.raises(clients.NothingToCheck):
        clients.check_identity(nobody.client_id, actor=officer(centre))


# --- forgetting -------------------------------------------------------------------------------------------


def test_retention_forgets_who_no_unit_knows_any_longer(centre):
    made = opened(centre)
    clients.set_contact(made.client_id, SAFE, actor=officer(centre))
    clients.give_consent(
        made.client_id, "rujuk_sosial", clients.Given(clients.Giver.CLIENT), **SPOKEN, actor=officer(centre)
    )
    executor = next(one for one in clients.EXECUTORS if one.name == "clients.clients")
    assert executor.find(NOW + timedelta(days=1), "", 10) == []
    clients.end_service(made.client_id, centre, actor=officer(centre))
    assert executor.find(NOW, "", 10) == []
    [old] = executor.find(NOW + timedelta(days=1), "", 10)
    assert (old.key, old.area) == (str(made.client_id), REGENCY)
    with transaction.atomic():
        assert executor.end([old.key], "retention") == 1
    state = ClientState.objects.get()
    assert (state.name, state.nik, state.nik_digest, state.likeness_digest, state.phone) == (
        "",
        "",
        None,
        None,
        "",
    )
    assert ContactRule.objects.get().key == b""
    assert Ground.objects.get().witness == ""
    assert not opened(centre).ask_supervisor


def test_the_data_protection_officer_forgets_at_once_but_not_what_is_held(centre):
    made = opened(centre)
    officer_of_data = Actor.over("user:7", "Dewi", frozenset({"data_protection_officer"}), (REGENCY,))
    far = Actor.over("user:8", "Eka", frozenset({"data_protection_officer"}), (OTHER,))
    with pytest.raises(clients.NoSuchClient):
        clients.forget_client(made.client_id, actor=far)
    clients.forget_client(made.client_id, actor=officer_of_data)
    with pytest.raises(clients.NoSuchClient):
        clients.get_client(made.client_id, actor=officer(centre))
    assert expiring.Ending.ANONYMISE is clients.EXECUTORS[0].ending
