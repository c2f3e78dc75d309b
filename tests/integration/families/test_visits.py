from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bahtera.families import api
from bahtera.families.models import Family, FamilyState, Member, MemberState, Visit
from bahtera.foundation.models import AuditEntry

from .conftest import ADAM, BETA, CITA, DODI, FOUR, KK, NEXT_VILLAGE, OTHER_REGENCY, VILLAGE, codes

pytestmark = pytest.mark.django_db


def listed(outcome, members=FOUR):
    """The same people with the ids they got."""
    return tuple(replace(m, member_id=i) for m, i in zip(members, outcome.member_ids, strict=True))


def test_a_first_visit_opens_a_family(known):
    family = api.get_family(known.family_id)
    assert known.is_new
    assert known.findings == ()
    assert (family.status, family.village_code, family.no_kk) == ("present", VILLAGE, KK)
    assert family.head_name == "Adam Rahman"
    assert (family.place.rt, family.place.rw, family.place.dusun) == ("03", "01", "Hilir")
    assert family.valid_from == date(2026, 3, 1)
    assert [m.name for m in family.members] == [m.name for m in FOUR]
    assert tuple(m.id for m in family.members) == known.member_ids
    assert family.members[2].nik_reason == "belum_ada"
    entry = AuditEntry.objects.get(action="families.visit_recorded")
    assert (entry.actor, entry.subject) == ("token:kader", f"family:{known.family_id}")
    assert "Adam" not in str(entry.details)


def test_it_needs_the_caller_s_transaction(transactional_db):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        api.record_visit(
            village_code=VILLAGE, family_id=None, visited_on=date(2026, 3, 1), source="s", actor_key="t"
        )
    assert not Family.objects.exists()


def test_the_same_source_is_recorded_once(visit):
    members = (ADAM, replace(CITA, nik="123"))
    first = visit(members, source="submission:same")
    again = visit(FOUR, source="submission:same", on=date(2026, 4, 1))
    assert again.repeated
    assert not first.repeated
    assert (again.family_id, again.member_ids, again.is_new) == (first.family_id, first.member_ids, True)
    assert again.findings == first.findings
    assert (Family.objects.count(), Member.objects.count(), Visit.objects.count()) == (1, 2, 1)
    assert AuditEntry.objects.count() == 1


def test_a_second_visit_that_finds_nothing_new_writes_no_version(known, visit):
    outcome = visit(listed(known), family_id=known.family_id, on=date(2026, 6, 1), no_kk=KK)
    assert (outcome.family_id, outcome.is_new, codes(outcome)) == (known.family_id, False, [])
    assert outcome.member_ids == known.member_ids
    assert (FamilyState.objects.count(), MemberState.objects.count()) == (1, 4)


def test_what_changed_becomes_a_version_and_the_old_one_stays(known, visit):
    members = (*listed(known)[:3], replace(listed(known)[3], name="Dody Rahman", nik="6302120909150009"))
    visit(members, family_id=known.family_id, on=date(2026, 6, 1), rt="04")
    now, then = api.get_family(known.family_id), api.get_family(known.family_id, on=date(2026, 5, 31))
    assert (now.place.rt, then.place.rt) == ("04", "03")
    assert (now.members[3].name, then.members[3].name) == ("Dody Rahman", "Dodi Rahman")
    assert now.place.address == "Jl. Melati 5"
    assert now.members[3].nik_reason == ""
    assert MemberState.objects.count() == 5


def test_an_empty_answer_erases_nothing(known, visit):
    blank = tuple(api.MemberInput("", member_id=i) for i in known.member_ids)
    visit(blank, family_id=known.family_id, on=date(2026, 6, 1), kk_reason="menolak")
    family = api.get_family(known.family_id)
    assert (family.no_kk, family.head_name) == (KK, "Adam Rahman")
    assert [m.name for m in family.members] == [m.name for m in FOUR]
    assert family.members[0].birth_date == date(1980, 1, 12)


