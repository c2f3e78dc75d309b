"""The command line on a standalone cluster of two workers: the same sums as on this machine, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.slow.spark.conftest import LOOPBACK
from tests.spec.indices.engines import arrow_table, read_cases

from bahtera.indices import load

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.long]
PROVINCES = {"63": 63, "15": 15}


@pytest.fixture
def partitioned(tmp_path: Path) -> Path:
    """Families of the golden set many times over, as Parquet partitioned by province, several parts each.

    Without those whose area lies above a regency or is none: grouping by regency refuses them.
    """
    cases = [case.answers for case in read_cases("ikk")]
    placed = [answers for answers in cases if answers.get("kode_desa") not in {"63", "630.1"}]
    assert len(placed) < len(cases)
    table = arrow_table(load("ikk"), placed)
    folder = tmp_path / "keluarga"
    for province in PROVINCES.values():
        for part in range(3):
            target = folder / f"provinsi={province}" / f"bagian-{part}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(table.slice(part * 40), target)
    return folder


def score(folder: Path, out: Path, *more: str) -> str:
    command = [
        sys.executable,
        "-m",
        "bahtera.cli",
        "score",
        str(folder),
        "--by",
        "provinsi",
        "--by",
        "regency",
    ]
    environment = {**os.environ, **LOOPBACK}
    done = subprocess.run(
        [*command, "--sums", str(out), *more], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return out.read_text("utf-8")


@pytest.mark.parametrize("method", ["arithmetic", "pooled"])
def test_cluster_and_machine_give_the_same_bytes(
    cluster: str, partitioned: Path, tmp_path: Path, method: str
) -> None:
    here = score(partitioned, tmp_path / "here.json", "--method", method)
    options = ["--engine", "spark", "--master", cluster, "--method", method]
    there = score(partitioned, tmp_path / "there.json", *options)
    assert there == here
    assert '"by":["provinsi","regency"]' in here
