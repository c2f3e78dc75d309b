"""An index over a table by command: ranks, what they are worth, files; what is wrong is said and ends with a status."""

import pytest
from typer.testing import CliRunner

from bahtera.analysis.errors import BadUnits
from bahtera.cli.main import app

TABLE = "Provinsi,baik,miskin\nA,10,0\nB,20,9\nC,30,10\nD,15,\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "tabel.csv").write_text(TABLE, encoding="utf-8")

    def call(*options, file="tabel.csv"):
        return CliRunner().invoke(app, ["index-quality", str(tmp_path / file), "--draws", "40", *options])

    return call


def test_places_with_their_certainty(run, tmp_path):
    cuts = ("--cut", "miskin=5", "--cut", "baik=18", "--goalposts", "baik=0:40")
    told = run("--lower", "miskin", *cuts, "--out", str(tmp_path / "mutu.csv"))
    assert told.exit_code == 0
    assert [line.split()[-1] for line in told.stdout.splitlines()[1:5]] == ["A", "C", "D", "B"]
    assert "H 1.0000  A 0.6250  M0 0.6250" in told.stdout
    assert (tmp_path / "mutu.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("A,0.625,1.0,")


def test_what_there_is_not_is_said(run, tmp_path):
    for wrong in (("--lower", "lain"), ("--mean", "x"), ("--weight", "baik"), ("--cut", "baik=banyak")):
        assert run(*wrong).exit_code == 2
    (tmp_path / "buruk.csv").write_text(TABLE + "A,1,1\n", encoding="utf-8")
    assert isinstance(run(file="buruk.csv").exception, BadUnits)
