"""``bahtera check --deploy`` on a site as it is made, and on one that was hardened."""

import json

import pytest
from tests.fakes.saved_site import SavedSite

from bahtera.cli.archiving import secret

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path):
    site = SavedSite(tmp_path / "data")
    site.succeed("migrate")
    return site


def codes(done):
    return {
        line.rpartition("[bahtera.")[2].rstrip("]")
        for line in done.stdout.splitlines()
        if "[bahtera." in line
    }


def test_a_site_made_for_trying_is_not_fit_for_everybody(site):
    site.folder.chmod(0o755)
    done = site.bahtera("check", "--deploy")
    assert done.returncode == 1
    assert {"no_https", "local_address", "no_backup", "data_readable"} <= codes(done)
    assert "harus dibereskan" in done.stdout


def test_a_hardened_site_passes_and_a_loosened_one_does_not(site, tmp_path):
    keyring = tmp_path / "elsewhere" / "keyring.json"
    keyring.parent.mkdir()
    (site.folder / "keys" / "keyring.json").rename(keyring)
    site.extra = {
        "BAHTERA_PUBLIC_URL": "https://keluarga.example.go.id",
        "BAHTERA_ALLOWED_HOSTS": "keluarga.example.go.id",
        "BAHTERA_KEYRING_FILE": str(keyring),
    }
    (tmp_path / "archives").mkdir()
    (tmp_path / "safe").mkdir()
    secret.make_key_file(tmp_path / "safe" / "backup.key")
    site.succeed("backup", tmp_path / "archives" / "a", "--key-file", tmp_path / "safe" / "backup.key")
    done = site.bahtera("check", "--deploy", "--language", "en")
    # What the machine of the test decides is not the site's doing.
    assert codes(done) <= {"root", "clock_free", "disk_scant"}, done.stdout
    assert done.returncode == 0
    assert "nothing stands against" in done.stdout

    (site.folder / "keys" / "secret.key").chmod(0o644)
    (site.folder / "blobs").chmod(0o777)
    noted = json.loads((site.folder / "last-backup.json").read_text())
    noted |= {"folder": str(site.folder / "archives"), "key_folder": str(site.folder)}
    (site.folder / "last-backup.json").write_text(json.dumps(noted))
    done = site.bahtera("check", "--deploy")
    assert codes(done) >= {"key_readable", "folder_writable", "archive_in_data", "key_beside_archive"}
    assert done.returncode == 1


def test_what_a_site_makes_is_its_owners_alone(site):
    everything = [site.folder, *site.folder.rglob("*")]
    assert [str(path) for path in everything if path.stat().st_mode & 0o077 and path.name != "data"] == []
