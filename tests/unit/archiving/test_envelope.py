"""The encrypted stream: whole, or refused, wherever it is cut, turned or swapped."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.cli.archiving import envelope, secret
from bahtera.cli.archiving.envelope import SealedReader, SealedWriter
from bahtera.cli.archiving.errors import Damaged, NotAnArchive, WeakPassphrase, WrongKey
from bahtera.cli.archiving.members import MemberWriter, read_members

KEY = secret.KeyFile(bytes(range(32)))


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch):
    monkeypatch.setattr(envelope, "PIECE", 64)


def sealed(*parts, key=KEY, kind="site"):
    file = io.BytesIO()
    stream = SealedWriter(file, key, kind=kind)
    for part in parts:
        stream.write(part)
    stream.finish()
    return file.getvalue()


def opened(content, key=KEY, kind="site"):
    stream = SealedReader(io.BytesIO(content), key, kind=kind, name="x")
    taken = bytearray()
    while piece := stream.read(50):
        taken += piece
    return bytes(taken)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 127, 128, 129, 1000])
def test_every_length_comes_back(length):
    plain = bytes(number % 251 for number in range(length))
    assert opened(sealed(plain)) == plain
    assert opened(sealed(*[bytes([one]) for one in plain])) == plain


def test_every_cut_and_every_bit_is_noticed():
    content = sealed(bytes(200))
    for length in range(len(content)):
        with pytest.raises((Damaged, NotAnArchive, WrongKey)):
            opened(content[:length])
    for place in range(len(content)):
        turned = bytearray(content)
        turned[place] ^= 1
        with pytest.raises((Damaged, NotAnArchive, WrongKey)):
            opened(bytes(turned))


def test_pieces_cannot_change_places_nor_archives():
    head = content_head(sealed(bytes(64 * 4)))
    pieces = split(sealed(bytes(64 * 4)))
    for order in ([1, 0, 2, 3], [0, 1, 1, 3], [0, 2, 3], [0, 1, 2]):
        with pytest.raises((Damaged, WrongKey)):
            opened(head + b"".join(pieces[number] for number in order))
    other = split(sealed(bytes(64 * 4)))
    own = sealed(bytes(64 * 4))
    mixed = content_head(own) + b"".join([split(own)[0], other[1], *split(own)[2:]])
    with pytest.raises(Damaged):
        opened(mixed)


def content_head(content):
    return content[: content.index(b"\n", content.index(b"\n") + 1) + 1]


def split(content):
    rest = content[len(content_head(content)) :]
    return [rest[start : start + 80] for start in range(0, len(rest), 80)]


def test_the_same_content_is_never_sealed_alike():
    assert split(sealed(bytes(64)))[0] != split(sealed(bytes(64)))[0]


def test_a_key_of_another_kind_does_not_open_it():
    words = secret.Passphrase("kapal layar tua di muara")
    by_words = sealed(b"x", key=words)
    assert opened(by_words, key=words) == b"x"
    for content, key in ((by_words, KEY), (sealed(b"x"), words), (sealed(b"x"), secret.KeyFile(bytes(32)))):
        with pytest.raises(WrongKey):
            opened(content, key=key)
    with pytest.raises(NotAnArchive):
        opened(sealed(b"x", kind="keys"))


def test_a_forged_cost_is_not_paid():
    words = secret.Passphrase("kapal layar tua di muara")
    for forged in ({"n": 1 << 40}, {"n": 2}, {"r": 1 << 20}, {"salt": "zz"}, {"kind": "none"}, {"salt": 5}):
        assert words.main_key(words.describe() | forged) is None


def test_a_short_passphrase_is_refused():
    with pytest.raises(WeakPassphrase):
        secret.Passphrase("too short")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=8), st.booleans(), st.lists(st.binary(max_size=300), max_size=4)),
        max_size=4,
    )
)
def test_members_come_back_in_their_order(members):
    file = io.BytesIO()
    stream = SealedWriter(file, KEY, kind="site")
    for name, deflate, parts in members:
        member = MemberWriter(stream, name, deflate=deflate, about={"n": len(parts)})
        for part in parts:
            member.write(part)
        member.end({"size": sum(map(len, parts))})
    stream.finish()
    file.seek(0)
    found = [
        (one.name, b"".join(one.pieces), one.told, one.about)
        for one in read_members(SealedReader(file, KEY, kind="site", name="x"), "x")
    ]
    assert found == [
        (name, b"".join(parts), {"size": sum(map(len, parts))}, {"n": len(parts)})
        for name, _, parts in members
    ]
