"""When a client may be contacted, who can agree for them, and what may be told of them."""

from datetime import UTC, date, datetime, time

import pytest

from bahtera.clients.errors import BadClient, BadContact, GroundRefused
from bahtera.clients.rules import contact, grounds, identity
from bahtera.clients.values import BirthQuality, Given, Giver, Identity, SafeContact, SafeHours, Way

TODAY = date(2026, 11, 23)
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOURS = SafeHours(frozenset({1, 2}), time(9), time(12, 30))


def told(**more):
    return identity.cleaned(Identity(**more), today=TODAY, nik=lambda text: text.replace(" ", ""))


@pytest.mark.parametrize(
    ("rules", "way", "at", "allowed"),
    [
        ([], Way.LETTER, MONDAY_NOON, False),
        ([SafeContact()], Way.LETTER, MONDAY_NOON, False),
        ([SafeContact(frozenset({Way.LETTER}))], Way.LETTER, MONDAY_NOON, True),
        ([SafeContact(frozenset({Way.PHONE}))], Way.PHONE, MONDAY_NOON, False),
        ([SafeContact(frozenset({Way.PHONE}), (HOURS,))], Way.PHONE, MONDAY_NOON, True),
        ([SafeContact(frozenset({Way.PHONE}), (HOURS,))], Way.WHATSAPP, MONDAY_NOON, False),
        (
            [SafeContact(frozenset({Way.PHONE}), (HOURS,))],
            Way.PHONE,
            datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
            False,
        ),
        (
            [SafeContact(frozenset({Way.PHONE}), (HOURS,))],
            Way.PHONE,
            datetime(2026, 11, 25, 12, 0, tzinfo=UTC),
            False,
        ),
        ([SafeContact(frozenset({Way.LETTER})), SafeContact(silent=True)], Way.LETTER, MONDAY_NOON, False),
    ],
)
def test_what_is_not_said_is_silence(rules, way, at, allowed):
    assert contact.may_contact(rules, way, at) is allowed


@pytest.mark.parametrize(
    "wrong",
    [
        SafeContact(frozenset({Way.PHONE}), silent=True),
        SafeContact(hours=(SafeHours(frozenset(), time(9), time(10)),)),
        SafeContact(hours=(SafeHours(frozenset({1}), time(10), time(9)),)),
        SafeContact(hours=(SafeHours(frozenset({8}), time(9), time(10)),)),
        SafeContact(note="x" * 301),
    ],
)
def test_rules_of_contact_that_contradict_themselves_are_refused(wrong):
    with pytest.raises(BadContact):
        contact.check_contact(wrong)


@pytest.mark.parametrize(
    ("born", "quality", "child"),
    [
        (date(2008, 11, 24), BirthQuality.CERTAIN, True),
        (date(2008, 11, 23), BirthQuality.CERTAIN, False),
        (date(2011, 7, 1), BirthQuality.YEAR, True),
        (date(1980, 7, 1), BirthQuality.AGE, False),
    ],
)
def test_a_child_is_under_eighteen(born, quality, child):
    assert grounds.is_child(born, quality, TODAY, declared_of_age=False) is child


def test_an_estimate_near_eighteen_decides_nothing():
    with pytest.raises(GroundRefused):
        grounds.is_child(date(2008, 7, 1), BirthQuality.YEAR, TODAY, declared_of_age=False)
    assert not grounds.is_child(None, BirthQuality.UNKNOWN, TODAY, declared_of_age=True)


@pytest.mark.parametrize(
    ("by", "child", "fits"),
    [
        (Giver.CLIENT, False, True),
        (Giver.CLIENT, True, False),
        (Giver.PARENT, True, True),
        (Giver.PARENT, False, False),
        (Giver.GUARDIAN, True, True),
        (Giver.COMPANION, False, True),
        (Giver.COURT, True, True),
    ],
)
def test_who_can_agree(by, child, fits):
    given = Given(by, name="" if by is Giver.CLIENT else "Ibu Ani")
    if fits:
        grounds.check_giver(given, child=child)
    else:
        with pytest.raises(GroundRefused):
            grounds.check_giver(given, child=child)


def test_somebody_else_is_named():
    with pytest.raises(GroundRefused):
        grounds.check_giver(Given(Giver.PARENT), child=True)


def test_scopes_name_a_kind_of_unit_that_there_is():
    kinds = frozenset({"dukcapil"})
    assert grounds.is_scope("rujuk_dukcapil", kinds)
    assert grounds.is_scope("kontak_rumah", kinds)
    assert not grounds.is_scope("rujuk_tetangga", kinds)


@pytest.mark.parametrize(
    "wrong",
    [
        {"birth_date": date(1980, 1, 1)},
        {"birth_quality": BirthQuality.YEAR},
        {"birth_date": date(2026, 11, 24), "birth_quality": BirthQuality.CERTAIN},
        {"birth_date": date(1880, 1, 1), "birth_quality": BirthQuality.YEAR},
        {"sex": "x"},
        {"nik": "63021252038200"},
        {"phone": "12ab"},
        {"languages": ("Banjar",)},
    ],
)
def test_what_contradicts_itself_is_refused(wrong):
    with pytest.raises(BadClient):
        told(**wrong)


def test_nothing_need_be_known():
    assert told() == Identity()


def test_only_a_certain_date_tells_people_apart():
    whole = {"name": "Siti", "village_code": "63.02.12.2005", "birth_date": date(1980, 1, 1)}
    key = {"name_key": str.casefold}
    assert identity.likeness(Identity(**whole, birth_quality=BirthQuality.CERTAIN), **key)
    assert identity.likeness(Identity(**whole, birth_quality=BirthQuality.YEAR), **key) == ""
    assert identity.likeness(Identity(name="Siti"), **key) == ""
