"""One world for a whole module: built once, every request undone, all of it thrown away at the end."""

import json

import pytest
from django.db import transaction
from django.test import override_settings
from tests.fakes.blob_folders import blobs_in
from tests.functional.matrix import world as worlds
from tests.integration.web.province import compiled_catalogue

from bahtera.access.queries.phones import tokens
from bahtera.results.queries import forget
from bahtera.web import assets

__all__ = ["compiled_catalogue"]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory, compiled_catalogue):
    folder = tmp_path_factory.mktemp("matrix")
    names = [
        "src/main.ts",
        "src/map.ts",
        "src/images/mark.svg",
        "src/images/mark-light.svg",
        "src/images/sea.svg",
    ]
    manifest = {name: {"file": f"assets/{name.rpartition('/')[2]}"} for name in names}
    manifest["src/main.ts"]["css"] = ["assets/main.css"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with (
        pytest.MonkeyPatch.context() as patch,
        # What a slow hash costs is not in question here.
        override_settings(
            STATIC_ROOT=str(folder), PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
        ),
        blobs_in(folder / "blobs"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(assets, "MANIFEST", folder / "manifest.json")
        forget()
        tokens.forget_tokens()
        yield worlds.build()
        transaction.set_rollback(True)
    forget()
    tokens.forget_tokens()
