"""What the guide on scoring a file tells to type, typed."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from tests.integration.cli.test_score_commands import app, families, golden
from tests.spec.indices.engines import with_ages
from typer.testing import CliRunner

from bahtera.indices import load

GUIDE = (Path(__file__).parents[3] / "docs" / "how-to" / "score-a-file.md").read_text("utf-8")


def exported() -> pa.Table:
    """Families as the site exports them: ages instead of birth dates, no private answer."""
    ikk, ibangga = load("ikk"), load("ibangga")
    table = with_ages(ikk, golden("ikk"))
    for each in ibangga.variables.values():
        if each.roster is None and not each.private and each.name not in table.column_names:
            table = table.append_column(each.name, pa.nulls(table.num_rows))
    return table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    table = families()
    south = pc.starts_with(pc.fill_null(table["kode_desa"], ""), "63")
    parts = {"keluarga": table, "kalsel": table.filter(south), "jambi": table.filter(pc.invert(south))}
    assert all(part.num_rows for part in parts.values())
    for name, part in parts.items():
        pq.write_table(part, tmp_path / f"{name}.parquet")
    pq.write_table(exported(), tmp_path / "ekspor.parquet")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_does_what_it_says(folder: Path) -> None:
    lines = [
        line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
    ]
    assert len(lines) == 9
    for line in lines:
        done = CliRunner().invoke(app, line.split()[1:])
        assert done.exit_code == 0, f"{line}\n{done.output}"
    written = {path.name for path in folder.iterdir()}
    assert {"hasil.xlsx", "hasil.csv", "nilai.parquet", "indonesia.xlsx", "indonesia.json"} <= written


@pytest.mark.filterwarnings("ignore::bahtera.indices.UnknownAnswers")
def test_the_notebook_runs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(program, {})
    assert "tinggi" in capsys.readouterr().out
