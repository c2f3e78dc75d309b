"""NIK and KK: sealed on disk, compared by digest, rotated while people work."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from tests.fakes.keyrings import keys_and_files_in

from bahtera.families import api
from bahtera.families.models import FamilyState, MemberState
from bahtera.foundation import blobs, clock, sealing
from bahtera.foundation.sealing import keyring, records, resealing, rotation, values

from .conftest import ADAM, BETA, FOUR, KK

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_keys(tmp_path, db):
    with keys_and_files_in(tmp_path):
        yield


def stored(sql="SELECT nik, nik_digest FROM families_memberstate ORDER BY name"):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]


def execute(sql, *values_):
    with connection.cursor() as cursor:
        cursor.execute(sql, values_)
        return cursor.rowcount


def codes(outcome):
    return [found.code for found in outcome.findings]


def quiet(_progress):
    pass


def rotate():
    rotation.prepare()
    return rotation.activate()


def make_plain():
    """Put the numbers back as a database from before holds them: text in the column, and no digest."""
    for table, column in (("families_memberstate", "nik"), ("families_familystate", "no_kk")):
        model = {"nik": MemberState, "no_kk": FamilyState}[column]
        known = dict(model.objects.values_list("pk", column))
        for pk, number in known.items():
            plain = number if connection.vendor == "sqlite" else number.encode()
            key = model._meta.pk.get_db_prep_value(pk, connection)
            execute(f"UPDATE {table} SET {column} = %s, {column}_digest = NULL WHERE id = %s", plain, key)


# --- at rest and in use -----------------------------------------------------------------------------------


def test_no_number_stands_in_the_database(visit):
    outcome = visit(no_kk=KK)
    everything = repr(stored("SELECT * FROM families_memberstate")) + repr(
        stored("SELECT * FROM families_familystate")
    )
    for number in (ADAM.nik, BETA.nik, KK):
        assert number not in everything
        assert repr(number.encode())[2:-1] not in everything
    family = api.get_family(outcome.family_id)
    assert family.no_kk == KK
    assert sorted(member.nik for member in family.members) == ["", "", ADAM.nik, BETA.nik]
    assert [(bool(nik), bool(digest)) for nik, digest in stored()] == [
        (True, True),
        (False, False),
        (False, False),
        (True, True),
    ]


def test_placeholders_have_no_digest_and_match_nobody(visit):
    strange = [
        replace(ADAM, nik=nik)
        for nik in ("9999999999999999", "1111111111111111", "6302121201800000", "63 02")
    ]
    visit(strange)
    assert {digest for _, digest in stored()} == {None}


def test_a_number_moved_to_another_column_does_not_open(visit):
    visit(no_kk=KK)
    execute("UPDATE families_memberstate SET nik = (SELECT no_kk FROM families_familystate)")
    with pytest.raises(sealing.Broken):
        list(MemberState.objects.all())


def test_a_sealed_column_cannot_be_searched():
    for search in ({"nik": ADAM.nik}, {"nik__startswith": "63"}, {"nik__in": ["1"]}, {"nik__length": 16}):
        with pytest.raises(FieldError, match="sealed"):
            MemberState.objects.filter(**search)
    assert not MemberState.objects.filter(nik__isnull=True).exists()


def test_numbers_do_not_show_in_values_that_are_printed(visit):
    family = api.get_family(visit(no_kk=KK).family_id)
    told = repr(family) + repr(FOUR) + repr(list(MemberState.objects.all()))
    assert ADAM.nik not in told
    assert KK not in told


def test_without_the_key_ring_reading_says_so(visit):
    outcome = visit(no_kk=KK)
    keyring.path().rename(keyring.path().with_suffix(".away"))
    keyring.configure(keyring.path())
    with pytest.raises(sealing.KeyringMissing, match="Put back its copy"):
        api.get_family(outcome.family_id)
    with pytest.raises(sealing.KeyringMissing):
        records.ensure_keyring()
    assert not keyring.exists(), "a new key ring would make the old data unreadable for good"


# --- from before ------------------------------------------------------------------------------------------


def test_numbers_from_before_are_sealed_and_found_again(visit):
    first = visit(no_kk=KK)
    make_plain()
    assert next(nik for nik, _ in stored() if nik) in {ADAM.nik, ADAM.nik.encode()}
    with pytest.raises(sealing.NotSealed, match="seal-existing"):
        api.get_family(first.family_id)
    assert rotation.unfinished() == {"families_memberstate": 2, "families_familystate": 1}
    seen = []
    assert rotation.reseal(seen.append, plain=True) == 0
    assert rotation.unfinished() == {}
    assert (seen[-1].done, seen[-1].total) == (2, 2)
    assert api.get_family(first.family_id).no_kk == KK
    assert {"families.nik_seen", "families.kk_seen"} <= set(codes(visit([ADAM], no_kk=KK)))
    before = stored()
    assert rotation.reseal(quiet, plain=True) == 0
    assert stored() == before, "again changes nothing"


# --- rotation ---------------------------------------------------------------------------------------------


def test_numbers_are_found_under_the_old_and_the_new_index_key(visit):
    visit([ADAM], no_kk=KK)
    rotate()
    between = visit([ADAM], no_kk=KK)
    assert {"families.nik_seen", "families.kk_seen"} <= set(codes(between))
    third = visit([ADAM], no_kk=KK)
    assert codes(third).count("families.nik_seen") == 2, "one under each key"
    assert rotation.reseal(quiet) == 0
    assert {digest[:2] for _, digest in stored()} == {"2."}
    assert {nik[:3] for nik, _ in stored()} == {values.mark(2)}
    assert codes(visit([ADAM], no_kk=KK)).count("families.nik_seen") == 3


def test_those_who_share_a_number_under_two_keys_are_counted_together(visit):
    for n in range(4):
        visit([replace(ADAM, name=f"Adam {n}")], no_kk=KK)
    rotate()
    for n in range(4):
        visit([replace(ADAM, name=f"Adam baru {n}")], no_kk=KK)
    outcome = visit([ADAM], no_kk=KK)
    for code in ("families.nik_seen", "families.kk_seen"):
        found = [one for one in outcome.findings if one.code == code]
        assert len(found) == 5
        assert {one.details["total"] for one in found} == {"8"}


def test_rotation_goes_on_after_an_interruption_while_others_write(visit, monkeypatch):
    outcomes = [
        visit([replace(ADAM, name=f"Adam {n}", nik=f"63021212018{n:05d}")], no_kk="") for n in range(1, 31)
    ]
    rotate()
    total = rotation.unfinished()["families_memberstate"]
    assert total == 30
    table = next(one for one in resealing.tables() if one.name == "families_memberstate")

    walk = resealing.walk(table, batch=4)
    next(walk)
    next(walk)
    walk.close()  # killed here
    assert rotation.unfinished() == {"families_memberstate": 22}
    assert all(api.get_family(one.family_id).members[0].nik for one in outcomes)

    write, meanwhile = resealing._write, []

    def with_others(table_, changed):
        """Somebody sends a visit and corrects a row of the batch just before it is written."""
        changed = list(changed)
        if changed and len(meanwhile) < 3:
            row = MemberState.objects.get(pk=changed[0][0]["pk"])
            row.nik = f"63021212019{len(meanwhile) + 1:05d}"
            row.save()
            meanwhile.append((row.pk, row.nik))
            visit([replace(BETA, name=f"Baru {len(meanwhile)}")])
        return write(table_, iter(changed))

    monkeypatch.setattr(resealing, "_write", with_others)
    assert rotation.reseal(quiet, batch=4) == 0
    assert rotation.unfinished() == {}
    assert len(meanwhile) == 3
    assert [MemberState.objects.get(pk=pk).nik for pk, _ in meanwhile] == [nik for _, nik in meanwhile]
    assert {nik[:3] for nik, _ in stored()} == {values.mark(2)}
    assert MemberState.objects.count() == 33


@pytest.mark.django_db(transaction=True)
def test_a_row_that_another_transaction_holds_is_left_to_the_next_walk(visit):
    for number in range(3):
        visit([replace(ADAM, name=f"Adam {number}", nik=f"63021212018{number:05d}")], no_kk="")
    rotate()
    table = next(one for one in resealing.tables() if one.name == "families_memberstate")
    other = connection.copy()
    held = 0
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        held = 1
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT id FROM families_memberstate LIMIT 1 FOR UPDATE")
    list(resealing.walk(table))
    assert resealing.waiting(table) == held
    other.close()
    assert rotation.reseal(quiet) == 0
    assert rotation.unfinished() == {}


def test_what_others_still_write_with_the_old_version_is_met_on_the_next_walk(visit, monkeypatch):
    visit()
    rotate()
    old = keyring.current()
    write, late = resealing._write, []

    def late_writer(table_, changed):
        done = write(table_, changed)
        if not late:
            late.append(True)
            active = replace(old.sealing, active=1), replace(old.index, active=1)
            monkeypatch.setattr(keyring, "current", lambda: replace(old, sealing=active[0], index=active[1]))
            visit([replace(ADAM, name="Dari proses lain")])
            monkeypatch.undo()
        return done

    monkeypatch.setattr(resealing, "_write", late_writer)
    rotation.reseal(quiet, batch=100)
    assert rotation.unfinished() == {}


def test_a_value_that_cannot_be_opened_is_told_and_stops_nothing(visit):
    visit()
    execute("UPDATE families_memberstate SET nik = %s WHERE name = %s", values.mark(1) + b"x" * 44, ADAM.name)
    rotate()
    told = []
    assert rotation.reseal(told.append) == 1
    assert told[-1].unopened == 1
    assert rotation.unfinished() == {"families_memberstate": 1}
    with (
        clock.frozen(NOON + timedelta(hours=1)),
        pytest.raises(sealing.KeyInUse, match="families_memberstate: 1"),
    ):
        rotation.retire()


def test_an_old_version_is_dropped_when_nothing_needs_it(visit):
    family = visit(no_kk=KK)
    name = blobs.put(b"photo")
    with clock.frozen(NOON):
        assert rotation.retire() == ()
        rotate()
    with (
        clock.frozen(NOON + timedelta(minutes=5)),
        pytest.raises(sealing.KeyInUse, match="Try again after 05:10"),
    ):
        rotation.retire()
    with clock.frozen(NOON + timedelta(minutes=11)):
        with pytest.raises(sealing.KeyInUse, match="files: 1"):
            rotation.retire()
        assert rotation.reseal(quiet) == 0
        assert rotation.retire() == (1,)
    assert sorted(keyring.current().sealing.by_version) == [2]
    assert sorted(keyring.current().index.by_version) == [2]
    records.check_keyring()
    assert api.get_family(family.family_id).no_kk == KK
    with blobs.open(name) as file:
        assert file.read() == b"photo"


def test_a_prepared_version_waits_until_it_is_taken_up(visit):
    rotation.prepare()
    assert rotation.prepare().sealing.newest == 2, "twice prepares one"
    visit(no_kk=KK)
    assert {nik[:3] for nik, _ in stored() if nik} == {values.mark(1)}
    assert rotation.unfinished() == {}
    assert rotation.activate().sealing.active == 2
    assert rotation.unfinished() == {"families_familystate": 1, "families_memberstate": 2}


def test_other_holders_of_sealed_values_take_part(monkeypatch):
    monkeypatch.setattr(resealing, "_holders", [])
    kept = {"secret": sealing.seal(b"s", purpose="t.c")}

    def reseal():
        kept["secret"] = values.rewrap(kept["secret"], purpose="t.c", bound_to=b"")
        yield 1

    def waiting():
        return int(not kept["secret"].startswith(values.active_mark()))

    resealing.register(resealing.Holder("others", waiting, reseal))
    resealing.register(resealing.Holder("others", waiting, reseal))
    rotate()
    assert rotation.unfinished() == {"others": 1}
    seen = []
    rotation.reseal(seen.append)
    assert rotation.unfinished() == {}
    assert [one.name for one in seen] == ["others"]


# --- the key ring of a database ---------------------------------------------------------------------------


def test_another_key_ring_is_refused(tmp_path):
    keyring.configure(tmp_path / "other.json")
    keyring.make()
    with pytest.raises(sealing.WrongKeyring, match="index 1, sealing 1"):
        records.ensure_keyring()


def test_a_key_ring_that_lost_a_version_is_refused():
    held = keyring.current()
    rotate()
    keyring.save(held)
    with pytest.raises(sealing.WrongKeyring, match="sealing 2"):
        records.check_keyring()


def test_a_new_database_takes_the_key_ring_that_is_there():
    records.KeyRecord.objects.all().delete()
    held = keyring.current()
    records.ensure_keyring()
    assert keyring.current() == held
    assert records.KeyRecord.objects.count() == 5


def test_numbers_are_looked_up_along_the_index_made_for_them(visit):
    asked = {
        "member_state_nik": "SELECT 1 FROM families_memberstate s WHERE s.valid_to IS NULL"
        " AND s.status NOT IN ('withdrawn', 'duplicate') AND s.nik_digest IN (%s, %s)",
        "family_state_kk": "SELECT 1 FROM families_familystate s WHERE s.valid_to IS NULL"
        " AND s.status <> 'merged' AND s.no_kk_digest IN (%s, %s)",
    }
    for n in range(100):
        visit(
            [replace(ADAM, name=f"Adam {n}", nik=f"63021212018{n + 1:05d}")], no_kk=f"63021210051{n + 1:05d}"
        )
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        for index, statement in asked.items():
            cursor.execute(f"{explain} {statement}", ["1.a", "2.b"])
            assert index in str(cursor.fetchall())
