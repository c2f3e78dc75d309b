"""Pages that need no built front end, and the small province they show."""

import json

import pytest

from bahtera.results.queries import forget
from bahtera.web import assets

from .province import *  # noqa: F403 - fixtures are found by their names; __all__ lists them


@pytest.fixture(autouse=True)
def _built_assets(monkeypatch, tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    names = [
        "src/main.ts",
        "src/map.ts",
        "src/images/mark.svg",
        "src/images/mark-light.svg",
        "src/images/sea.svg",
    ]
    manifest = {name: {"file": f"assets/{name.rpartition('/')[2]}"} for name in names}
    manifest["src/main.ts"]["css"] = ["assets/main.css"]
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest))
    monkeypatch.setattr(assets, "MANIFEST", path)
    forget()
