"""A whole site in a folder of its own: the real web server, started, killed and started again.

``python -m tests.fakes.live_site FORM.xlsx INDEX,INDEX VILLAGE...`` prepares the database named by the
environment and prints what a client needs to know as one line of JSON.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bahtera.cli import supervisor

ROOT = Path(__file__).resolve().parents[2]


_LIMITED = (
    "import os, resource, sys; size = int(sys.argv[1]); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)); os.execv(sys.argv[2], sys.argv[2:])"
)


@dataclass
class LiveSite:
    """One site; ``database_url`` empty means SQLite inside the folder."""

    folder: Path
    database_url: str = ""
    workers: int = 2
    options: Sequence[str] = ()
    port: int = 0
    token: str = ""
    villages: tuple[str, ...] = ()
    _process: subprocess.Popen | None = field(default=None, repr=False)

    def __post_init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = self.port or probe.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def server_url(self) -> str:
        """The address in a kader's QR code."""
        return f"{self.address}/v1/key/{self.token}/projects/1"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "BAHTERA_DATA_DIR": str(self.folder),
            "BAHTERA_DATABASE_URL": self.database_url,
            "BAHTERA_SECRET_KEY": "only-for-tests",
            "BAHTERA_LOG_LEVEL": "WARNING",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        return {**os.environ, **own}

    def prepare(self, form: Path, villages: Sequence[str], indices: Sequence[str] = ()) -> None:
        """Make the tables, publish the form, issue a token for the villages."""
        done = self.run("-m", "tests.fakes.live_site", str(form), ",".join(indices), *villages)
        told = json.loads(done.splitlines()[-1])
        self.token = told["token"]
        self.villages = tuple(villages)

    def run(self, *arguments: str) -> str:
        """Run Python inside the site's environment and return what it prints."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, *, largest_file: int | None = None) -> None:
        """Start the web server in a process group of its own and wait until it answers.

        ``largest_file`` makes every file end at so many bytes, as a full disk would.
        """
        command = [
            *supervisor.web(f"127.0.0.1:{self.port}", self.workers).command,
            *["--no-respawn-failed-workers", "--log-level", "error", *self.options],
        ]
        if largest_file is not None:
            command = [sys.executable, "-c", _LIMITED, str(largest_file), *command]
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._wait()

    @property
    def process_id(self) -> int:
        """The server's process, which leads its group."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def kill9(self) -> None:
        """Kill the server and all its workers at once, in the middle of whatever they do."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        until = time.monotonic() + 10
        with suppress(OSError):  # workers die a moment later and hold the port until then
            while time.monotonic() < until:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                time.sleep(0.01)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill9()
            self._process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            assert self._process is not None
            assert self._process.poll() is None, self.log()[-3000:]
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError(self.log()[-3000:])


def prepare(form: Path, indices: Sequence[str], villages: Sequence[str]) -> dict[str, str]:
    """Fill an empty database; runs in the site's own process."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bahtera.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from tests.fakes.places import place

    from bahtera.access import api as access
    from bahtera.questionnaires import api as questionnaires
    from bahtera.surveys import api as surveys

    published = questionnaires.publish(form.read_bytes(), actor_key="system", indices=indices)
    for code in villages:
        place(code).save()
    surveys.create_round(
        name="Putaran uji", year=2026, form_id=published.form_id, opens=date(2026, 1, 1), actor=access.SYSTEM
    )
    chief = access.Actor.over("user:1", "Pak Rahmat", frozenset({"administrator", "supervisor"}), ("",))
    token = access.issue_token(name="Bu Siti (sintetis)", areas=list(villages), actor=chief)
    return {"token": token.secret, "form_id": published.form_id, "version": published.version}


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(prepare(Path(sys.argv[1]), [i for i in sys.argv[2].split(",") if i], sys.argv[3:]))
    )