def test_a_late_visit_takes_its_place_in_time(known, visit):
    june, april = date(2026, 6, 1), date(2026, 4, 1)
    visit(listed(known), family_id=known.family_id, on=june, rt="06")
    visit(listed(known), family_id=known.family_id, on=april, rt="04")
    visit(listed(known), family_id=known.family_id, on=date(2026, 1, 1), rt="01")
    on = lambda *day: api.get_family(known.family_id, on=date(*day)).place.rt  # noqa: E731
    assert [on(2026, 1, 1), on(2026, 3, 1), on(2026, 4, 1), on(2026, 5, 31), on(2026, 6, 1)] == [
        "01", "03", "04", "04", "06",
    ]  # fmt: skip
    assert api.get_family(known.family_id).place.rt == "06"
    with pytest.raises(api.UnknownFamily):
        api.get_family(known.family_id, on=date(2025, 12, 31))


def test_a_clock_years_ahead_does_not_outlast_later_visits(known, visit):
    visit(listed(known), family_id=known.family_id, on=date(2036, 1, 1), rt="36")
    assert api.get_family(known.family_id).valid_from == date(2026, 11, 22)
    visit(listed(known), family_id=known.family_id, on=date(2026, 11, 22), rt="26")
    assert api.get_family(known.family_id).place.rt == "26"


def test_a_visit_without_a_known_village_is_kept(visit):
    outcome = visit(FOUR, village="entah")
    assert api.get_family(outcome.family_id).village_code == "entah"


def test_a_correction_of_the_same_day_supersedes_and_stays_in_the_history(known, visit):
    visit(listed(known), family_id=known.family_id, on=date(2026, 3, 1), rt="05")
    assert api.get_family(known.family_id).place.rt == "05"
    states = FamilyState.objects.order_by("id")
    assert [(s.rt, s.valid_from == s.valid_to) for s in states] == [("03", True), ("05", False)]
    changed = [entry.changed for entry in api.history(known.family_id) if entry.member_id is None]
    assert changed == [(), ("rt",)]


def test_an_unknown_id_opens_a_family_that_is_known_by_it_afterwards(visit):
    phone, person = uuid4(), uuid4()
    first = visit((replace(ADAM, member_id=person),), family_id=phone)
    assert first.is_new
    assert first.family_id != phone
    again = visit((replace(ADAM, member_id=person),), family_id=phone, on=date(2026, 5, 1))
    assert (again.family_id, again.is_new) == (first.family_id, False)
    assert again.member_ids == first.member_ids
    assert codes(again) == []
    assert api.get_family(phone).id == first.family_id


def test_no_roster_says_nothing_of_members(known, visit):
    outcome = visit((), family_id=known.family_id, on=date(2026, 6, 1))
    assert codes(outcome) == []
    assert len(api.get_family(known.family_id).members) == 4


# --- what looks odd ---------------------------------------------------------------------------------------


def test_a_number_on_record_is_a_finding_and_no_merge(known, visit):
    outcome = visit((replace(ADAM, name="Somebody Else"),), no_kk=KK, on=date(2026, 5, 1))
    assert outcome.is_new
    assert outcome.family_id != known.family_id
    assert codes(outcome) == ["kk_seen", "nik_seen"]
    seen = next(f for f in outcome.findings if f.code == "families.nik_seen")
    assert (seen.row, seen.question, seen.severity) == (1, "nik", "warning")
    assert seen.details == {
        "member_id": str(known.member_ids[0]),
        "family_id": str(known.family_id),
        "village_code": VILLAGE,
    }
    assert "ke-1" in seen.messages["id"]


def test_the_same_name_and_birth_date_are_suspected_in_the_regency_only(known, visit):
    spelled = replace(CITA, name="CITA RAHMAN")
    assert codes(visit((spelled,), village=NEXT_VILLAGE)) == ["same_person_suspected"]
    assert codes(visit((spelled,), village=OTHER_REGENCY)) == []
    assert codes(visit((replace(CITA, birth_date=date(2010, 7, 2)),))) == []


def test_a_person_is_reported_once_a_row(known, visit):
    assert codes(visit((ADAM,))) == ["nik_seen"]


