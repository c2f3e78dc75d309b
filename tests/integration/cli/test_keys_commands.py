"""``bahtera keys`` as an administrator types it; killed in the middle, it goes on."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.fakes.keyrings import keys_and_files_in
from typer.testing import CliRunner

from bahtera.cli import keys, process
from bahtera.cli.main import app
from bahtera.families.models import Family, FamilyState
from bahtera.foundation import blobs, clock
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import KeyringMissing, keyring

ROOT = Path(__file__).resolve().parents[3]
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(tmp_path, db):
    with keys_and_files_in(tmp_path), clock.frozen(NOON):
        yield


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """How long a rotation would have waited for other processes to see the new version."""
    told = []
    monkeypatch.setattr(keys, "sleep", told.append)
    return told


@pytest.fixture
def family():
    row = Family.objects.create(opened_source="x", created_at=NOON)
    return FamilyState.objects.create(
        family=row, no_kk="6302121005150003", valid_from=NOON.date(), source="x", recorded_at=NOON
    )


def run(*arguments):
    return CliRunner().invoke(app, ["keys", *arguments])


def test_nothing_is_closed_with_a_version_that_others_do_not_know_yet(waits):
    assert "version 2 in use" in run("rotate").output
    assert waits == [6.0]
    run("prepare")
    with clock.frozen(NOON + timedelta(minutes=1)):
        assert "version 3 in use" in run("rotate").output
    assert waits == [6.0, 0.0]


def test_the_life_of_a_key(family):
    blobs.put(b"photo")
    assert "everything under the newest version" in run("status").output
    assert "version 2 prepared" in run("prepare").output
    assert keyring.current().sealing.active == 1
    done = run("rotate", "--batch", "1")
    assert done.exit_code == 0, done.output
    assert "version 2 in use" in done.output
    assert "everything under the newest version" in run("status").output
    refused = run("retire")
    assert refused.exit_code == 1
    assert "moment ago" in str(refused.exception)
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert "version 1 dropped" in run("retire").output
        assert "no old version" in run("retire").output
    assert FamilyState.objects.get().no_kk == "6302121005150003"
    actions = list(AuditEntry.objects.order_by("id").values_list("action", "details"))
    assert [action for action, _ in actions] == ["keys.prepared", "keys.rotated", "keys.retired"]
    secret = json.loads(keyring.path().read_text())["sealing"]["keys"][0]["key"]
    assert secret not in repr(actions)


def test_an_unfinished_rotation_goes_on_instead_of_beginning_another(family):
    from bahtera.foundation.sealing import rotation

    rotation.prepare()
    rotation.activate()
    assert "going on with version 2" in run("rotate").output
    assert "version 3 in use" in run("rotate").output


def test_what_cannot_be_opened_is_said_and_a_new_version_can_still_be_made(family):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_familystate SET no_kk = %s", [b"\x01\x00\x01" + b"x" * 44])
    done = run("rotate")
    assert done.exit_code == 4
    assert "could not be opened" in done.output
    assert "families_familystate: 1" in run("status").output.replace("\n", "")
    assert "going on" in run("rotate").output
    assert "version 3 in use" in run("rotate", "--anew").output


def test_a_database_from_before_is_sealed(family, capsys):
    from django.db import connection

    plain = "6302121005150003" if connection.vendor == "sqlite" else b"6302121005150003"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE families_familystate SET no_kk = %s, no_kk_digest = NULL", [plain])
    keys.seal_plain()
    assert FamilyState.objects.get().no_kk == "6302121005150003"
    assert blobs.all_sealed()
    keys.seal_plain()
    assert run("seal-existing").exit_code == 0


def test_secrets_are_never_printed(family):
    told = "".join(
        run(*one).output for one in (["status"], ["prepare"], ["rotate"], ["status"], ["seal-existing"])
    )
    for kind in json.loads(keyring.path().read_text()).values():
        for key in kind["keys"] if isinstance(kind, dict) else ():
            assert key["key"] not in told


_MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from bahtera.families.models import Family, FamilyState
from bahtera.foundation import clock
now = clock.now()
for n in range(20):
    families = Family.objects.bulk_create(Family(opened_source="x", created_at=now) for _ in range(100))
    FamilyState.objects.bulk_create(
        FamilyState(family=f, no_kk=f"63021210051{n:02d}{k:03d}", valid_from=now.date(), source="x", recorded_at=now)
        for k, f in enumerate(families)
    )
"""
_LOOK = """
import django; django.setup()
from bahtera.families.models import FamilyState
from bahtera.foundation.sealing import keyring, rotation
print(rotation.unfinished().get("families_familystate", 0), keyring.current().sealing.active)
numbers = sorted(FamilyState.objects.values_list("no_kk", flat=True))
assert numbers == sorted(f"63021210051{n:02d}{k:03d}" for n in range(20) for k in range(100))
"""


@pytest.fixture
def start(tmp_path):
    """Start Python in a site of its own."""
    own = {
        "BAHTERA_DATA_DIR": str(tmp_path / "site"),
        "BAHTERA_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    (tmp_path / "site").mkdir()

    def begin(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments],
            env={**os.environ, **own},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    return begin


@pytest.fixture
def told(start):
    """Run Python in that site, which has two thousand families, and return what it says."""

    def run_to_the_end(*arguments):
        process = start(*arguments)
        output = process.communicate()[0]
        assert process.returncode == 0, output
        return output

    run_to_the_end("-c", _MAKE)
    return run_to_the_end


def test_nothing_plain_is_left_in_the_database_file(tmp_path, told):
    file = tmp_path / "site" / "bahtera.sqlite3"
    plain = (
        "UPDATE families_familystate SET no_kk_digest = NULL, no_kk = '63021210099' || substr(hex(id), -5)"
    )
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute(plain)
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA secure_delete = OFF")  # as where SQLite was built so
        database.execute("DELETE FROM families_familystate WHERE rowid % 40 > 0")
    assert b"63021210099" in file.read_bytes()
    assert "50/50" in told("-m", "bahtera.cli", "keys", "seal-existing")
    left = b"".join(one.read_bytes() for one in file.parent.glob("bahtera.sqlite3*"))
    assert b"63021210099" not in left


@pytest.mark.slow
def test_killed_in_the_middle_it_goes_on(tmp_path, start, told):
    def look():
        return [int(number) for number in told("-c", _LOOK).split()]

    file = tmp_path / "site" / "keys" / "keyring.json"
    rotating = start("-m", "bahtera.cli", "keys", "rotate", "--batch", "5")
    while json.loads(file.read_text())["sealing"]["active"] == 1:
        assert rotating.poll() is None
        time.sleep(0.01)
    time.sleep(0.3)
    rotating.send_signal(signal.SIGKILL)
    rotating.communicate()
    left, active = look()
    assert active == 2
    output = told("-m", "bahtera.cli", "keys", "rotate")
    assert left == 0 or "going on with version 2" in output
    assert look()[0] == 0


def test_web_and_worker_do_not_start_without_the_key_ring(monkeypatch):
    monkeypatch.setattr("django.db.connection.close", lambda: None)
    process._check_keyring()
    file = keyring.path()
    file.rename(file.with_suffix(".away"))
    keyring.configure(file)
    for start in (process.worker, lambda: process.serve("127.0.0.1:58123")):
        with pytest.raises(KeyringMissing, match="Put back its copy"):
            start()
    assert not file.exists()
