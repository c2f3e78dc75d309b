"""A family (sintetis) whose members ask for their data, and the offices that answer: for tests of pages."""

from datetime import date
from types import SimpleNamespace

from django.db import transaction
from tests.fakes.signing_in import entered
from tests.integration.web.province import PASSWORD, REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.families import api as families

MOTHER_NIK, FATHER_NIK, KK = "6310055203820001", "6310051201800001", "6310051005150003"
PEOPLE = (
    families.MemberInput(
        "Siti <b>Beta</b>", nik=MOTHER_NIK, sex="p", birth_date=date(1982, 3, 12), relation="pasangan"
    ),
    families.MemberInput(
        "Adam Rahman", nik=FATHER_NIK, sex="l", birth_date=date(1980, 1, 12), relation="kepala"
    ),
    families.MemberInput("Cita Rahman", sex="p", birth_date=date(2015, 7, 1), relation="anak"),
    families.MemberInput("Nenek Ayu", sex="p", relation="orang_tua"),
)


def household(village=VILLAGE, *, source="submission:0", people=PEOPLE, no_kk=KK):
    """Record the family and return the ids of mother, father, girl and grandmother."""
    with transaction.atomic():
        outcome = families.record_visit(
            village_code=village,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=people,
            source=source,
            actor_key="token:kader",
            no_kk=no_kk,
        )
    return SimpleNamespace(
        **dict(zip(("mother", "father", "girl", "grandmother"), outcome.member_ids, strict=False))
    )


def client(role, username, area=REGENCY):
    """Make an account with one role and return a client on which it is signed in."""
    access.ensure_account(
        username=username,
        password=PASSWORD,
        full_name=f"{username.title()} (sintetis)",
        roles=[role],
        areas=[area],
    )
    return entered(username)


def officer():
    """Return the data-protection officer as packages see them."""
    return access.Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), (REGENCY,))