def test_placeholders_match_nobody(visit):
    nobody = [replace(ADAM, name=f"Orang {n}", nik="9999999999999999", birth_date=None) for n in "ABC"]
    visit(nobody, no_kk="9999999999999999")
    outcome = visit([replace(m, name=m.name + " Lain") for m in nobody], no_kk="9999999999999999")
    assert codes(outcome) == []
    assert api.get_family(outcome.family_id).members[0].nik == ""


def test_odd_numbers_are_warnings_and_are_kept(visit):
    members = (
        replace(ADAM, nik="63021"),
        replace(BETA, sex="l"),
        replace(CITA, nik="6302120101010001"),
        replace(DODI, nik="9902120909150001"),
    )
    outcome = visit(members, no_kk="6302129999150003")
    assert codes(outcome) == [
        "kk_date_impossible", "nik_area_unknown", "nik_birth_date_differs", "nik_length", "nik_sex_differs",
        "nik_sex_differs",
    ]  # fmt: skip
    assert api.get_family(outcome.family_id).members[0].nik == "63021"


def test_one_nik_twice_on_a_form(visit):
    outcome = visit((ADAM, replace(BETA, nik=ADAM.nik)))
    assert codes(outcome) == ["nik_birth_date_differs", "nik_repeated", "nik_sex_differs"]


def test_a_member_left_out_is_reported_and_stays(known, visit):
    outcome = visit(listed(known)[:3], family_id=known.family_id, on=date(2026, 6, 1))
    assert codes(outcome) == ["member_missing"]
    assert outcome.findings[0].details["member_id"] == str(known.member_ids[3])
    assert len(api.get_family(known.family_id).members) == 4


def test_a_new_row_that_looks_like_a_member_is_suspected(known, visit):
    members = (*listed(known)[:3], DODI)
    outcome = visit(members, family_id=known.family_id, on=date(2026, 6, 1))
    assert codes(outcome) == ["member_missing", "same_person_suspected"]
    assert outcome.member_ids[3] not in known.member_ids


def test_a_member_of_another_family_is_recorded_apart(known, visit):
    outcome = visit((replace(CITA, member_id=known.member_ids[2]),), on=date(2026, 6, 1))
    assert codes(outcome) == ["member_elsewhere"]
    assert outcome.member_ids[0] != known.member_ids[2]
    assert api.get_member(known.member_ids[2]).family_id == known.family_id


def test_another_name_and_birth_date_under_one_id_is_asked_about(known, visit):
    members = (*listed(known)[:3], replace(listed(known)[3], name="Eka", birth_date=date(2018, 1, 1)))
    assert codes(visit(members, family_id=known.family_id, on=date(2026, 6, 1))) == ["identity_changed"]


def test_one_id_on_two_rows_is_used_once(visit, known):
    twice = (
        *listed(known),
        replace(CITA, name="Fajar", birth_date=date(2020, 1, 1), member_id=known.member_ids[2]),
    )
    outcome = visit(twice, family_id=known.family_id, on=date(2026, 6, 1))
    assert len(set(outcome.member_ids)) == 5
    unknown = uuid4()
    both = visit((replace(ADAM, member_id=unknown, nik=""), replace(BETA, member_id=unknown, nik="")))
    assert len(set(both.member_ids)) == 2


def test_another_village_changes_nothing_and_is_reported(known, visit):
    members = (*listed(known), api.MemberInput("Gita"))
    outcome = visit(members, family_id=known.family_id, village=NEXT_VILLAGE, on=date(2026, 6, 1), rt="99")
    assert outcome.family_id == known.family_id
    assert "village_differs" in codes(outcome)
    assert outcome.member_ids == (*known.member_ids, None)
    family = api.get_family(known.family_id)
    assert (family.village_code, family.place.rt, len(family.members)) == (VILLAGE, "03", 4)
    assert Visit.objects.count() == 2


