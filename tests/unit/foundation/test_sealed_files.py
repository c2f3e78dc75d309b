"""Stored files: sealed, read at any place, never cut or changed unnoticed, erased with their key."""

import hashlib
import io
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.blob_folders import blobs_in
from tests.fakes.keyrings import keyring_in

from bahtera.foundation import blobs, sealing
from bahtera.foundation.sealing import keyring, streams

PIECE = streams.PIECE
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17, 20 * PIECE + 5]


@pytest.fixture(autouse=True)
def folder(tmp_path):
    with keyring_in(tmp_path), blobs_in(tmp_path / "blobs") as blob_folder:
        yield blob_folder


def content(size):
    return hashlib.shake_128(str(size).encode()).digest(size)


def stored(folder, name):
    return folder / name[:2] / name


def rotate():
    held = keyring.current()
    keyring.save(replace(held, sealing=keyring.with_newest_active(keyring.with_new_key(held.sealing))))


def plain(folder, data):
    """Put a file as it was stored before files were sealed."""
    name = hashlib.sha256(data).hexdigest()
    stored(folder, name).parent.mkdir(parents=True, exist_ok=True)
    stored(folder, name).write_bytes(data)
    return name


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_sealed_and_comes_back(folder, size):
    data = content(size)
    name = blobs.put(io.BytesIO(data))
    assert name == hashlib.sha256(data).hexdigest()
    with blobs.open(name) as file:
        assert file.read() == data
    on_disk = stored(folder, name).read_bytes()
    assert len(on_disk) >= size + streams.HEADER
    assert size < 16 or data[:16] not in on_disk


def test_the_same_content_is_sealed_with_another_key_elsewhere(folder, tmp_path):
    data = content(1000)
    first = stored(folder, blobs.put(data)).read_bytes()
    blobs.configure(tmp_path / "other")
    assert (
        stored(tmp_path / "other", blobs.put(data)).read_bytes()[streams.HEADER :] != first[streams.HEADER :]
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 3 * PIECE + 100), st.integers(0, 2 * PIECE)), max_size=6))
def test_any_place_can_be_read(moves):
    data = content(3 * PIECE + 17)
    with blobs.open(blobs.put(data)) as file:
        for at, length in moves:
            assert file.seek(at) == at
            assert file.read(length) == data[at : at + length]
        assert file.seek(0, os.SEEK_END) == len(data)
        assert file.seek(-5, os.SEEK_END) == len(data) - 5
        assert file.read() == data[-5:]


def test_every_kind_of_change_is_noticed(folder):
    data = content(3 * PIECE + 17)
    name = blobs.put(data)
    path = stored(folder, name)
    good = path.read_bytes()
    closed = PIECE + 16
    pieces = [good[streams.HEADER + n * closed : streams.HEADER + (n + 1) * closed] for n in range(4)]
    head = good[: streams.HEADER]
    spoilt = {
        "cut in a piece": good[:-1],
        "cut between pieces": head + b"".join(pieces[:3]),
        "cut to the header": head,
        "cut in the header": good[:50],
        "piece dropped": head + b"".join([pieces[0], *pieces[2:]]),
        "pieces swapped": head + b"".join([pieces[1], pieces[0], *pieces[2:]]),
        "piece doubled": head + b"".join([pieces[0], *pieces]),
        "more at the end": good + b"x",
        "bit of a piece": good[: streams.HEADER + 5]
        + bytes([good[streams.HEADER + 5] ^ 1])
        + good[streams.HEADER + 6 :],
        "bit of the prefix": good[:8] + bytes([good[8] ^ 1]) + good[9:],
        "bit of the key": good[:40] + bytes([good[40] ^ 1]) + good[41:],
        "key gone": good[:12] + bytes(streams.HEADER - 12) + good[streams.HEADER :],
    }
    for what, bytes_ in spoilt.items():
        path.write_bytes(bytes_)
        with pytest.raises(sealing.Broken), blobs.open(name) as file:
            file.read()
            pytest.fail(what)


def test_a_sealed_file_does_not_open_under_another_name(folder):
    one, other = blobs.put(b"one"), blobs.put(b"other")
    stored(folder, other).write_bytes(stored(folder, one).read_bytes())
    with pytest.raises(sealing.Broken):
        blobs.open(other)


def test_an_erased_file_is_gone_with_its_key(folder):
    name = blobs.put(b"photo")
    held = stored(folder, name).open("rb")  # as a copy on another disk would be
    assert blobs.erase(name) is True
    assert blobs.exists(name) is False
    assert blobs.erase(name) is False
    with pytest.raises(FileNotFoundError):
        blobs.open(name)
    assert held.read()[12 : streams.HEADER] == bytes(126)
    held.close()


def test_files_from_before_are_read_and_sealed_in_place(folder):
    data = content(2 * PIECE)
    name = plain(folder, data)
    with blobs.open(name) as file:
        assert file.read() == data
    assert list(blobs.waiting()) == [name]
    blobs.reseal(name)
    assert list(blobs.waiting()) == []
    assert stored(folder, name).read_bytes()[:4] == streams.MAGIC
    with blobs.open(name) as file:
        assert file.read() == data
    assert [path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock"] == [name]


def test_a_plain_file_that_is_not_what_its_name_says_is_not_believed(folder):
    name = plain(folder, b"before")
    stored(folder, name).write_bytes(b"other")
    with pytest.raises(sealing.Broken):
        blobs.open(name)
    with pytest.raises(sealing.Broken):
        blobs.reseal(name)
    assert stored(folder, name).read_bytes() == b"other"


def test_rotation_changes_the_key_of_a_file_and_not_the_file(folder):
    data = content(PIECE + 1)
    name = blobs.put(data)
    before = stored(folder, name).read_bytes()
    rotate()
    assert list(blobs.waiting()) == [name]
    blobs.reseal(name)
    assert list(blobs.waiting()) == []
    held = keyring.current()
    keyring.save(replace(held, sealing=keyring.without_old(held.sealing)))
    with blobs.open(name) as file:
        assert file.read() == data
    assert stored(folder, name).read_bytes()[streams.HEADER :] == before[streams.HEADER :]


@pytest.mark.parametrize("after", [1, 2])
def test_a_power_cut_while_a_key_is_changed_leaves_one_that_opens(folder, monkeypatch, after):
    name = blobs.put(b"photo")
    for _ in range(3):
        rotate()
        calls = []

        def cut(descriptor, calls=calls):
            calls.append(descriptor)
            if len(calls) == after:
                raise OSError("power")

        with monkeypatch.context() as patch:
            patch.setattr(streams.os, "fsync", cut)
            with pytest.raises(OSError, match="power"):
                blobs.reseal(name)
        with blobs.open(name) as file:
            assert file.read() == b"photo"
    blobs.reseal(name)
    assert list(blobs.waiting()) == []


def test_a_file_erased_while_it_is_sealed_does_not_come_back(folder, monkeypatch):
    name = plain(folder, b"before")
    copy = blobs._sealed_copy

    def meanwhile(chunks, root):
        made = copy(chunks, root)
        assert blobs.erase(name)
        return made

    monkeypatch.setattr(blobs, "_sealed_copy", meanwhile)
    blobs.reseal(name)
    assert not blobs.exists(name)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [".lock"]
