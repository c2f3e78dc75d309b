"""One process that starts the others, starts again what falls, and stops them together.

When it is killed itself, they end too (`attached.py`): nothing runs that nobody watches.
"""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bahtera.cli.setup import PRIVATE
from bahtera.foundation.errors import Refused

_GRACE_SECONDS = 20.0
# One that hangs must not outlive its server, which is killed after _GRACE_SECONDS.
WEB_GRACE_SECONDS = 15
_LONGEST_WAIT = 30.0
_STEADY_SECONDS = 60.0
# 4096 connections, and for each a temporary file of its body, with some to spare.
_OPEN_FILES = 16_384
_LAST_PORT = 65_535
_PORT_DIGITS = 5


class AddressTaken(Refused):
    """Another program listens at this address."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "cli.address_taken",
            "Another program already listens at {address}. Stop it, or choose another --address.",
            address=address,
        )


class BadAddress(Refused):
    """Nobody can listen at this address on this machine."""

    def __init__(self, address: str) -> None:
        super().__init__(
            "cli.bad_address",
            "{address} is no address of this machine to listen at. Give host and port, as 127.0.0.1:8000.",
            address=address,
        )


@dataclass(frozen=True)
class Part:
    """One program to keep running."""

    name: str
    command: Sequence[str]


def web(address: str, workers: int, cert: Path | None = None, key: Path | None = None) -> Part:
    """Return the web server: worker processes behind one listening socket.

    ``backpressure`` is the number of connections of a process, idle ones included, beyond which it accepts no
    more; ``header-read-timeout`` (milliseconds) closes those that stay idle, which works for HTTP/1 only.
    """
    host, port = read_address(address)
    options = {
        "--interface": "rsgi",
        "--http": "1",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--backlog": "2048",
        "--backpressure": "4096",
        "--http1-header-read-timeout": "15000",
        "--workers-kill-timeout": str(WEB_GRACE_SECONDS),
        "--log-level": "warning",
        # Telephones from before Android 10 know no later one; what TLS 1.2 means here is forward secrecy and AEAD only.
        "--ssl-protocol-min": "tls1.2",
    }
    command = [sys.executable, "-m", "granian", "--respawn-failed-workers", "--no-ws"]
    command += [word for pair in options.items() for word in pair]
    command.append("bahtera.config.rsgi:application")
    if cert and key:
        command += ["--ssl-certificate", str(cert), "--ssl-keyfile", str(key)]
    return Part("web", command)


def allow_many_connections() -> None:
    """Raise this process's limit of open files, which its children inherit, to what the system lets it have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def read_address(address: str) -> tuple[str, int]:
    """Return host and port of ``host:port``; raises BadAddress when they cannot be that."""
    host, colon, port = address.rpartition(":")
    plain = host.removeprefix("[").removesuffix("]")
    bare_six = ":" in plain and not (host.startswith("[") and host.endswith("]"))
    number = int(port) if port.isascii() and port.isdecimal() and len(port) <= _PORT_DIGITS else 0
    if not colon or bare_six or not 0 < number <= _LAST_PORT:
        raise BadAddress(address)
    return plain or "127.0.0.1", number


def check_free(address: str) -> None:
    """Raise AddressTaken when somebody listens there already, BadAddress when nobody here can.

    Web workers share one port by a socket option under which a second site on the same port would start
    without a word and take half of the visits.
    """
    host, port = read_address(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise AddressTaken(address) from error
            raise BadAddress(address) from error


def worker() -> Part:
    """Return the worker."""
    return Part("worker", [sys.executable, "-m", "bahtera.cli", "worker"])


@dataclass
class _Running:
    part: Part
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    failures: int = field(default=0)

    def keep(self, now: float) -> None:
        """Start it, or start it again after a wait that grows with each quick failure."""
        if self.process is not None and self.process.poll() is not None:
            steady = now - self.started_at > _STEADY_SECONDS
            self.failures = 1 if steady else self.failures + 1
            self.start_after = now + min(2.0**self.failures / 2, _LONGEST_WAIT)
            print(
                f"{self.part.name} ended with status {self.process.returncode}; starting again",
                file=sys.stderr,
            )
            self.process = None
        if self.process is None and now >= self.start_after:
            attached = [sys.executable, "-m", "bahtera.cli.attached", str(os.getpid()), *self.part.command]
            self.process = subprocess.Popen(attached, env=os.environ.copy())  # noqa: S603 - our own
            self.started_at = now

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def insist(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run(*parts: Part) -> None:
    """Keep the parts running until SIGTERM or SIGINT, then stop all of them."""
    allow_many_connections()
    os.umask(PRIVATE)
    running = [_Running(part) for part in parts]
    stop = False

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        nonlocal stop
        stop = True

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    while not stop:
        for one in running:
            one.keep(time.monotonic())
        time.sleep(0.2)
    for one in running:
        one.ask_to_stop()
    until = time.monotonic() + _GRACE_SECONDS
    for one in running:
        one.insist(until)