def test_texts_longer_than_the_columns_are_cut_and_not_refused(visit):
    outcome = visit(
        (api.MemberInput("N" * 500, nik="1" * 90, nik_reason="r" * 90, sex="perempuan", relation="x" * 90),),
        head_name="H" * 500, address="A" * 900, dusun="D" * 200, rw="1" * 40, rt="2" * 40,
        no_kk="3" * 80, kk_reason="k" * 90,
    )  # fmt: skip
    assert len(api.get_family(outcome.family_id).members[0].name) == 120


# --- corrections of a submission --------------------------------------------------------------------------


def test_a_corrected_submission_withdraws_what_only_the_first_had_added(visit):
    first = visit(FOUR, source="v1")
    fixed = visit((ADAM, BETA, replace(CITA, relation="cucu")), source="v2", replaces="v1")
    assert (fixed.family_id, fixed.is_new) == (first.family_id, False)
    assert fixed.member_ids == first.member_ids[:3]
    assert codes(fixed) == []
    family = api.get_family(first.family_id)
    assert [(m.name, m.status) for m in family.members] == [
        ("Adam Rahman", "present"), ("Siti Beta", "present"), ("Cita Rahman", "present"),
        ("Dodi Rahman", "withdrawn"),
    ]  # fmt: skip
    assert family.members[2].relation == "cucu"


def test_a_correction_never_withdraws_who_was_known_before(known, visit):
    visit(listed(known), family_id=known.family_id, on=date(2026, 6, 1), source="v1", rt="07")
    fixed = visit(
        listed(known)[:2], family_id=known.family_id, on=date(2026, 6, 1), source="v2", replaces="v1"
    )
    assert codes(fixed) == ["member_missing", "member_missing"]
    assert {m.status for m in api.get_family(known.family_id).members} == {"present"}


def test_a_correction_may_set_the_village_right(visit):
    first = visit(FOUR, source="v1", village=NEXT_VILLAGE)
    fixed = visit(listed(first), source="v2", replaces="v1", family_id=first.family_id)
    assert codes(fixed) == []
    assert api.get_family(first.family_id).village_code == VILLAGE
    later = visit(listed(first), source="v3", replaces="v1", family_id=first.family_id, village=NEXT_VILLAGE)
    assert codes(later) == ["village_differs"]


def test_a_correction_of_an_unknown_source_is_a_visit(visit):
    assert visit(FOUR, replaces="never received").is_new


# --- cost -------------------------------------------------------------------------------------------------


def statements(call):
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        call()
    own = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return [one for one in own if "foundation_audit" not in one]


def record(**arguments):
    defaults = {
        "village_code": VILLAGE,
        "family_id": None,
        "visited_on": date(2026, 6, 1),
        "actor_key": "t",
        "members": FOUR,
    }
    return api.record_visit(**{**defaults, **arguments})


def test_a_visit_costs_at_most_seven_queries_besides_its_audit(known):
    new = tuple(replace(m, member_id=uuid4()) for m in FOUR)
    opened = statements(lambda: record(family_id=uuid4(), members=new, no_kk=KK, source="a"))
    assert len(opened) <= 7, opened
    changed = tuple(replace(m, name=m.name + " X") for m in listed(known))
    more = (*changed, api.MemberInput("Hana", member_id=uuid4(), birth_date=date(2026, 5, 5)))
    updated = statements(
        lambda: record(family_id=known.family_id, members=more, no_kk="6302121005150099", rt="09", source="b")
    )
    assert len(updated) <= 8, updated  # one asks why somebody is new
    same = statements(lambda: record(family_id=known.family_id, members=more[:4], source="c"))
    assert len(same) <= 5, same


def test_look_ups_use_indexes(known, visit):
    """Every branch of the look-up is answered by an index, on both databases."""
    from bahtera.families.queries.lookups import look_up

    with CaptureQueriesContext(connection) as captured:
        look_up(
            niks={ADAM.nik}, persons={("citarahman", date(2010, 7, 1))}, no_kk=KK, ids={known.member_ids[0]}
        )
    assert len(captured) == 1
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + captured[0]["sql"])
            plan = "\n".join(str(row[3]) for row in cursor.fetchall())
            assert "SCAN families" not in plan, plan
        else:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + captured[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan" not in plan, plan
