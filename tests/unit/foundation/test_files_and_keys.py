import hashlib
import io
import stat

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.keyrings import keyring_in

from bahtera.foundation import blobs, keys


@pytest.fixture
def folder(tmp_path):
    with keyring_in(tmp_path), blobs_in(tmp_path / "blobs") as blob_folder:
        yield blob_folder


def test_a_file_is_kept_once_under_its_hash(folder):
    name = blobs.put(b"photo")
    assert blobs.put(io.BytesIO(b"photo")) == name == hashlib.sha256(b"photo").hexdigest()
    with blobs.open(name) as file:
        assert file.read() == b"photo"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [name]


def test_a_broken_upload_leaves_nothing(folder):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ConnectionError

    with pytest.raises(ConnectionError):
        blobs.put(Broken())
    assert not [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "g" * 64, "A" * 64])
def test_only_a_hash_names_a_file(folder, name):
    with pytest.raises(ValueError, match="SHA-256"):
        blobs.exists(name)


def test_a_receipt_can_be_checked_by_those_who_hold_the_public_key(tmp_path):
    before = keys._file
    keys.configure(tmp_path / "keys" / "signing.key")
    try:
        signature = keys.sign(b"receipt")
        assert keys.verify(b"receipt", signature)
        assert not keys.verify(b"receipt!", signature)
        assert not keys.verify(b"receipt", "nonsense")
        assert keys.verify_with(keys.public_key(), b"receipt", signature)
        assert stat.S_IMODE((tmp_path / "keys" / "signing.key").stat().st_mode) == 0o600
        keys.configure(tmp_path / "keys" / "signing.key")
        assert keys.verify(b"receipt", signature), "the key must survive a restart"
    finally:
        keys.configure(before)
