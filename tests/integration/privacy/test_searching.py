"""Looking for somebody: by a number or by a name where one works; written down, and never kin."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction
from tests.integration.privacy.conftest import MOTHER_NIK, VILLAGE

from bahtera.access.api import Actor, NotAllowed
from bahtera.families import api as families
from bahtera.foundation import audit
from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api

pytestmark = pytest.mark.django_db
KK = "6302121005150003"
FAR = "63.03.01.2001"


@pytest.fixture
def counsellor():
    return Actor.over("user:5", "Citra", frozenset({"counsellor"}), ("63.02",))


@pytest.fixture
def far(household):
    """A family of another regency with the same KK typed, a namesake in it."""
    with transaction.atomic():
        outcome = families.record_visit(
            village_code=FAR,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=[families.MemberInput("Siti Beta", nik="6303015203820001", sex="p", relation="kepala")],
            source="submission:far",
            actor_key="token:kader",
            no_kk=KK,
        )
    return outcome.member_ids[0]


def look(text, actor, *, by=api.By.NIK, area=""):
    return [one.member_id for one in api.find_people(api.Wanted(by, text, area), actor=actor)]


def test_somebody_is_found_by_nik_however_it_is_typed(household, officer):
    assert look("6302 1252 0382 0001", officer) == [household[0]]
    assert look("6302129999820001", officer) == []


def test_a_name_is_looked_for_within_one_district(household, officer, far):
    named = {"by": api.By.NAME}
    assert look("beta siti", officer, area=VILLAGE, **named) == [household[0]]
    assert look("rahman", officer, area="63.02.12", **named) == [household[1], household[2]]
    for area in ("", "63", "63.02"):
        with pytest.raises(api.SearchRefused):
            look("siti", officer, area=area, **named)
    for text in ("", "si", "12345"):
        with pytest.raises(api.SearchRefused):
            look(text, officer, area=VILLAGE, **named)
    with pytest.raises(NotAllowed):
        look("siti", officer, area=FAR, **named)


def test_whoever_lives_elsewhere_is_found_no_more_than_nobody(household, officer, elsewhere, far):
    assert look(MOTHER_NIK, elsewhere) == []
    assert look(KK, elsewhere, by=api.By.KK) == [far]
    assert look(KK, officer, by=api.By.KK) == []


@pytest.mark.parametrize("text", ["", "123", "63021252038200011", "0" * 16, "abc", "6302125203820OO1"])
def test_half_a_number_finds_nobody(officer, text):
    with pytest.raises(api.SearchRefused):
        look(text, officer)


def test_a_search_says_who_was_shown_and_not_what_was_typed(household, officer):
    look(MOTHER_NIK, officer)
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.action, entry.details) == ("privacy.people_searched", {"by": "nik", "found": 1})
    assert MOTHER_NIK not in f"{entry.details}{entry.subject}"
    assert [*audit.trail_of([f"member:{household[0]}"])][-1].action == "privacy.people_searched"


def test_nobody_looks_for_their_own_household(household, officer):
    family = families.get_member(household[0]).family_id
    kin = replace(officer, kin=frozenset({family}))
    assert look(MOTHER_NIK, kin) == []
    with pytest.raises(api.NoSuchRecord):
        api.consents_of(household[0], actor=kin)
    with pytest.raises(api.NoSuchRecord):
        api.open_request(household[0], kind=api.Kind.ACCESS, actor=kin)
    row = api.open_request(household[0], kind=api.Kind.ACCESS, actor=officer)
    assert api.list_requests(actor=kin).items == []
    with pytest.raises(api.NoSuchRecord):
        api.get_request(row.id, actor=kin)


def test_a_counsellor_finds_people_and_looks_after_consents_and_bars_but_not_requests(
    household, counsellor, supervisor, spoken
):
    _, father, girl, aunt = household
    assert look(MOTHER_NIK, counsellor) == [household[0]]
    given = api.give_consent(
        aunt, purpose="service", text_version="1", actor=counsellor, declared_of_age=True, **spoken
    )
    bar = api.bar_guardian(girl, api.Guardian(member_id=father), actor=counsellor)
    (told,) = api.bars_of(girl, actor=counsellor)
    assert (told.id, told.name) == (bar, "Adam Rahman")
    api.lift_bar(bar, actor=counsellor)
    assert api.bars_of(girl, actor=counsellor) == []
    api.withdraw_consent(given.id, actor=counsellor)
    for act in (
        lambda: api.open_request(girl, kind=api.Kind.ACCESS, actor=counsellor),
        lambda: api.list_requests(actor=counsellor),
        lambda: api.bars_of(girl, actor=supervisor),
        lambda: look(MOTHER_NIK, supervisor),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_counsellor_of_another_regency_knows_nothing(household, spoken):
    stranger = Actor.over("user:6", "Tia", frozenset({"counsellor", "case_worker"}), ("63.03",))
    for act in (
        lambda: api.consents_of(household[0], actor=stranger),
        lambda: api.bars_of(household[2], actor=stranger),
        lambda: api.bar_guardian(household[2], api.Guardian(member_id=household[1]), actor=stranger),
        lambda: api.give_consent(household[0], purpose="service", text_version="1", actor=stranger, **spoken),
    ):
        with pytest.raises(api.NoSuchRecord):
            act()


def test_nobody_is_barred_from_acting_for_themselves(household, officer):
    for one in (api.Guardian(member_id=household[0]), api.Guardian(nik=MOTHER_NIK)):
        with pytest.raises(api.ConsentRefused):
            api.bar_guardian(household[0], one, actor=officer)
