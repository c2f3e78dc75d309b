"""A hundred finished family visits, of 1-9 members and without photos, from a phone's outbox over a line of 30 KB/s.

``python -m benchmarks.line`` starts a whole site, activates a phone on it by the app's own code, puts the visits into
its outbox and measures one run of syncing, from the call until every receipt was checked. Bytes of both ways count,
headers too. Needs the app's packages (``npm ci`` in field/) and Chromium.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from playwright.sync_api import Page
from tests.fakes.chromium import chromium
from tests.fakes.live_site import LiveSite
from tests.field.phone.conftest import build_harness, prepare
from tests.field.sync.gate import Gate, gate_to

from benchmarks.fieldsync import FAMILY_FORM
from benchmarks.submissions import start_django

VISITS = 100
BYTES_A_SECOND = 30_000
REACH = 60
SLOWED = 6
DEMO_VILLAGE = "63.01.07.2002"


def set_up(folder: Path) -> None:
    """Hire a kader and write what the phone needs: a code, and the visits; runs in the site's environment."""
    start_django()
    from bahtera.access import api as access
    from bahtera.cli.demonstration.playing import written
    from bahtera.cli.demonstration.villages import VILLAGES
    from bahtera.config.registrations import register_all

    register_all()
    chief = access.ensure_account(
        username="rahmat", password="only-for-tests", full_name="Rahmat (sintetis)",
        roles=["supervisor"], areas=[DEMO_VILLAGE[:5]],
    )  # fmt: skip
    kader = access.add_person("Siti (sintetis)", area=DEMO_VILLAGE, actor=chief)
    access.grant_role(kader.id, role="kader", area=DEMO_VILLAGE, valid_from=date(2020, 1, 1), actor=chief)
    village = next(one for one in VILLAGES if one.code == DEMO_VILLAGE)
    told = {
        "code": access.make_activation_code(kader.id, actor=chief).code,
        "visits": [xml.decode() for xml in written(village, VISITS)],
    }
    (folder / "told").write_text(json.dumps(told), encoding="utf-8")


@contextmanager
def site_of(folder: Path) -> Iterator[LiveSite]:
    """A whole site with the family visit published and a kader hired."""
    site = LiveSite(folder)
    site.prepare(
        FAMILY_FORM, [DEMO_VILLAGE, DEMO_VILLAGE[:8], DEMO_VILLAGE[:5], DEMO_VILLAGE[:2]], ["ikk", "ibangga"]
    )
    site.run("-m", "benchmarks.line", "set-up", str(folder))
    site.start()
    try:
        yield site
    finally:
        site.stop()


def synced(page: Page, gate: Gate, code: str, visits: list[str]) -> tuple[float, int]:
    """Return the seconds and bytes of one run with so many visits waiting, over the narrow line."""
    from tests.field.sync.conftest import SETUP

    page.goto(gate.app)
    prepare(page)
    page.evaluate(SETUP)
    page.evaluate("code => begin(code)", code)
    assert page.evaluate("async () => { await sync.run(); return sync.now; }")["problem"] is None
    for xml in visits:
        found = re.search(r"uuid:([0-9a-f-]{36})", xml)
        assert found
        page.evaluate("told => finishVisit(...told)", [found[1], xml, "", ""])
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    gate.bytes_per_second, before = BYTES_A_SECOND, gate.carried
    began = time.perf_counter()
    assert page.evaluate("async () => { await sync.run(); return sync.now; }")["problem"] is None
    took = time.perf_counter() - began
    carried = gate.carried - before
    gate.bytes_per_second = 0
    told = page.evaluate("told()")
    assert told["here"] == [], f"{len(told['here'])} visits stayed on the phone"
    states = list(told["sent"].values())
    assert len(states) == len(visits)
    assert all(is_checked for _, is_checked, _ in states)
    return took, carried


def measure() -> None:
    start_django()
    with (
        tempfile.TemporaryDirectory(prefix="bahtera-bench-") as name,
        site_of(Path(name)) as site,
        gate_to(build_harness(Path(name) / "built"), site.address) as gate,
        chromium() as browser,
    ):
        told = json.loads((Path(name) / "told").read_text(encoding="utf-8"))
        page = browser.new_context(viewport={"width": 360, "height": 640}).new_page()
        took, carried = synced(page, gate, told["code"], told["visits"])
    size = sum(len(xml.encode()) for xml in told["visits"])
    print(
        f"ROW | {VISITS} family visits without photos sent, checked and receipted over {BYTES_A_SECOND // 1000} KB/s"
        f" | <= {REACH} s | {took:.1f} s | {'yes' if took <= REACH else 'no'}"
        f" | {carried / 1000:,.0f} KB went both ways for {size / 1000:,.0f} KB of answers; families of 1-9 members;"
        f" processor slowed {SLOWED} times; SQLite, 2 web workers"
    )


def main() -> None:
    if sys.argv[1:2] == ["set-up"]:
        set_up(Path(sys.argv[2]))
    else:
        measure()


if __name__ == "__main__":
    main()
