"""Nothing acknowledged is ever lost: the server is killed with -9 under load, again and again.

Whole process group, random moments, SQLite or the PostgreSQL the tests run on. After each kill the phones go
on with what they had no answer for. At the end every acknowledged visit must be there, byte for byte, and its
repeat must be harmless. (A kill proves transactions and what is handed to the kernel; that a commit waits
for the disk is ``synchronous=FULL``, tested in foundation.)
"""

import hashlib
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from tests.fakes.live_site import ROOT, LiveSite
from tests.fakes.openrosa_client import OpenRosaClient, SocketTransport, encode
from tests.fakes.small_form import VILLAGE, new_instance_id, visit, workbook

CLIENTS = 6
FAMILIES = [uuid.uuid4() for _ in range(40)]


@dataclass
class Phone:
    """Sends one visit after the other; goes on with the same one until it is acknowledged."""

    site: LiveSite
    stop: threading.Event
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)

    def run(self) -> None:
        client = OpenRosaClient(self.site.server_url, SocketTransport(timeout=10))
        pick = random.Random()
        while not self.stop.is_set():
            instance_id = new_instance_id()
            family = pick.choice(FAMILIES) if pick.random() < 0.2 else uuid.uuid4()
            self._send(client, instance_id, visit(instance_id=instance_id, family_id=family))
        client.transport.close()

    def _send(self, client: OpenRosaClient, instance_id: str, xml: bytes) -> None:
        body, kind = encode(xml, {})
        while not self.stop.is_set():
            try:
                reply = client.post_raw(body, kind)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if reply.status == 201:
                self.acknowledged[instance_id] = xml
                return
            self.strange.append(f"{reply.status} {reply.body[:200]!r}")
            time.sleep(0.05)


@pytest.fixture
def site(tmp_path):
    address = os.environ.get("BAHTERA_DATABASE_URL", "")
    name = f"kill9_{uuid.uuid4().hex[:12]}"
    own = address
    if address.startswith("postgres"):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        own = urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
    form = tmp_path / "form.xlsx"
    form.write_bytes(workbook())
    site = LiveSite(tmp_path, database_url=own if address.startswith("postgres") else "")
    site.prepare(form, [VILLAGE])
    yield site
    if site.is_running:
        site.kill9()
    if address.startswith("postgres"):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def storm(site, kills, *, longest):
    """Load the site, kill it so many times, and return what the phones hold.

    Each life lasts until some visits were acknowledged in it and then up to ``longest`` seconds more.
    """
    stop = threading.Event()
    phones = [Phone(site, stop) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=phone.run) for phone in phones]
    site.start()
    for thread in threads:
        thread.start()
    try:
        moments = random.Random(kills)
        for _ in range(kills):
            wait_for_load(phones)
            time.sleep(moments.uniform(0, longest))
            site.kill9()
            site.start()
        wait_for_load(phones)
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return phones


def wait_for_load(phones, count=8):
    enough = sum(len(phone.acknowledged) for phone in phones) + count
    until = time.monotonic() + 60
    while sum(len(phone.acknowledged) for phone in phones) < enough:
        assert time.monotonic() < until, "the site takes nothing"
        time.sleep(0.01)


def check(site, phones, folder):
    acknowledged = {name: xml for phone in phones for name, xml in phone.acknowledged.items()}
    assert [text for phone in phones for text in phone.strange] == []
    assert len(acknowledged) > 10, "there was load"
    lines = [json.dumps([name, hashlib.sha256(xml).hexdigest()]) for name, xml in acknowledged.items()]
    (folder / "acknowledged").write_text("\n".join(lines), encoding="utf-8")
    told = json.loads(
        site.run("-m", "tests.slow.kill9.verify", str(folder / "acknowledged")).splitlines()[-1]
    )
    assert told["wrong"] == []
    client = OpenRosaClient(site.server_url, SocketTransport())
    for xml in random.Random(1).sample(list(acknowledged.values()), 10):
        body, kind = encode(xml, {})
        assert client.post_raw(body, kind).status == 201
    client.transport.close()
    again = json.loads(
        site.run("-m", "tests.slow.kill9.verify", str(folder / "acknowledged")).splitlines()[-1]
    )
    assert again == told, "repeats stored nothing"
    return told


def test_killed_a_few_times_nothing_acknowledged_is_lost(site, tmp_path):
    check(site, storm(site, kills=2, longest=0.3), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kills", [8, pytest.param(25, marks=pytest.mark.long)])
def test_killed_many_times_nothing_acknowledged_is_lost(site, tmp_path, kills):
    check(site, storm(site, kills=kills, longest=2.0), tmp_path)


def test_a_disk_that_fills_up_is_said_and_loses_nothing(site, tmp_path):
    # With PostgreSQL no file of this process grows: it is another process that stores, and goes on.
    # With SQLite the write-ahead log ends first, or the database when the log is copied into it.
    file = tmp_path / "bahtera.sqlite3"
    site.start(largest_file=2_500_000 if site.database_url else file.stat().st_size + 1_000_000)
    client = OpenRosaClient(site.server_url, SocketTransport())
    acknowledged, refused = {}, 0
    most = 60 if site.database_url else 600
    while len(acknowledged) + refused < most and refused < 10:
        instance_id = new_instance_id()
        xml = visit(instance_id=instance_id, alamat=os.urandom(2000).hex())
        body, kind = encode(xml, {})
        status = client.post_raw(body, kind).status
        assert status in {201, 503}
        if status == 201:
            acknowledged[instance_id] = xml
        else:
            refused += 1
    client.transport.close()
    assert bool(refused) != bool(site.database_url)
    site.kill9()
    site.start()
    phone = Phone(site, threading.Event(), acknowledged)
    check(site, [phone], tmp_path)
    client = OpenRosaClient(site.server_url, SocketTransport())
    assert client.submit(visit()).statuses == (201,), "with room again, it goes on"
    client.transport.close()


def test_a_sender_of_batches_killed_in_the_middle_loses_no_visit(site, tmp_path):
    """Two processes write batches, each in one transaction; what was acknowledged is there, whole."""
    moments = random.Random(4)
    told = [tmp_path / f"told-{number}" for number in range(2)]
    for life in range(4):
        command = [sys.executable, "-m", "tests.slow.kill9.batching"]
        senders = [
            subprocess.Popen([*command, str(file), f"{life}.{file.name}"], env=site.environment, cwd=ROOT)
            for file in told
        ]
        sizes = [file.stat().st_size if file.exists() else 0 for file in told]
        until = time.monotonic() + 120
        while any(
            not file.exists() or file.stat().st_size <= size for file, size in zip(told, sizes, strict=True)
        ):
            assert time.monotonic() < until, "nothing is taken"
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.5))
        for sender in senders:
            sender.kill()
            sender.wait()
    lines = [
        line for file in told for line in file.read_text(encoding="utf-8").splitlines() if line.endswith("]")
    ]
    (tmp_path / "acknowledged").write_text("\n".join(lines), encoding="utf-8")
    found = json.loads(
        site.run("-m", "tests.slow.kill9.verify", str(tmp_path / "acknowledged")).splitlines()[-1]
    )
    assert found["wrong"] == []
    assert found["stored"] >= len({json.loads(line)[0] for line in lines}) > 40
