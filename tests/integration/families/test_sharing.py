"""Numbers that many share, and numbers that are none: few findings, and never a flood."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bahtera.families import api
from bahtera.families.models import Visit

from .conftest import ADAM, CITA, FOUR, KK, NEXT_VILLAGE, codes

SHARED = "6302121201800077"


def crowd(count, **given):
    return tuple(api.MemberInput(f"Warga {n}", **given) for n in range(count))


def test_of_many_with_one_nik_five_are_named_and_all_are_counted(visit):
    visit(crowd(60, nik=SHARED))
    outcome = visit((replace(ADAM, nik=SHARED),))
    seen = [one for one in outcome.findings if one.code == "families.nik_seen"]
    assert len(seen) == 5
    assert {one.details["total"] for one in seen} == {"60"}


def test_of_many_findings_fifty_are_told_and_the_others_counted(visit):
    visit(crowd(40, nik=SHARED))
    outcome = visit(crowd(100, nik=SHARED))
    assert len(outcome.findings) == 51
    assert outcome.findings[-1].code == "families.more_findings"
    # 99 repeat the NIK on the form, and each of the 100 meets five on record.
    assert outcome.findings[-1].details == {"count": str(99 + 500 - 50)}
    again = visit(crowd(1), source=Visit.objects.get(family_id=outcome.family_id).source)
    assert again.findings == outcome.findings


def test_what_decides_is_told_before_notes(known, visit):
    """Sixty notes on old area codes do not hide that the family is on record in another village."""
    members = crowd(60, nik="9902121201800077")
    outcome = visit(members, family_id=known.family_id, village=NEXT_VILLAGE, on=date(2026, 6, 1))
    assert "village_differs" in codes(outcome)


def test_an_id_is_kept_for_one_even_if_nobody_tells_it(visit):
    ids = [uuid4() for _ in range(60)]
    mine = tuple(replace(one, member_id=i) for one, i in zip(crowd(60), ids, strict=True))
    visit(mine)
    outcome = visit(mine)
    assert len(set(outcome.member_ids)) == 60


def test_a_withdrawn_members_id_may_come_again_elsewhere(visit):
    phone_id = uuid4()
    first = visit((ADAM, replace(CITA, member_id=phone_id)), source="submission:a")
    visit((ADAM,), family_id=first.family_id, source="submission:b", replaces="submission:a")
    outcome = visit((replace(CITA, member_id=phone_id),))
    assert "member_elsewhere" in codes(outcome)


def test_placeholders_match_nobody(visit):
    for nik in (
        "1234567890123456",
        "0123456789012345",
        "9876543210987654",
        "6302120000000000",
        "6302121201800000",
    ):
        visit((replace(ADAM, name="Satu", nik=nik, birth_date=None),))
        outcome = visit((replace(ADAM, name="Dua", nik=nik, birth_date=None),))
        assert "nik_seen" not in codes(outcome)


def test_many_families_on_one_card(visit):
    for _ in range(9):
        visit((), no_kk=KK)
    outcome = visit((), no_kk=KK)
    assert codes(outcome) == ["kk_seen"] * 5
    assert outcome.findings[0].details["total"] == "9"


def test_a_very_long_roster_asks_in_parts(visit):
    members = tuple(
        api.MemberInput(
            f"Warga {n}", nik=f"63021212018{n:05d}", member_id=uuid4(), birth_date=date(1980, 1, 12)
        )
        for n in range(1, 1201)
    )
    outcome = visit(members)
    assert len(outcome.member_ids) == 1200
    with CaptureQueriesContext(connection) as captured:
        visit(FOUR)
    assert sum("ROW_NUMBER" in one["sql"] for one in captured) == 1
