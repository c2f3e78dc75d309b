"""What is sealed opens where it belongs, with its key, unchanged - and nowhere else."""

import json
import os
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.keyrings import keyring_in

from bahtera.foundation import sealing
from bahtera.foundation.sealing import keyring, values

NIK = "6302014501900001"


@pytest.fixture(autouse=True)
def ring(tmp_path):
    with keyring_in(tmp_path):
        yield tmp_path / "keyring.json"


def rotate():
    with keyring.changing() as held:
        sealing_ = keyring.with_newest_active(keyring.with_new_key(held.sealing))
        index = keyring.with_newest_active(keyring.with_new_key(held.index))
        keyring.save(replace(held, sealing=sealing_, index=index))


# --- values -----------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=5000), bound_to=st.binary(max_size=16))
def test_a_sealed_value_opens_again(data, bound_to):
    closed = sealing.seal(data, purpose="t.c", bound_to=bound_to)
    assert len(closed) == len(data) + 31
    assert sealing.unseal(closed, purpose="t.c", bound_to=bound_to) == data


def test_the_same_value_is_never_sealed_alike():
    assert len({sealing.seal(NIK.encode(), purpose="t.c") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("purpose", "bound_to"), [("t.other", b"1"), ("t.c", b"2"), ("t.c", b""), ("t.c1", b"")]
)
def test_a_sealed_value_opens_nowhere_else(purpose, bound_to):
    closed = sealing.seal(b"x", purpose="t.c", bound_to=b"1")
    with pytest.raises(sealing.Broken):
        sealing.unseal(closed, purpose=purpose, bound_to=bound_to)


def test_purpose_and_row_cannot_be_shifted_into_each_other():
    closed = sealing.seal(b"x", purpose="t.ca", bound_to=b"b")
    with pytest.raises(sealing.Broken):
        sealing.unseal(closed, purpose="t.c", bound_to=b"ab")


def test_every_changed_byte_is_noticed():
    closed = sealing.seal(NIK.encode(), purpose="t.c")
    for at in range(len(closed)):
        changed = bytearray(closed)
        changed[at] ^= 1
        with pytest.raises(sealing.SealingProblem):
            sealing.unseal(bytes(changed), purpose="t.c")
    for length in range(len(closed)):
        with pytest.raises(sealing.SealingProblem):
            sealing.unseal(closed[:length], purpose="t.c")


def test_a_plain_value_is_not_taken_for_a_sealed_one():
    with pytest.raises(sealing.NotSealed, match="seal-existing"):
        sealing.unseal(NIK.encode(), purpose="t.c")
    with values.taking_plain():
        assert sealing.unseal(NIK.encode(), purpose="t.c") == NIK.encode()
    with pytest.raises(sealing.NotSealed):
        sealing.unseal(NIK.encode(), purpose="t.c")


@pytest.mark.parametrize(
    "act",
    [
        lambda c: sealing.unseal(c[:-1] + b"x", purpose="t.c"),
        lambda _: sealing.unseal(NIK.encode(), purpose="t.c"),
    ],
)
def test_problems_do_not_tell_what_was_sealed(act):
    closed = sealing.seal(NIK.encode(), purpose="t.c")
    with pytest.raises(sealing.SealingProblem) as caught:
        act(closed)
    assert NIK not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"


# --- parts ------------------------------------------------------------------------------------------------


def test_a_part_opens_with_its_key_and_not_without():
    key = sealing.new_part_key(purpose="t.key", bound_to=b"row")
    body = key.seal(b"body", purpose="t.body")
    again = sealing.open_part_key(key.wrapped, purpose="t.key", bound_to=b"row")
    assert again.unseal(body, purpose="t.body") == b"body"
    with pytest.raises(sealing.Broken):
        again.unseal(body, purpose="t.answers")
    with pytest.raises(sealing.Broken):
        sealing.open_part_key(key.wrapped, purpose="t.key", bound_to=b"other row")
    with pytest.raises(sealing.Erased) as caught:
        sealing.open_part_key(b"", purpose="t.key", bound_to=b"row")
    assert caught.value.code == "sealing.erased"
    with pytest.raises(sealing.NotSealed):
        sealing.open_part_key(None, purpose="t.key", bound_to=b"row")
    with pytest.raises(sealing.NotSealed):
        again.unseal(b"x\x9cplain", purpose="t.body")


def test_rotation_changes_the_wrapping_and_not_the_part():
    key = sealing.new_part_key(purpose="t.key", bound_to=b"row")
    body = key.seal(b"body", purpose="t.body")
    rotate()
    wrapped = values.rewrap(key.wrapped, purpose="t.key", bound_to=b"row")
    assert wrapped.startswith(values.mark(2))
    assert (
        sealing.open_part_key(wrapped, purpose="t.key", bound_to=b"row").unseal(body, purpose="t.body")
        == b"body"
    )


def test_keys_do_not_show_themselves():
    key = sealing.new_part_key(purpose="t.key", bound_to=b"row")
    secret = keyring.current().sealing.by_version[1].secret
    told = repr(key) + repr(keyring.current()) + repr(keyring.current().sealing.by_version[1])
    assert "bound_to" not in told
    assert "secret" not in told
    assert repr(secret) not in told


# --- blind indexes ----------------------------------------------------------------------------------------


def test_equal_values_of_one_purpose_have_equal_digests():
    assert sealing.digest(NIK, purpose="nik") == sealing.digest(NIK, purpose="nik")
    assert sealing.digest(NIK, purpose="nik") != sealing.digest(NIK, purpose="kk")
    assert len({sealing.digest(str(n), purpose="nik") for n in range(1000)}) == 1000
    assert len(sealing.digest(NIK, purpose="nik")) == 24


def test_while_index_keys_change_a_value_is_looked_up_under_both():
    before = sealing.digest(NIK, purpose="nik")
    assert sealing.digests(NIK, purpose="nik") == (before,)
    rotate()
    now = sealing.digest(NIK, purpose="nik")
    assert now.startswith("2.")
    assert sealing.digests(NIK, purpose="nik") == (now, before)


# --- the key ring -----------------------------------------------------------------------------------------


def test_the_key_ring_is_its_owners_alone(ring):
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    rotate()
    assert stat.S_IMODE(ring.stat().st_mode) == 0o600
    assert sorted(path.name for path in ring.parent.iterdir()) == ["keyring.json", "keyring.lock"]


def test_those_who_start_together_agree_on_one_key_ring(tmp_path):
    keyring.configure(tmp_path / "other" / "keyring.json")
    made, gate = [], threading.Barrier(8)

    def start():
        gate.wait()
        made.append(keyring.make().sealing.by_version[1].secret)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1


def test_what_was_sealed_before_opens_while_its_version_is_there():
    old = sealing.seal(b"old", purpose="t.c")
    rotate()
    new = sealing.seal(b"new", purpose="t.c")
    assert new[:3] == values.mark(2)
    assert sealing.unseal(old, purpose="t.c") == b"old"
    held = keyring.current()
    keyring.save(replace(held, sealing=keyring.without_old(held.sealing)))
    with pytest.raises(sealing.UnknownKey, match="Version 1"):
        sealing.unseal(old, purpose="t.c")
    assert sealing.unseal(new, purpose="t.c") == b"new"


def test_a_version_made_by_another_process_is_found_at_once(ring):
    held = keyring._held
    rotate()
    new = sealing.seal(b"new", purpose="t.c")
    keyring._held = replace(held, look_again=float("inf"))  # this process has not looked yet
    assert keyring.current().sealing.active == 1
    assert sealing.unseal(new, purpose="t.c") == b"new"


def test_a_new_version_is_taken_up_within_seconds(ring):
    held = keyring._held
    rotate()
    keyring._held = replace(held, look_again=0.0)
    assert sealing.seal(b"", purpose="t.c")[:3] == values.mark(2)


def test_a_prepared_version_closes_nothing_yet():
    held = keyring.current()
    keyring.save(replace(held, sealing=keyring.with_new_key(held.sealing)))
    assert keyring.current().sealing.newest == 2
    assert sealing.seal(b"", purpose="t.c")[:3] == values.mark(1)


def test_without_the_key_ring_there_is_one_clear_error(ring):
    closed = sealing.seal(b"x", purpose="t.c")
    ring.unlink()
    keyring.configure(ring)
    for act in (
        lambda: sealing.seal(b"x", purpose="t.c"),
        lambda: sealing.unseal(closed, purpose="t.c"),
        lambda: sealing.digest("1", purpose="n"),
    ):
        with pytest.raises(sealing.KeyringMissing, match=r"keyring\.json is missing"):
            act()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda told: told[: len(told) // 2],
        lambda _: "",
        lambda _: "{}",
        lambda told: told.replace('"format": 1', '"format": 9'),
        lambda told: told.replace('"active": 1', '"active": 7'),
        lambda told: json.dumps(
            json.loads(told)
            | {"sealing": {**json.loads(told)["sealing"], "keys": json.loads(told)["index"]["keys"][:0]}}
        ),
        lambda told: told.replace(
            json.loads(told)["sealing"]["keys"][0]["key"], json.loads(told)["index"]["keys"][0]["key"]
        ),
        lambda told: told.replace(json.loads(told)["sealing"]["keys"][0]["key"], "AAAA"),
        lambda told: told + "é",
    ],
)
def test_a_damaged_key_ring_is_told_apart_from_a_missing_one(ring, spoil):
    Path(ring).write_text(spoil(ring.read_text()), encoding="utf-8")
    keyring.configure(ring)
    with pytest.raises(sealing.KeyringDamaged, match="Put back its copy"):
        sealing.seal(b"x", purpose="t.c")


def test_a_key_ring_that_was_never_named_is_a_bug():
    keyring._file = None
    with pytest.raises(RuntimeError, match="configure"):
        keyring.path()
    assert os.environ
