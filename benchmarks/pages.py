"""The pages of a province, whole: 2,016 villages of two rounds asked through the site, and how soon an approval shows.

``python -m benchmarks.pages`` writes the sums of both rounds and the visits of one regency into a database of its own,
lets the worker's part decide, and asks for every page twice as somebody of the province: the second time counts, and
the first after an approval beside it. Seconds of processor beside those by the clock: the machine is shared.
With the name of a page it prints where the time of that one goes.
"""

import gzip
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PROVINCE, EACH = "63", 60
PAGE, FRESH, MAP_BYTES = 0.3, 5.0, 200
COMMAND = "`python -m benchmarks.pages`"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bahtera-bench-") as folder:
        environment = os.environ | {"BAHTERA_DATA_DIR": folder, "BAHTERA_SECRET_KEY": "bench"}
        environment.pop("BAHTERA_DATABASE_URL", None)
        command = [sys.executable, "-m", "benchmarks.pages", "--measure", *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)


def measure(profiled: str) -> None:
    from benchmarks import _site  # noqa: F401 - starts Django

    # isort: split
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from bahtera.areas import api as areas
    from bahtera.results import api as results

    setup_test_environment()
    call_command("migrate", verbosity=0)
    if not areas.exists(PROVINCE):
        areas.load_snapshot()
    codes = [area.code for area in areas.villages_within(PROVINCE)]
    earlier, later = (made_round(year, codes) for year in (2025, 2026))
    regency = max({code[:5] for code in codes}, key=lambda one: sum(code.startswith(one) for code in codes))
    inside = [code for code in codes if code.startswith(regency)]
    keep_visits(later, inside)
    for one in inside:
        results.refresh_village(later, one)
    told = f"{len(codes):,} villages"
    decided = timed(results.decide_waiting)
    row(
        "what may be shown of two rounds, decided by the worker from nothing", "none set", None, decided, told
    )
    client = entered()
    addresses = pages(regency, inside[0], earlier, later)
    if profiled:
        profile(client, addresses[profiled])
        return
    lines = {name: asked(client, address) for name, address in addresses.items()}
    for name, address in addresses.items():
        lines[name] = (*lines[name][:1], *asked(client, address)[1:])
    refresh(later, inside[0])
    first = {name: timed(lambda address=address: client.get(address)) for name, address in addresses.items()}
    for name, (status, size, spent) in lines.items():
        busy, clock = first[name]
        note = f"{told}; {size / 1000:.0f} KB gzip; first after an approval {busy:.2f} s, by the clock {clock:.2f} s"
        row(f"page of a province: {name} ({status})", f"<= {PAGE} s", PAGE, spent, note)


def refresh(round_id: int, village: str) -> None:
    """Measure from an approved visit to the next picture: the sums of its village, then what may be shown."""
    from bahtera.results import api as results

    keep_visits(round_id, [village], 1)

    def shows() -> None:
        results.refresh_village(round_id, village)
        results.decide_waiting()

    row("from an approval to what pages show of it", f"<= {FRESH} s", FRESH, timed(shows), "three audiences")


