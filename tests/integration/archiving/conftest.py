"""A filled site and an archive of it, once for this folder, on the database the tests run on."""

import json
import os
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from tests.fakes.saved_site import SavedSite

from bahtera.cli.archiving import keys, secret

ON_POSTGRESQL = os.environ.get("BAHTERA_DATABASE_URL", "").startswith("postgres")
PASSPHRASE = "kapal layar tua di muara"


@pytest.fixture(scope="package")
def new_database():
    """Return what makes an empty database and returns its address; empty for SQLite in the site's folder."""
    made = []
    address = os.environ.get("BAHTERA_DATABASE_URL", "")

    def make(*, sqlite=not ON_POSTGRESQL):
        if sqlite:
            return ""
        name = f"archive_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        made.append(name)
        return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))

    yield make
    for name in made:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="package")
def folder(tmp_path_factory):
    """A folder with a key and a passphrase."""
    folder = tmp_path_factory.mktemp("archives")
    secret.make_key_file(folder / "backup.key")
    (folder / "passphrase").write_text(PASSPHRASE)
    (folder / "passphrase").chmod(0o600)
    return folder


@pytest.fixture(scope="package")
def site(tmp_path_factory, new_database):
    """A site with rows in every table, attachments and audit anchors."""
    site = SavedSite(tmp_path_factory.mktemp("site"), new_database())
    site.filled = json.loads(site.play("fill").splitlines()[-1])
    site.gone = json.loads(site.play("delete_last").splitlines()[-1])
    (anchors,) = (site.folder / "audit").glob("*.jsonl")
    with anchors.open("ab") as stream:
        stream.write(b'{"half')
    site.dumped = site.dump()
    return site


@pytest.fixture(scope="package")
def archive(site, folder):
    """The archive of that site."""
    site.succeed("backup", folder / "site.archive", "--key-file", folder / "backup.key")
    site.succeed("backup-keys", folder / "keys.archive", "--passphrase-file", folder / "passphrase")
    return folder / "site.archive"


@pytest.fixture
def fresh(tmp_path, new_database, folder, archive):
    """An empty place with the keys in it."""
    return with_keys(SavedSite(tmp_path / "fresh", new_database()), folder)


def with_keys(place, folder):
    """Put the saved keys into a place, as ``restore-keys`` does."""
    words = secret.read_passphrase_file(folder / "passphrase")
    keys.bring_keys(folder / "keys.archive", words, place.places, replace=True)
    return place
