"""What is not whole, not ours or not empty is refused, and nothing is half done."""

import time

import pytest
from tests.fakes.saved_site import SavedSite

from bahtera.cli.archiving import keys, restoring, secret
from bahtera.cli.archiving.errors import Damaged, FileStands, KeysDiffer, NotAnArchive, WrongKey

pytestmark = pytest.mark.slow

EXIT_REFUSED = 3


def check(file, folder, **other):
    key = other.get("key") or secret.read_key_file(folder / "backup.key")
    return restoring.check(file, key, progress=lambda *_: None)


def test_a_wrong_key_opens_nothing(archive, folder, tmp_path):
    secret.make_key_file(tmp_path / "other.key")
    for key in (secret.read_key_file(tmp_path / "other.key"), secret.Passphrase("a quite wrong passphrase")):
        with pytest.raises(WrongKey):
            check(archive, folder, key=key)
    with pytest.raises(WrongKey):
        keys._read(folder / "keys.archive", secret.Passphrase("a quite wrong passphrase"))


def test_keys_are_no_archive_and_an_archive_no_keys(archive, folder):
    with pytest.raises(NotAnArchive):
        check(folder / "keys.archive", folder)
    with pytest.raises(NotAnArchive):
        keys._read(archive, secret.read_passphrase_file(folder / "passphrase"))
    with pytest.raises(NotAnArchive):
        check(folder / "backup.key", folder)


def test_an_archive_cut_anywhere_is_refused(archive, folder, tmp_path):
    content = archive.read_bytes()
    for length in (0, 17, 18, 200, len(content) // 2, len(content) - 17, len(content) - 1):
        (tmp_path / "cut").write_bytes(content[:length])
        with pytest.raises((Damaged, NotAnArchive, WrongKey)):
            check(tmp_path / "cut", folder)


def test_a_flipped_bit_anywhere_is_found(archive, folder, tmp_path):
    content = bytearray(archive.read_bytes())
    for place in {*range(0, 400, 7), *range(400, len(content), len(content) // 60), len(content) - 1}:
        content[place] ^= 0x10
        (tmp_path / "flipped").write_bytes(content)
        with pytest.raises((Damaged, NotAnArchive, WrongKey)):
            check(tmp_path / "flipped", folder)
        content[place] ^= 0x10
    (tmp_path / "flipped").write_bytes(content)
    assert check(tmp_path / "flipped", folder).head["format"] == 1


def test_something_appended_is_found(archive, folder, tmp_path):
    (tmp_path / "longer").write_bytes(archive.read_bytes() + b"x" * 100)
    with pytest.raises(Damaged):
        check(tmp_path / "longer", folder)


def test_a_place_in_use_is_not_touched(site, archive, folder):
    before = site.dump()
    done = site.bahtera("restore", archive, "--key-file", folder / "backup.key")
    assert done.returncode == EXIT_REFUSED
    assert "[cli.not_empty]" in done.stderr
    assert site.dump() == before


def test_a_damaged_archive_leaves_the_place_empty(fresh, archive, folder, tmp_path):
    (tmp_path / "cut").write_bytes(archive.read_bytes()[:-20])
    done = fresh.bahtera("restore", tmp_path / "cut", "--key-file", folder / "backup.key", "--verify")
    assert (done.returncode, "[cli.archive_damaged]" in done.stderr) == (EXIT_REFUSED, True)
    assert not (fresh.folder / "blobs").exists()
    assert not (fresh.folder / "bahtera.sqlite3").exists()


def test_without_the_keys_nothing_is_restored_unless_asked(tmp_path, new_database, archive, folder):
    place = SavedSite(tmp_path / "place", new_database())
    done = place.bahtera("restore", archive, "--key-file", folder / "backup.key")
    assert (done.returncode, "[cli.keys_wanted]" in done.stderr) == (EXIT_REFUSED, True)


def test_other_keys_are_put_aside_and_not_lost(fresh, folder, site):
    words = secret.read_passphrase_file(folder / "passphrase")
    own = fresh.folder / "keys" / "signing.key"
    own.write_bytes(b"another")
    with pytest.raises(KeysDiffer, match=r"signing\.key"):
        keys.bring_keys(folder / "keys.archive", words, fresh.places, replace=False)
    assert own.read_bytes() == b"another"
    keys.bring_keys(folder / "keys.archive", words, fresh.places, replace=True)
    assert own.read_bytes() == (site.folder / "keys" / "signing.key").read_bytes()
    assert own.stat().st_mode & 0o077 == 0
    assert b"another" in [path.read_bytes() for path in own.parent.glob(".before-*/signing.key")]


def test_a_full_disk_leaves_no_archive(site, folder, tmp_path):
    done = site.bahtera("backup", tmp_path / "a", "--key-file", folder / "backup.key", largest_file=100_000)
    assert (done.returncode, "[cli.no_room]" in done.stderr) == (EXIT_REFUSED, True)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_is_never_overwritten(site, archive, folder):
    before = archive.read_bytes()
    done = site.bahtera("backup", archive, "--key-file", folder / "backup.key")
    assert (done.returncode, "[cli.file_stands]" in done.stderr) == (EXIT_REFUSED, True)
    assert archive.read_bytes() == before
    with pytest.raises(FileStands):
        secret.make_key_file(folder / "backup.key")


@pytest.mark.slow
def test_killed_in_the_middle_there_is_no_archive_and_the_next_one_is_whole(site, folder, tmp_path):
    file, partial = tmp_path / "b.archive", tmp_path / ".b.archive.partial"
    running = site.start(
        "-c",
        "import sys; sys.argv[0] = 'bahtera'\n"
        "import time\n"
        "from bahtera.cli.archiving import folders\n"
        "folders.pieces = lambda *_: time.sleep(120)\n"
        "from bahtera.cli.main import main; main()",
        "backup",
        file,
        "--key-file",
        folder / "backup.key",
    )
    until = time.monotonic() + 300
    while not partial.exists():
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    other = site.bahtera("backup", file, "--key-file", folder / "backup.key")
    assert (other.returncode, "[cli.backup_running]" in other.stderr) == (EXIT_REFUSED, True)
    running.kill()
    running.wait()
    assert not file.exists()
    site.succeed("backup", file, "--key-file", folder / "backup.key")
    assert check(file, folder).manifest["tables"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.archive"]
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_an_interrupted_restore_says_so_and_can_begin_again(fresh, archive, folder):
    (fresh.folder / "blobs" / "ab").mkdir(parents=True)
    (fresh.folder / "blobs" / "ab" / ("ab" * 32)).write_bytes(b"half")
    (fresh.folder / ".restoring").touch()
    words = ("restore", archive, "--key-file", folder / "backup.key")
    done = fresh.bahtera(*words)
    assert (done.returncode, "--start-over" in done.stderr) == (EXIT_REFUSED, True)
    assert "compared and the same" in fresh.succeed(*words, "--start-over", "--verify")
    assert not (fresh.folder / ".restoring").exists()
    assert not (fresh.folder / "blobs" / "ab" / ("ab" * 32)).exists()


def test_start_over_clears_no_site_that_works(site, archive, folder):
    done = site.bahtera("restore", archive, "--key-file", folder / "backup.key", "--start-over")
    assert (done.returncode, "[cli.not_empty]" in done.stderr) == (EXIT_REFUSED, True)


def test_a_key_that_others_may_read_is_not_taken(tmp_path):
    secret.make_key_file(tmp_path / "k")
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    (tmp_path / "k").chmod(0o644)
    with pytest.raises(Exception, match=r"chmod 600"):
        secret.read_key_file(tmp_path / "k")
