"""What was saved comes back the same, in a fresh place, on the same kind of database and on the other."""

import json
import shutil
import time
from datetime import datetime

import pytest
from tests.fakes.saved_site import SECRET_WORDS, SavedSite
from tests.integration.archiving.conftest import with_keys

from bahtera.cli.archiving import columns, making, tables


def bring(place, archive, folder, *more):
    return place.succeed("restore", archive, "--key-file", folder / "backup.key", "--verify", *more)


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("blobs", "audit")
        for path in (folder / name).rglob("[!.]*")
        if path.is_file()
    }


def test_nearly_every_table_took_difficult_rows(site):
    all_tables = {table.name for table in tables.kept_tables()}
    assert len(site.filled) > 0.8 * len(all_tables)


@pytest.mark.slow
def test_a_restored_site_is_the_same_row_by_row_and_byte_by_byte(site, archive, folder, fresh):
    told = bring(fresh, archive, folder)
    assert "compared and the same" in told
    assert without_later_traces(fresh.dump()) == without_later_traces(site.dumped)
    assert "audit utuh" in told
    kept = files(site.folder)
    (anchors,) = (name for name in kept if name.endswith(".jsonl"))
    kept[anchors] = kept[anchors].removesuffix(b'{"half')  # what is half written is the next archive's
    assert files(fresh.folder) == kept
    # A number once given, to a group since deleted, is not given again.
    assert json.loads(fresh.play("next_number").splitlines()[-1]) == site.gone + 1


@pytest.mark.slow
def test_an_archive_of_one_kind_of_database_fills_the_other(site, archive, folder, tmp_path, new_database):
    # On SQLite alone this is a second trip; the PostgreSQL run crosses over and back.
    small = with_keys(SavedSite(tmp_path / "small"), folder)
    bring(small, archive, folder)
    small.succeed("backup", tmp_path / "small.archive", "--key-file", folder / "backup.key")
    back = with_keys(SavedSite(tmp_path / "back", new_database()), folder)
    bring(back, tmp_path / "small.archive", folder)
    assert without_later_traces(back.dump()) == without_later_traces(site.dumped)


def without_later_traces(dumped):
    """Leave out what saving and restoring themselves wrote: their audit entries."""
    return {name: told for name, told in dumped.items() if not name.startswith("foundation_audit")}


@pytest.mark.slow
@pytest.mark.long
def test_writers_go_on_and_the_archive_is_one_moment(site, folder, tmp_path, new_database, archive):
    busy = SavedSite(tmp_path / "busy", new_database())
    busy.play("empty_tables")
    writer = busy.start("-m", "tests.fakes.saved_site", "pairs")
    try:
        until = time.monotonic() + 300
        while json.loads(busy.play("count_pairs").splitlines()[-1])[0] < 20:
            assert time.monotonic() < until
        busy.succeed("backup", tmp_path / "busy.archive", "--key-file", folder / "backup.key")
        now = json.loads(busy.play("count_pairs").splitlines()[-1])
    finally:
        writer.kill()
        writer.wait()
    place = SavedSite(tmp_path / "place", new_database())
    shutil.copytree(busy.folder / "keys", place.folder / "keys")
    place.succeed("restore", tmp_path / "busy.archive", "--key-file", folder / "backup.key")
    saved = json.loads(place.play("count_pairs").splitlines()[-1])
    assert saved[2], "a pair was cut in two"
    assert 20 <= saved[0] < now[0], "nobody waited for the back-up"


def test_every_kind_of_column_of_every_model_is_known():
    kinds = {column.kind for table in tables.kept_tables() for column in table.columns}
    assert {"number", "text", "truth", "bytes", "uuid", "instant", "day", "json", "fraction"} <= kinds
    for kind in kinds:
        assert columns.writer(kind)
        assert columns.reader(kind)


def test_nothing_of_the_site_is_readable_in_archive_or_keys(site, archive, folder):
    words = [SECRET_WORDS.encode(), b"auth_user", b"surveys_submission", b"blobs/"]
    words += [path.read_bytes()[:16] for path in (site.folder / "keys").iterdir() if path.is_file()]
    for file in (archive, folder / "keys.archive"):
        content = file.read_bytes()
        assert not [word for word in words if word in content], file.name


def test_the_archive_holds_no_key_and_the_keys_no_row(site, archive, folder):
    from bahtera.cli.archiving import keys, restoring, secret

    opened = restoring.check(archive, secret.read_key_file(folder / "backup.key"), progress=lambda *_: None)
    assert not [name for name in opened.manifest["folders"] if "key" in name]
    assert set(opened.manifest["tables"]) == {table.name for table in tables.kept_tables()}
    names = keys._read(folder / "keys.archive", secret.read_passphrase_file(folder / "passphrase"))
    assert set(names) == set(making.key_files(site.places))


def test_the_last_backup_is_noted_and_audited(site, archive):
    noted = json.loads((site.folder / "last-backup.json").read_text())
    assert noted["file"].endswith(".archive")
    assert datetime.fromisoformat(noted["at"]).tzinfo is not None
    assert site.dump()["foundation_auditentry"][0] > site.dumped["foundation_auditentry"][0]


def test_an_archive_of_an_older_version_gets_its_own_shape_first(tmp_path, new_database):
    place = SavedSite(tmp_path / "place", new_database())
    is_older, grows_on, refused = json.loads(place.play("older_shape").splitlines()[-1])
    assert is_older
    assert grows_on
    assert "9999_of_the_future" in refused


@pytest.mark.slow
@pytest.mark.long
def test_memory_does_not_grow_with_the_site(site, archive, folder, tmp_path):
    big = site.folder / "blobs" / "ff" / ("ff" * 32)
    big.parent.mkdir(exist_ok=True)
    with big.open("wb") as stream:
        for number in range(60):
            stream.write(bytes([number]) * 2_000_000)
    try:
        small = peak(site, "restore", archive, "--check-only", "--key-file", folder / "backup.key")
        saving = peak(site, "backup", tmp_path / "big.archive", "--key-file", folder / "backup.key")
        reading = peak(
            site, "restore", tmp_path / "big.archive", "--check-only", "--key-file", folder / "backup.key"
        )
    finally:
        big.unlink()
    assert (tmp_path / "big.archive").stat().st_size > 120_000_000
    assert max(saving, reading) - small < 60_000, "kilobytes, for 120 MB"


def peak(site, *words):
    """Return how many kilobytes a command took at most."""
    told = (
        "import sys, resource; sys.argv[0] = 'bahtera'\n"
        "from bahtera.cli.main import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = site._run("-c", told, *words)
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.splitlines()[-1])
