"""A supervisor that is killed takes its parts with it: nothing runs that nobody watches, and the port is free."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bahtera.cli import supervisor

PATIENCE = 60.0
SLEEPERS = """
import sys
from bahtera.cli import supervisor
program = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
supervisor.run(*(supervisor.Part(name, [sys.executable, "-c", program, name]) for name in sys.argv[1:]))
"""


def wait_for(what, happens):
    until = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < until, f"waited in vain: {what}"
        time.sleep(0.05)


def runs(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def children(pid):
    """Return the processes below one, with theirs."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def test_parts_end_with_a_supervisor_that_is_killed(tmp_path):
    names = [str(tmp_path / "one"), str(tmp_path / "two")]
    process = subprocess.Popen([sys.executable, "-c", SLEEPERS, *names])
    wait_for(
        "the parts start", lambda: all(Path(name).is_file() and Path(name).read_text() for name in names)
    )
    parts = [int(Path(name).read_text()) for name in names]
    assert all(map(runs, parts))
    process.kill()
    process.wait()
    wait_for("the parts end", lambda: not any(map(runs, parts)))


def test_a_part_whose_supervisor_is_gone_already_ends_at_once():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    command = [
        sys.executable,
        "-m",
        "bahtera.cli.attached",
        str(gone.pid),
        sys.executable,
        "-c",
        "print('on')",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGTERM
    assert done.stdout == ""


@pytest.mark.parametrize("killed", ["supervisor", "server"])
def test_the_web_workers_end_with_what_started_them_and_the_port_is_free(tmp_path, killed):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    settings = {
        "BAHTERA_DATA_DIR": str(tmp_path),
        "BAHTERA_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
    }
    command = list(supervisor.web(address, 2).command)
    if killed == "supervisor":
        command = [sys.executable, "-m", "bahtera.cli", "serve", "--address", address, "--no-with-worker"]
    process = subprocess.Popen(command, env=os.environ | settings)

    def answers():
        connection = http.client.HTTPConnection(*supervisor.read_address(address), timeout=30)
        with closing(connection):
            try:
                connection.request("GET", "/masuk/")
                return connection.getresponse().status > 0
            except OSError:
                return False

    try:
        wait_for("the site answers", answers)
        workers = 3 if killed == "supervisor" else 2
        wait_for("its workers are there", lambda: len(children(process.pid)) >= workers)
        wait_for("both answer", lambda: all(answers() for _ in range(8)))
        below = children(process.pid)
    finally:
        process.kill()
        process.wait()
    wait_for("what runs below ends", lambda: not any(map(runs, below)))
    supervisor.check_free(address)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_web_worker_whose_server_died_while_it_loaded_ends_too(tmp_path, method):
    """The parent is the one that started it, whoever took it over since; a fork has the server's handlers yet."""
    loads = """
import multiprocessing, os, signal, sys, time

def load(name):
    print(os.getpid(), flush=True)
    while os.getppid() == multiprocessing.parent_process().pid:
        time.sleep(0.05)
    from bahtera.config import rsgi
    time.sleep(2)
    open(name, "w").write("still here")

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: None)
    worker = multiprocessing.get_context(sys.argv[2]).Process(target=load, args=(sys.argv[1],))
    worker.start()
    worker.join()
"""
    still_here = tmp_path / "loaded"
    worker = worker_of_a_killed_server(tmp_path, loads, str(still_here), method)
    wait_for("the worker ends", lambda: not runs(worker))
    assert not still_here.exists()


def test_a_web_worker_that_hangs_ends_after_a_time_with_the_server_that_was_killed(tmp_path):
    hangs = """
import multiprocessing, os, signal, sys, time
from bahtera.cli.attached import end_after

def hang(name):
    end_after(multiprocessing.parent_process().pid, 0.5)
    signal.signal(signal.SIGTERM, lambda *_: open(name, "w").write("asked"))
    print(os.getpid(), flush=True)
    while True:
        time.sleep(60)

if __name__ == "__main__":
    worker = multiprocessing.get_context("fork").Process(target=hang, args=(sys.argv[1],))
    worker.start()
    worker.join()
"""
    asked = tmp_path / "asked"
    worker = worker_of_a_killed_server(tmp_path, hangs, str(asked))
    wait_for("the worker ends", lambda: not runs(worker))
    assert asked.read_text() == "asked"


def worker_of_a_killed_server(tmp_path, program, *words):
    """Start a program whose worker prints its own number, kill it then, and return that number."""
    (tmp_path / "server.py").write_text(program)
    settings = {
        "BAHTERA_DATA_DIR": str(tmp_path),
        "BAHTERA_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "bahtera.config.settings",
    }
    server = subprocess.Popen(
        [sys.executable, str(tmp_path / "server.py"), *words],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
    )
    with server:
        worker = int(server.stdout.readline())
        server.kill()
    return worker


@pytest.mark.parametrize(
    "command", [["serve"], ["run"], ["worker"], ["migrate"], ["token", "A", "--area", "63"]]
)
def test_every_command_names_all_settings_at_fault_without_a_traceback(tmp_path, command):
    (tmp_path / "file").write_text("")
    wrong = {
        "BAHTERA_DATA_DIR": str(tmp_path / "file" / "data"),
        "BAHTERA_DATABASE_URL": "oracle://x",
        "BAHTERA_LOG_LEVEL": "loud",
        "BAHTERA_PUBLIC_URL": "foo",
        "BAHTERA_TRUST_PROXY": "maybe",
        "BAHTERA_TASKS_BACKEND": "nobody.Backend",
    }
    settings = {"DJANGO_SETTINGS_MODULE": "bahtera.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "bahtera.cli", *command],
        env=os.environ | settings | wrong,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    told = [line.split()[0].rstrip(":") for line in done.stderr.splitlines() if line.startswith("  ")]
    assert sorted(told) == sorted(wrong)


@pytest.mark.parametrize("address", ["foo", ":99999"])
def test_an_address_at_fault_is_one_line(tmp_path, address):
    settings = {"BAHTERA_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "bahtera.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "bahtera.cli", "serve", "--address", address],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert "Give host and port" in done.stderr
