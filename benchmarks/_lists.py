"""Writes a million submissions and asks for every page; run by ``benchmarks.lists`` on each database."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from statistics import median

from benchmarks import _site  # noqa: F401 - starts Django

# isort: split
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bahtera.access import api as access
from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.foundation import paging
from bahtera.surveys import api as surveys
from bahtera.surveys import models
from benchmarks._copying import analyze, copy

FAMILIES = int(os.environ.get("BENCH_FAMILIES", "1000000"))
REACH_SECONDS = 0.3
REPEATS = 5
# One in twenty is of a closed round, one in fifty has a finding.
OLD_SHARE = 20
DOUBTFUL_SHARE = 50
# One in a thousand has no village, and another one no round: no village's counters know them.
UNPLACED_SHARE = 1000
# A regency whose families were all visited in the first tenth of the time.
EARLY, EARLY_SHARE = "63.02", 10
# Shares of states in a round that is nearly done.
STATES = ["approved"] * 930 + ["accepted"] * 40 + ["flagged"] * 20 + ["returned"] * 9 + ["received"]


@dataclass(frozen=True)
class Page:
    """One page asked for: what was chosen and how long it took (median of five, seconds)."""

    name: str
    seconds: float


def measure() -> None:
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    fill()
    filled = time.perf_counter() - began
    report("list of submissions", sorted(all_pages(), key=lambda page: -page.seconds), filled)
    report("whole page as the browser gets it", sorted(whole_pages(), key=lambda page: -page.seconds), filled)


def report(what: str, pages: list[Page], filled: float) -> None:
    for page in pages[:6]:
        print(f"  {connection.vendor}: {page.seconds * 1000:7.1f} ms  {page.name}")
    worst, typical = pages[0], median(page.seconds for page in pages)
    print(
        f"ROW | {what} at {FAMILIES / 1e6:g} M families, {connection.vendor} | <= {REACH_SECONDS} s |"
        f" slowest {worst.seconds:.3f} s ({worst.name}), median {typical * 1000:.0f} ms |"
        f" {'yes' if worst.seconds <= REACH_SECONDS else 'no'} |"
        f" {len(pages)} pages, each the median of {REPEATS}; filled in {filled:.0f} s"
    )


# --- filling ----------------------------------------------------------------------------------------------


def fill() -> None:
    areas.load_snapshot()
    for number, name in ((1, "Bench"), (2, "Bench, the year before")):
        models.Round.objects.create(
            pk=number,
            name=name,
            year=2027 - number,
            form_id="bench",
            index_ids=["ikk"],
            area_code="63",
            opens=f"{2027 - number}-01-01",
            is_open=number == 1,
        )
    copy(models.Submission, submissions(villages()))
    copy(models.SubmissionScore, scores())
    analyze()


def villages() -> list[str]:
    return [area.code for area in areas.villages_within("63")]


def key(number: int) -> str:
    """Return a UUIDv7-shaped key that sorts by number."""
    return f"{0x019A_0000_0000 + number:012x}7{number % 0xFFF:03x}8{number:015x}"


def submissions(codes: list[str]) -> Iterator[dict[str, object]]:
    later = [code for code in codes if not code.startswith(EARLY)]
    names = ["Siti", "Ahmad", "Nur", "Budi", "Rahmah", "Hasan", "Aminah", "Joko", "Wahyuni", "Zainal"]
    for number in range(FAMILIES):
        places = codes if number < FAMILIES // EARLY_SHARE else later
        code = places[number * 7919 % len(places)]
        state = STATES[number * 31 % len(STATES)]
        name = f"{names[number % 10]} {names[number // 10 % 10]} Sintetis {number}"
        seconds = number * 20
        yield {
            "id": key(number),
            "instance_id": f"uuid:{number:032x}",
            "form_id": "bench",
            "form_version": "1",
            "sha256": f"{number:064x}",
            "size": 9000,
            "actor_key": f"token:{number * 7919 % len(codes)}",
            "actor_name": f"Kader {number * 7919 % len(codes)}",
            "received_at": moment(seconds),
            "state": state,
            "is_current": True,
            "round_id": round_of(number),
            "warning_count": int(number % DOUBTFUL_SHARE == 0),
            "province_code": code[:2],
            "regency_code": code[:5],
            "district_code": code[:8],
            "village_code": code if number % UNPLACED_SHARE != 2 else "",
            "family_id": f"{number:032x}",
            "family_name": name,
            "search_name": name.casefold(),
            "result_code": "selesai",
            "visited_on": moment(seconds)[:10],
        }


def round_of(number: int) -> int | None:
    if number % UNPLACED_SHARE == 1:
        return None
    return 1 if number > FAMILIES // OLD_SHARE else 2


def scores() -> Iterator[dict[str, object]]:
    for number in range(FAMILIES):
        yield {
            "id": number + 1,
            "submission_id": key(number),
            "index_id": "ikk",
            "index_hash": "0" * 64,
            "numerator": number % 1200,
            "denominator": 1200,
            "scored": True,
            "category": "tinggi",
            "states": "1" * 29,
        }


def moment(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    month, day = divmod(days, 28)
    clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    return f"2026-{month % 12 + 1:02d}-{day + 1:02d} {clock}+00:00"


# --- asking -----------------------------------------------------------------------------------------------


def all_pages() -> Iterator[Page]:
    codes = villages()
    province = supervisor("63")
    regency = supervisor("63.10")
    several = supervisor("63.01", "63.05", "63.10")
    country = supervisor("")
    for name, actor in (
        ("country", country),
        ("province", province),
        ("regency", regency),
        ("three", several),
    ):
        yield from pages(f"{name}", actor)
        for state in ("accepted", "flagged", "returned", "received", "approved", "superseded"):
            yield from pages(f"{name} state={state}", actor, state=state)
        yield from pages(f"{name} round", actor, round_id=1)
        yield from pages(f"{name} name", actor, query="siti")
        yield from pages(f"{name} letter", actor, query="s")
        yield from pages(f"{name} name, flagged", actor, query="siti", state="flagged")
        yield from pages(f"{name} name, doubtful", actor, query="siti", with_findings=True)
        yield from pages(f"{name} name in the old round", actor, query="siti", round_id=2)
        yield from pages(f"{name} doubtful", actor, with_findings=True)
        yield from pages(f"{name} doubtful flagged", actor, with_findings=True, state="flagged")
        yield from pages(f"{name} old round", actor, round_id=2)
        for state in ("flagged", "approved", "superseded"):
            yield from pages(f"{name} old round {state}", actor, round_id=2, state=state)
        for state in ("flagged", "superseded"):
            yield from pages(f"{name} round {state}", actor, round_id=1, state=state)
        yield from pages(f"{name} name of one", actor, query="siti siti sintetis 5000")
        yield from pages(f"{name} name of none", actor, query="xyz")
    for area in ("63.10", "63.10.11", codes[0], EARLY):
        yield from pages(f"province area={area}", province, area=area)
        yield from pages(f"province area={area} flagged", province, area=area, state="flagged")
        yield from pages(f"province area={area} name", province, area=area, query="siti")
    yield from pages("province kader", province, kader="token:100")
    yield from pages("province kader flagged", province, kader="token:100", state="flagged")


def supervisor(*areas: str) -> Actor:
    return Actor.over(key="user:1", name="Bench", roles=frozenset({"supervisor"}), areas=areas)


def pages(name: str, actor: Actor, **chosen: object) -> Iterator[Page]:
    for place, number in (("first", None), ("middle", FAMILIES // 2), ("last", 60)):
        cursor = cursor_of(number, chosen) if number else None
        yield Page(f"{name}, {place} page", timed(actor, chosen | {"cursor": cursor}))


def cursor_of(number: int, chosen: dict[str, object]) -> str | None:
    """Return the cursor of the page after a submission; in a search by name, as far down among these names."""
    if "query" in chosen:
        return named_cursor(number, str(chosen["query"]))
    rows = models.Submission.objects.filter(pk__in=[key(number), key(number - 1)])
    return paging.keyset(rows, ("-id",), size=1).next_cursor


@cache
def named_cursor(number: int, name: str) -> str | None:
    named = models.Submission.objects.filter(search_name__gte=name, search_name__lt=name + "\U0010ffff")
    many = named.count()
    start = min(many - 2, many * (FAMILIES - number) // FAMILIES)
    if start < 0:
        return None
    order = ("search_name", "id")
    pks = list(named.order_by(*order).values_list("pk", flat=True)[start : start + 2])
    return paging.keyset(models.Submission.objects.filter(pk__in=pks), order, size=1).next_cursor


def whole_pages() -> Iterator[Page]:
    """Time pages as a supervisor's browser gets them: counts, options and rows together."""
    accounts = {"country": "", "province": "63", "regency": "63.10"}
    code = next(iter(villages()))
    asked = {
        "home": "/",
        "first": "/periksa/",
        "of the round": "/periksa/?putaran=1",
        "flagged": "/periksa/?keadaan=flagged",
        "name": "/periksa/?q=siti",
        "village": f"/periksa/?desa={code}",
        "areas": "/wilayah/?q=kota",
    }
    for name, area in accounts.items():
        client = signed_in(name, area)
        for title, address in asked.items():
            if title == "village" and name == "regency":
                continue
            yield Page(f"{name}, {title}", median(answered(client, address) for _ in range(REPEATS)))


def signed_in(name: str, area: str) -> Client:
    access.ensure_account(
        username=name, password="bench-bench-bench", full_name=name, roles=["supervisor"], areas=[area]
    )
    client = Client(headers={"accept-language": "id"})
    user = get_user_model().objects.get(username=name)
    client.force_login(user)
    origin = access.Origin(address="127.0.0.1", agent="benchmark")
    access.open_session(user.pk, client.session.session_key, origin=origin, factor="totp")
    return client


def answered(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address, headers={"host": "localhost"})
    taken = time.perf_counter() - began
    if answer.status_code != HTTPStatus.OK:
        message = f"{address} answered {answer.status_code}"
        raise RuntimeError(message)
    return taken


def timed(actor: Actor, chosen: dict[str, object]) -> float:
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        surveys.list_submissions(actor=actor, size=50, **chosen)
        taken.append(time.perf_counter() - began)
    return median(taken)


if __name__ == "__main__":
    measure()
