"""An enrolled phone signs in with key and PIN: two factors, over its kader's villages, for twelve hours."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from tests.fakes.offices import *  # noqa: F403 - fixtures are found by their names; __all__ lists them
from tests.fakes.offices import NEIGHBOUR, NOW, TODAY, VILLAGE
from tests.fakes.phones import PIN, SOMEWHERE, STRANGER, Phone, nowhere

from bahtera.access import api as access
from bahtera.access.models import Device, DeviceSession, Kin, SpentChallenge
from bahtera.access.operations.phones import entering
from bahtera.access.queries.office.people import person_of
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.django_db
WRONG = "274830"


@pytest.fixture
def chief(hired):
    return hired("Citra", "supervisor")[1]


@pytest.fixture
def dewi(hired):
    return hired("Dewi", "kader", "coordinator", area=VILLAGE)[0]


def enrolled(person, chief):
    phone = Phone()
    phone.enrol(access.make_activation_code(person, actor=chief).code)
    return phone


@pytest.fixture
def phone(dewi, chief):
    return enrolled(dewi, chief)


def later(**wait):
    return clock.frozen(NOW + timedelta(**wait))


def outcome(phone, pin=PIN):
    try:
        phone.sign_in(pin)
    except Exception as refused:  # noqa: BLE001 - the test looks at whatever it was
        return refused.code
    return ""


def test_key_and_pin_are_two_factors_for_a_kader_and_nothing_else(phone, dewi):
    signed_in = phone.sign_in()
    assert (signed_in.name, signed_in.areas) == ("Dewi (sintetis)", (VILLAGE,))
    actor = access.resolve_bearer(signed_in.token)
    assert (actor.key, actor.assured, actor.roles) == (f"device:{phone.id}", True, {"kader"})
    assert actor.areas == (VILLAGE,)
    doing = {name for name in access.ACTIONS if access.may(actor, name)}
    assert doing == {
        "submission.send",
        "family.carry",
        "report.make",
        "questionnaire.read",
        "area.read",
        "check.own",
        "directory.read",
        "group.keep",
        "group.read",
    }
    assert not access.may(actor, "submission.send", area=NEIGHBOUR)
    assert person_of(actor.key).pk == dewi
    assert access.resolve_token(signed_in.token) is None, "no card: it does not go into an address"
    assert access.resolve_bearer("bhp_" + "0" * 64) is None
    assert access.resolve_bearer("") is None


def test_the_token_is_kept_as_a_hash_and_a_new_session_ends_the_one_before(phone):
    first, second = phone.sign_in().token, phone.sign_in().token
    assert access.resolve_bearer(first) is None
    assert access.resolve_bearer(second) is not None
    stored = str(list(DeviceSession.objects.values()))
    assert first not in stored
    assert second not in stored
    access.sign_out_device(actor=access.resolve_bearer(second))
    assert access.resolve_bearer(second) is None


def test_a_session_ends_after_twelve_hours_however_the_clock_jumps(phone):
    token = phone.sign_in().token
    for wait, works in [
        ({"hours": 11, "minutes": 59}, True),
        ({"hours": 12}, False),
        ({"days": 900}, False),
        ({"minutes": -1}, True),
        ({"hours": -1}, False),
        ({"hours": 1}, True),
    ]:
        with later(**wait):
            assert (access.resolve_bearer(token) is not None) == works, wait


def test_every_request_of_a_phone_in_use_does_not_write(phone, django_assert_num_queries):
    token = phone.sign_in().token
    access.resolve_bearer(token)
    with django_assert_num_queries(3):
        access.resolve_bearer(token)
    with later(minutes=6):
        access.resolve_bearer(token)
        assert Device.objects.get().last_seen_at == NOW + timedelta(minutes=6)


# --- proofs -------------------------------------------------------------------------------------------------


def refused(phone, **told):
    with pytest.raises(access.DeviceRefused):
        access.sign_in_device(
            told.pop("device", phone.id), pin=PIN, origin=SOMEWHERE, **{**phone.proof("sign-in"), **told}
        )


def test_a_proof_is_taken_once(phone):
    proof = phone.proof("sign-in")
    assert access.sign_in_device(phone.id, pin=PIN, origin=SOMEWHERE, **proof).token
    refused(phone, **proof)
    assert SpentChallenge.objects.count() == 1


def test_a_challenge_is_spent_by_a_wrong_pin_too(phone):
    proof = phone.proof("sign-in")
    with pytest.raises(access.WrongPin):
        access.sign_in_device(phone.id, pin=WRONG, origin=SOMEWHERE, **proof)
    refused(phone, **proof)
    assert outcome(phone) == ""


def test_only_its_own_fresh_challenge_signed_for_this_purpose_counts(phone, chief, hired):
    other = enrolled(hired("Eka", "kader", area=VILLAGE)[0], chief)
    refused(phone, **other.proof("sign-in"))
    refused(phone, **phone.proof("state"))
    refused(phone, **phone.proof("unlock"))
    refused(phone, signature=other.sign("sign-in", phone.proof("sign-in")["challenge"], device=phone.id))
    refused(phone, device=other.id)
    theirs = access.make_challenge(other.id).text
    refused(phone, challenge=theirs, signature=phone.sign("sign-in", theirs))
    for forged in ("", ".", "a.b.c", "a.1.c", "a.٣.c", f"a.{10**30}.c", "x" * 200, "é.1.é", "\0.1.\0"):
        refused(phone, challenge=forged, signature=phone.sign("sign-in", forged))
    nonce, made, seal = access.make_challenge(phone.id).text.split(".")
    newer = f"{nonce}.{int(made) + 60}.{seal}"
    refused(phone, challenge=newer, signature=phone.sign("sign-in", newer))
    old = phone.proof("sign-in")
    for wait in ({"minutes": 2}, {"days": 400}, {"minutes": -3}):
        with later(**wait):
            refused(phone, **old)
    assert outcome(phone) == "", "and none of it counted as a wrong PIN"


def test_a_forged_id_looks_like_a_wrong_signature(phone):
    stranger = Phone(id=uuid4())
    known = Phone(id=phone.id)
    told = []
    for one in (stranger, known):
        with pytest.raises(access.DeviceRefused) as refusal:
            one.sign_in()
        told.append((refusal.value.code, refusal.value.message, refusal.value.details))
    assert told[0] == told[1]
    assert access.make_challenge(stranger.id).seconds == access.make_challenge(phone.id).seconds == 120


def test_a_flood_of_forgeries_writes_little_and_keeps_nobody_out(phone):
    forger = Phone(id=phone.id)
    before = AuditEntry.objects.count()
    for _ in range(400):
        with pytest.raises(access.DeviceRefused):
            forger.sign_in(origin=SOMEWHERE)
    assert AuditEntry.objects.count() - before < 30
    assert SpentChallenge.objects.count() == 0
    assert outcome(phone) == "", "from the same network, at the same moment"


# --- PINs ---------------------------------------------------------------------------------------------------


@pytest.fixture
def looked_at(monkeypatch):
    """Count real looks at a PIN, and make them quick."""
    seen, held = [], entering.hash_fits

    def quick(pin, stored):
        seen.append(pin)
        return pin == PIN and held(pin, stored)

    monkeypatch.setattr(entering, "hash_fits", quick)
    return seen


@pytest.mark.slow
def test_ten_thousand_wrong_pins_by_a_thief_with_the_phone(phone, chief, hired, looked_at, monkeypatch):
    """One every minute for a week: ten are looked at, then only a supervisor opens the profile.

    The thief has the phone, so each of their signatures is right; they are not worked out here.
    """
    other = enrolled(hired("Eka", "kader", area=VILLAGE)[0], chief)
    token = phone.sign_in().token
    told = []
    held = entering.prove

    def proved(device_id, *_purpose, **_proof):
        return Device.objects.select_related("person").get(pk=device_id)

    monkeypatch.setattr(entering, "prove", proved)
    proof = {"challenge": "", "signature": "", "origin": STRANGER}
    for number in range(10_000):
        with later(minutes=number):
            try:
                access.sign_in_device(phone.id, pin=f"{(number * 37 + 11) % 1_000_000:06}", **proof)
            except (access.WrongPin, access.TooManyAttempts, access.DeviceLocked) as refusal:
                told.append(refusal.code)
    monkeypatch.setattr(entering, "prove", held)
    assert len(looked_at) == 1 + 10
    assert told.count("access.wrong_pin") == 9
    assert told[-1] == "access.device_locked"
    with later(days=7):
        assert outcome(phone) == "access.device_locked", "not even the right one"
        assert phone.state() == "locked"
        assert outcome(other) == "", "another profile, on this phone or another, goes on"
        assert access.resolve_bearer(token) is None
    assert AuditEntry.objects.filter(action="access.device_locked").count() == 1


def test_thousands_of_wrong_pins_by_a_stranger_lock_nobody_out(phone, looked_at):
    forger = Phone(id=phone.id)
    for number in range(2_000):
        proof = {"challenge": "a.1.c", "signature": "AAAA"}
        with pytest.raises(access.DeviceRefused):
            access.sign_in_device(forger.id, pin=f"{number:06}", origin=STRANGER, **proof)
    assert looked_at == []
    assert Device.objects.get().wrong_pins == 0
    assert outcome(phone) == ""


def test_waits_grow_and_a_right_pin_forgets_them(phone, looked_at):
    for left in (9, 8, 7):
        with pytest.raises(access.WrongPin) as wrong:
            phone.sign_in(WRONG)
        assert wrong.value.details == {"left": left, "seconds": 0}
    with pytest.raises(access.WrongPin) as wrong:
        phone.sign_in(WRONG)
    assert wrong.value.details == {"left": 6, "seconds": 30}
    assert outcome(phone) == "access.too_many_attempts"
    assert phone.state() == "waiting"
    assert looked_at == [WRONG] * 4
    with later(seconds=30):
        assert outcome(phone) == ""
    assert Device.objects.get().wrong_pins == 0
    with later(seconds=31):
        assert outcome(phone, WRONG) == "access.wrong_pin"


def test_a_clock_that_ran_ahead_makes_nobody_wait_for_years(phone, looked_at):
    with later(days=900):
        for _ in range(4):
            outcome(phone, WRONG)
    assert outcome(phone) == ""


def test_what_is_no_pin_is_a_wrong_pin(phone):
    for pin in ("", "é", "\0", "8" * 12):
        assert outcome(phone, pin) in {"access.wrong_pin", "access.too_many_attempts"}


def test_a_new_pin_wants_the_old_one(phone):
    actor = access.resolve_bearer(phone.sign_in().token)
    with pytest.raises(access.WrongPin):
        access.change_pin(pin=WRONG, new_pin="507261", actor=actor)
    with pytest.raises(access.WeakPin):
        access.change_pin(pin=PIN, new_pin="111111", actor=actor)
    access.change_pin(pin=PIN, new_pin="507261", actor=actor)
    assert outcome(phone) == "access.wrong_pin"
    assert outcome(phone, "507261") == ""
    with pytest.raises(access.NotForOneself):
        access.change_pin(pin=PIN, new_pin="507261", actor=access.SYSTEM)


# --- ends ---------------------------------------------------------------------------------------------------


def test_several_kader_on_one_phone_have_each_their_own(phone, chief, hired, dewi):
    eka = enrolled(hired("Eka", "kader", area=NEIGHBOUR, account=False)[0], chief)
    first = access.resolve_bearer(phone.sign_in().token)
    second = access.resolve_bearer(eka.sign_in().token)
    assert (first.areas, second.areas) == ((VILLAGE,), (NEIGHBOUR,))
    assert first.key != second.key


def test_a_lost_phone_is_stopped_at_the_next_request(phone, chief, dewi):
    token = phone.sign_in().token
    access.revoke_device(phone.id, actor=chief)
    assert access.resolve_bearer(token) is None
    assert outcome(phone) == "access.device_revoked"
    assert phone.state() == "revoked", "so that it sends what is sealed, and then wipes"
    [row] = access.list_devices(chief)
    assert (row.state, row.revoked_at, row.person_id) == ("revoked", NOW, dewi)
    access.revoke_device(phone.id, actor=chief)


def test_phones_end_with_the_role_and_with_the_person(phone, chief, boss, dewi):
    token = phone.sign_in().token
    waiting = access.make_activation_code(dewi, actor=chief)
    [kader] = [one for one in access.get_person(dewi, actor=boss).grants if one.role == "kader"]
    access.end_role(kader.id, actor=boss, reason="selesai")
    assert access.resolve_bearer(token) is None
    assert phone.state() == "revoked"
    with pytest.raises(access.ActivationRefused):
        Phone().enrol(waiting.code)


def test_another_village_of_the_same_kader_keeps_the_phone(phone, boss, root, dewi):
    access.grant_role(dewi, role="kader", area=NEIGHBOUR, valid_from=TODAY, actor=root)
    token = phone.sign_in().token
    grants = access.get_person(dewi, actor=boss).grants
    [first] = [one for one in grants if one.role == "kader" and one.area == VILLAGE]
    access.end_role(first.id, actor=boss, reason="pindah desa")
    assert access.resolve_bearer(token).areas == (NEIGHBOUR,)


def test_whoever_leaves_takes_no_phone_along(phone, boss, dewi):
    token = phone.sign_in().token
    for grant in access.get_person(dewi, actor=boss).grants:
        access.end_role(grant.id, actor=boss, reason="selesai")
    access.let_leave(dewi, actor=boss)
    assert access.resolve_bearer(token) is None
    assert outcome(phone) == "access.device_revoked"


def test_a_role_that_runs_out_by_itself_shuts_the_phone_out(hired, boss, chief):
    eka, _ = hired("Eka", account=False)
    access.grant_role(eka, role="kader", area=VILLAGE, valid_from=TODAY, valid_to=TODAY, actor=boss)
    phone = enrolled(eka, chief)
    with later(hours=13, minutes=59):
        evening = phone.sign_in().token
        assert access.may(access.resolve_bearer(evening), "submission.send"), "a minute before midnight there"
    with later(hours=14, minutes=1):
        assert access.resolve_bearer(evening).grants == ()
    with later(days=1):
        assert outcome(phone) == "access.no_kader_role"
        assert phone.state() == "no_role"


def test_kin_declared_on_the_phone_hold_at_once(phone, dewi):
    family = UUID(int=7)
    token = phone.sign_in().token
    actor = access.resolve_bearer(token)
    with pytest.raises(access.NoSuchFamily):
        access.declare_own_kin(family_id=family, relation="own", actor=actor, known=nowhere)
    with pytest.raises(access.NoSuchFamily):
        access.declare_own_kin(
            family_id=family, relation="own", actor=actor, known=lambda one: (one, NEIGHBOUR)
        )
    access.declare_own_kin(family_id=family, relation="own", actor=actor, known=lambda one: (one, VILLAGE))
    assert access.resolve_bearer(token).kin == {family}
    assert Kin.objects.get().person_id == dewi
    with pytest.raises(access.NotForOneself):
        access.strike_kin(Kin.objects.get().pk, person_id=dewi, actor=_coordinator(dewi))


def _coordinator(person_id):
    from django.contrib.auth import get_user_model

    return access.actor_of(get_user_model().objects.get(bahtera_person=person_id))


def test_old_sessions_and_spent_challenges_are_found_and_ended(phone):
    phone.sign_in()
    ends = {one.name: one for one in access.EXECUTORS}
    for name, model in (
        ("access.device_sessions", DeviceSession),
        ("access.spent_challenges", SpentChallenge),
    ):
        assert ends[name].find(NOW, "", 10) == []
        [old] = ends[name].find(NOW + timedelta(seconds=1), "", 10)
        assert ends[name].find(NOW + timedelta(seconds=1), old.key, 10) == []
        assert ends[name].end([old.key], "lama") == 1
        assert model.objects.count() == 0


def test_the_pin_of_who_left_is_destroyed_and_fits_nothing(phone):
    from bahtera.access.models import Person
    from bahtera.access.operations.expiring import destroy_credentials

    person = Device.objects.get().person
    Person.objects.filter(pk=person.pk).update(is_active=False)
    destroy_credentials([str(person.pk)], "lama")
    row = Device.objects.get()
    assert (row.pin_hash, row.unlock_secret) == (None, None)
    Person.objects.filter(pk=person.pk).update(is_active=True)
    assert outcome(phone) == "access.wrong_pin"


def test_everything_a_phone_does_leaves_an_entry(phone, chief):
    phone.sign_in()
    outcome(phone, WRONG)
    access.revoke_device(phone.id, actor=chief)
    outcome(phone)
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert actions >= {
        "access.activation_made",
        "access.device_enrolled",
        "access.device_signed_in",
        "access.pin_wrong",
        "access.device_revoked",
        "access.device_turned_away",
    }


@pytest.mark.django_db(transaction=True)
def test_wrong_pins_at_once_are_not_more_than_ten_tries(phone, looked_at):
    """On PostgreSQL they really meet; SQLite's writers queue."""

    def guess():
        outcome(phone, WRONG)
        connection.close()

    for _ in range(4):
        if connection.vendor == "sqlite":
            outcome(phone, WRONG)
            continue
        threads = [threading.Thread(target=guess) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(looked_at) <= 10
