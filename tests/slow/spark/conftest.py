"""A Spark of this process's own threads, and a standalone cluster of a master and two workers on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bahtera.indices import distributed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

LOOPBACK = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "127.0.0.1"}
WAIT = 90


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    os.environ.update(LOOPBACK)
    options = {
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    session = distributed.open_session("local[2]", options=options)
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a master that two workers have joined."""
    folder = tmp_path_factory.mktemp("cluster")
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    common = ["--host", "127.0.0.1", "--webui-port", "0"]
    started = [_start(folder, "Master", [*common, "--port", str(port)])]
    try:
        _wait_for(folder / "Master.log", "I have been elected leader", 1)
        for name in ("one", "two"):
            size = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / name)]
            started.append(_start(folder, "Worker", [*common, *size, address]))
        _wait_for(folder / "Master.log", "Registering worker", 2)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def _start(folder: Path, role: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [
        str(home / "bin" / "spark-class"),
        f"org.apache.spark.deploy.{role.lower()}.{role}",
        *arguments,
    ]
    with (folder / f"{role}.log").open("ab") as log:
        environment = {**os.environ, **LOOPBACK, "SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m"}
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)


def _wait_for(log: Path, text: str, times: int) -> None:
    deadline = time.monotonic() + WAIT
    while not log.exists() or log.read_text("utf-8", "replace").count(text) < times:
        assert time.monotonic() < deadline, log.read_text("utf-8", "replace")
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
