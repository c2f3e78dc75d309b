"""Hours in minutes: the whole site under steady work neither grows, nor falls behind, nor forgets.

Web and worker run under their supervisor, as an administrator starts them. Phones send, correct, repeat and
fetch their lists without pause; then every acknowledged visit is counted, the worker has nothing left to do,
and no process holds much more memory than after the warm-up.
"""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import pytest
from tests.fakes.live_site import ROOT, LiveSite
from tests.fakes.openrosa_client import ClientError, OpenRosaClient, SocketTransport
from tests.fakes.small_form import VILLAGE, new_instance_id, visit, workbook

pytestmark = pytest.mark.slow

WARM_UP_SECONDS = 40
STEADY_SECONDS = 140
PHONES = 3
# What a process may add to its own memory between the two readings: caches fill, leaks go on.
GROWTH = 1.35


class Phone(threading.Thread):
    """Sends new visits, corrects some, repeats some, and looks at its form list now and then."""

    def __init__(self, site, stopping):
        super().__init__(daemon=True)
        self.site, self.stopping = site, stopping
        self.acknowledged, self.wrong = set(), []

    def run(self):
        client = OpenRosaClient(self.site.server_url, SocketTransport(timeout=30))
        number = 0
        while not self.stopping.is_set():
            number += 1
            instance_id, family = new_instance_id(), uuid.uuid4()
            xml = visit(instance_id=instance_id, family_id=family)
            self._send(client, instance_id, xml)
            if number % 5 == 0:
                self._send(client, instance_id, xml)
            if number % 20 == 0:
                self._update(client)
        client.transport.close()

    def _update(self, client):
        try:
            for form in client.form_list():
                client.download(form)
        except (ClientError, OSError) as error:
            self.wrong.append(error)

    def _send(self, client, instance_id, xml):
        try:
            client.submit(xml)
        except (ClientError, OSError) as error:
            self.wrong.append(error)
        else:
            self.acknowledged.add(instance_id)


def memory_of(group):
    """Return the own memory (bytes) of each process of a group, by process id."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(") ")[2].split()
            status = (stat.parent / "status").read_text()
        except OSError:
            continue
        if int(fields[2]) == group and "RssAnon:" in status:
            found[int(stat.parent.name)] = int(status.split("RssAnon:")[1].split()[0]) * 1024
    return found


@pytest.fixture
def site(tmp_path):
    form = tmp_path / "form.xlsx"
    form.write_bytes(workbook())
    site = LiveSite(tmp_path)
    site.prepare(form, [VILLAGE])
    return site


@pytest.fixture
def served(site):
    with (site.folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bahtera.cli", "serve", "--address", f"127.0.0.1:{site.port}"],
            env=site.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    site._process = process
    site._wait()
    yield process
    process.send_signal(signal.SIGTERM)
    process.wait(40)


def waiting_events(site):
    with sqlite3.connect(site.folder / "bahtera.sqlite3") as connection:
        return connection.execute("SELECT count(*) FROM foundation_eventdelivery").fetchone()[0]


def test_a_long_day_changes_nothing_but_the_number_of_visits(site, served):
    stopping = threading.Event()
    phones = [Phone(site, stopping) for _ in range(PHONES)]
    for phone in phones:
        phone.start()
    time.sleep(WARM_UP_SECONDS)
    before = memory_of(served.pid)
    time.sleep(STEADY_SECONDS)
    after = memory_of(served.pid)
    stopping.set()
    for phone in phones:
        phone.join(60)
        assert not phone.is_alive()
        assert phone.wrong == []
    assert set(after) == set(before), "no process fell and was started again"
    grown = {
        pid: (before[pid], after[pid]) for pid in after if after[pid] > before[pid] * GROWTH + (16 << 20)
    }
    assert grown == {}
    deadline = time.monotonic() + 120
    while waiting_events(site) and time.monotonic() < deadline:
        time.sleep(1)
    assert waiting_events(site) == 0, "the worker keeps up"
    acknowledged = set().union(*(phone.acknowledged for phone in phones))
    with sqlite3.connect(site.folder / "bahtera.sqlite3") as connection:
        stored = {row[0] for row in connection.execute("SELECT instance_id FROM surveys_submission")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert acknowledged == stored
    assert len(stored) > 500