def pages(regency: str, village: str, earlier: int, later: int) -> dict[str, str]:
    district = village[:8]
    both = f"?putaran={later}"
    return {
        "home": "/",
        "rounds": "/putaran/",
        "one round": f"/putaran/{later}/",
        "progress": f"/putaran/{later}/kemajuan/",
        "area, province": f"/wilayah/{PROVINCE}/{both}",
        "area, regency": f"/wilayah/{regency}/{both}",
        "area, district": f"/wilayah/{district}/{both}",
        "area, village": f"/wilayah/{village}/{both}",
        "areas inside, province": f"/wilayah/{PROVINCE}/banding/{both}",
        "areas inside, villages of the province": f"/wilayah/{PROVINCE}/banding/{both}&tingkat=village",
        "areas inside, regency": f"/wilayah/{regency}/banding/{both}",
        "profile, province": f"/wilayah/{PROVINCE}/profil/{both}",
        "profile, regency": f"/wilayah/{regency}/profil/{both}",
        "groups, regency": f"/wilayah/{regency}/kelompok/{both}",
        "change, province": f"/wilayah/{PROVINCE}/perubahan/{both}",
        "change, regency": f"/wilayah/{regency}/perubahan/{both}",
        "change, village": f"/wilayah/{village}/perubahan/{both}",
        "map of the province by regency": f"/peta/{both}&wilayah={PROVINCE}",
        "map of the province by village": f"/peta/{both}&wilayah={PROVINCE}&tingkat=village",
        "map of a regency": f"/peta/{both}&wilayah={regency}",
        "needs, province": f"/kebutuhan/{both}&wilayah={PROVINCE}",
        "needs, regency": f"/kebutuhan/{both}&wilayah={regency}",
        "what if, regency": f"/kebutuhan/andai/{both}&wilayah={regency}",
        "budget, province": f"/kebutuhan/anggaran/{both}&wilayah={PROVINCE}",
        "plans": "/rencana/",
        "board of plans": "/rencana/papan/",
        "calendar": "/kalender/",
        "documents": "/dokumen/",
        "village reports": "/laporan/",
        "before and after, its form": f"/dampak/?sebelum={earlier}&sesudah={later}",
        "assignments": "/penugasan/",
        "review": f"/putaran/{later}/pemeriksaan/",
    }


def made_round(year: int, codes: list[str]) -> int:
    from bahtera.access.api import SYSTEM
    from bahtera.surveys import api as surveys
    from benchmarks.province import keep_sums

    made = surveys.create_round(
        name=f"Putaran sintetis {year}",
        year=year,
        form_id="kunjungan_keluarga",
        opens=date(year, 1, 1),
        closes=date(year, 12, 20),
        area_code=PROVINCE,
        actor=SYSTEM,
    )
    surveys.set_targets(made.id, dict.fromkeys(codes, 645), actor=SYSTEM)
    keep_sums(made.id, codes, seed=year)
    return made.id


def keep_visits(round_id: int, codes: list[str], each: int = EACH) -> None:
    """Write approved visits, most patterns of their own."""
    from tests.fakes.family_visits import SIZE, store_visits

    rng = np.random.default_rng(20261123)
    for code in codes:
        signs = np.where(rng.random((each, SIZE)) < 0.8, "1", "0")
        store_visits(round_id, code, ["".join(line) for line in signs])


def entered():
    from tests.fakes.signing_in import entered as client_of

    from bahtera.access.api import ensure_account

    roles = ["tpk2d", "statistician", "supervisor"]
    ensure_account(
        username="endah",
        password="perahu-di-sungai-2026",
        full_name="Bu Endah",
        roles=roles,
        areas=[PROVINCE],
    )
    return client_of("endah")


def asked(client, address: str) -> tuple[int, int, tuple[float, float]]:
    """Return the status, the bytes packed, and seconds of processor and by the clock."""
    found = []
    spent = timed(lambda: found.append(client.get(address)))
    return found[0].status_code, len(gzip.compress(found[0].content)), spent


def timed(work) -> tuple[float, float]:
    busy, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - busy, time.perf_counter() - clock


def profile(client, address: str) -> None:
    """Print where the time of one page goes, the second time it is asked for."""
    import cProfile
    import pstats

    client.get(address)
    with cProfile.Profile() as found:
        client.get(address)
    pstats.Stats(found).sort_stats("cumulative").print_stats(60)


def row(what: str, reach: str, limit: float | None, spent: tuple[float, float], note: str) -> None:
    """Print a row of docs/reference/benchmarks.md."""
    busy, clock = spent
    met = "-" if limit is None else "yes" if busy <= limit else "no"
    print(
        f"ROW | {what} | {reach} | {busy:.2f} s of processor | {met} | {note}; by a shared clock {clock:.2f} s;"
        f" load average {os.getloadavg()[0]:.0f} | {COMMAND} |",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2] if len(sys.argv) > 2 else "")
    else:
        main()
