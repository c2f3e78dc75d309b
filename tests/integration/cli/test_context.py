"""``bahtera context``: import a file, list what there is."""

import pytest
from tests.fakes.places import add_places
from typer.testing import CliRunner

from bahtera.cli import quoting
from bahtera.cli.main import app
from bahtera.foundation.shipped import definitions

FILE = definitions("context/values") / "quoted-figures.csv"


@pytest.fixture
def run(db, monkeypatch):
    add_places({"63": "Kalimantan Selatan", "15": "Jambi", "36": "Banten"})
    monkeypatch.setattr(quoting, "start_django", lambda: None)
    return lambda *words: CliRunner().invoke(app, ["context", *map(str, words)])


def test_import_and_list(run, tmp_path):
    tried = run("import", FILE, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "nothing was kept" in tried.output
    kept = run("import", FILE)
    assert kept.exit_code == 0, kept.output
    assert "10.33" in kept.output
    again = run("import", FILE)
    assert again.exit_code == 3
    assert "baris 2, kolom 4" in again.output
    shown = run("list", "63").output
    assert "child-marriage-before-18 (percent)" in shown
    assert "! 2022: 10.33 (Kalimantan Post); 10.53 (Rilis DP3A Kalimantan Selatan)" in shown
    everything = run("list").output
    assert "poverty-line: rupiah" in everything
    assert "quoted-figures.csv" in everything
