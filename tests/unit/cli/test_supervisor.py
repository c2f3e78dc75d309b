import socket
import subprocess
import sys
import time

import pytest

from bahtera.cli import supervisor


def test_a_taken_address_is_refused_even_if_its_holder_shares_it():
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        address = f"127.0.0.1:{holder.getsockname()[1]}"
        with pytest.raises(supervisor.AddressTaken, match=address):
            supervisor.check_free(address)
    supervisor.check_free(address)


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        (":8000", ("127.0.0.1", 8000)),
        ("[::1]:8000", ("::1", 8000)),
        ("desa.example.go.id:443", ("desa.example.go.id", 443)),
    ],
)
def test_an_address_is_a_host_and_a_port(address, read):
    assert supervisor.read_address(address) == read


@pytest.mark.parametrize(
    "address",
    ["foo", "", "8000", ":99999", ":0", ":-1", "127.0.0.1:", "::1:8000", "[::1:80", "h:٨٠", "h:9999999999"],
)
def test_what_is_no_address_is_refused_in_words(address):
    with pytest.raises(supervisor.BadAddress, match="Give host and port"):
        supervisor.check_free(address)


def test_an_address_of_another_machine_is_refused_in_words():
    with pytest.raises(supervisor.BadAddress, match=r"192\.0\.2\.1:8123"):
        supervisor.check_free("192.0.2.1:8123")


def test_what_falls_is_started_again_after_a_wait_that_grows(capsys):
    running = supervisor._Running(supervisor.Part("brief", [sys.executable, "-c", "raise SystemExit(7)"]))
    running.keep(100.0)
    assert running.process is not None
    running.process.wait()
    running.keep(100.1)
    assert running.process is None
    assert running.start_after == pytest.approx(101.1)
    assert "brief ended with status 7" in capsys.readouterr().err
    running.keep(101.0)
    assert running.process is None, "it waits"
    running.keep(101.2)
    running.process.wait()
    running.keep(101.3)
    assert running.start_after == pytest.approx(103.3)


def test_what_does_not_stop_when_asked_is_stopped():
    program = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    running = supervisor._Running(supervisor.Part("stubborn", [sys.executable, "-c", program]))
    running.keep(time.monotonic())
    time.sleep(0.5)
    running.ask_to_stop()
    running.insist(time.monotonic() + 0.2)
    assert running.process.returncode is not None


def test_the_web_server_listens_where_it_is_told():
    command = list(supervisor.web("127.0.0.1:8123", 2).command)
    assert command[command.index("--port") + 1] == "8123"
    assert command[command.index("--host") + 1] == "127.0.0.1"


def test_idle_connections_are_many_and_end():
    command = list(supervisor.web("127.0.0.1:8123", 2).command)
    assert int(command[command.index("--backpressure") + 1]) >= 4096
    assert int(command[command.index("--http1-header-read-timeout") + 1]) <= 15_000
    assert command[command.index("--http") + 1] == "1", "the timeout is for HTTP/1 only"
    assert command[-1] == "bahtera.config.rsgi:application"


def test_open_files_are_raised_for_the_children():
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (256, 900));"
        "from bahtera.cli import supervisor; supervisor.allow_many_connections();"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(900, 900)"
