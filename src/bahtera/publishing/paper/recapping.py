"""A kader's recap of visits as a tagged PDF, black and white: counts by day, signature lines, no family."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from bahtera.publishing.paper.setting import set_pdf
from bahtera.surveys import api as surveys

RESULTS: Final = (
    "selesai",
    "selesai_sebagian",
    "menolak",
    "pindah",
    "tidak_ditemukan",
    "tidak_ada_responden",
)
_INDONESIAN: Final[dict[str, Any]] = {
    "title": "Rekap kunjungan kader",
    "facts": ["Kader", "Putaran", "Desa/kelurahan", "Hari", "Kunjungan", "Per"],
    "whole": "seluruh putaran",
    "sum": "{visits} kunjungan pada {days} hari, {approved} di antaranya disetujui",
    "columns": [
        "Tanggal",
        "Desa",
        "Selesai",
        "Sebagian",
        "Menolak",
        "Pindah",
        "Tidak ditemukan",
        "Tak ada yang menjawab",
        "Tanpa hasil",
        "Kunjungan",
        "Disetujui",
    ],
    "undated": "tanpa tanggal",
    "together": "Jumlah",
    "note": "Setiap kunjungan dihitung sekali, pada hari terjadinya, berapa kali pun diperbaiki; juga kunjungan "
    "tanpa bertemu siapa pun. Tidak ada nama keluarga di sini.",
    "signers": ["Kader", "Penyelia", "Mengetahui, kepala desa"],
    "place": "……………………, ………………………… 20……",
    "synthetic": "Data sintetis: dibuat untuk peragaan, bukan desa yang sebenarnya.",
    "page": "halaman",
    "of": "dari",
}
_ENGLISH: Final[dict[str, Any]] = {
    "title": "Recap of a kader's visits",
    "facts": ["Kader", "Round", "Village", "Days", "Visits", "As of"],
    "whole": "the whole round",
    "sum": "{visits} visits on {days} days, of which {approved} approved",
    "columns": [
        "Day",
        "Village",
        "Finished",
        "Partly",
        "Declined",
        "Moved",
        "Not found",
        "Nobody to answer",
        "No result",
        "Visits",
        "Approved",
    ],
    "undated": "no date",
    "together": "Together",
    "note": "Each visit counts once, on the day it took place, however often it was corrected; also those where "
    "nobody was met. No family is named here.",
    "signers": ["Kader", "Supervisor", "Known to the kepala desa"],
    "place": "……………………, ………………………… 20……",
    "synthetic": "Synthetic data: made for demonstration, no real village.",
    "page": "page",
    "of": "of",
}


def recap_pdf(
    found: surveys.Recap,
    *,
    round_name: str,
    villages: Mapping[str, str],
    zone: str,
    language: str,
) -> bytes:
    """Return a recap as PDF/UA-1. ``villages`` are names by code; moments are told in ``zone``."""
    data = recap_data(found, round_name=round_name, villages=villages, zone=zone, language=language)
    return set_pdf("recap.typ", data, found.as_of)


def recap_data(
    found: surveys.Recap,
    *,
    round_name: str,
    villages: Mapping[str, str],
    zone: str,
    language: str,
) -> dict[str, Any]:
    """Return what the template prints."""
    tongue = "en" if language == "en" else "id"
    words = _ENGLISH if tongue == "en" else _INDONESIAN

    def whole(number: int) -> str:
        return str(format_decimal(number, locale=tongue))

    def day(value: date | None, otherwise: str) -> str:
        return str(format_date(value, "d MMM y", locale=tongue)) if value else otherwise

    def counts(one: surveys.RecapDay) -> list[int]:
        known = [one.results.get(code, 0) for code in RESULTS]
        return [*known, one.visits - sum(known), one.visits, one.approved]

    rows = [counts(one) for one in found.days]
    totals = [sum(column) for column in zip(*rows, strict=True)] or [0] * (len(RESULTS) + 3)
    span = words["whole"]
    if found.first or found.last:
        span = f"{day(found.first, '…')} – {day(found.last, '…')}"
    said = words["sum"].format(
        visits=whole(totals[-2]),
        days=whole(len({one.day for one in found.days if one.day})),
        approved=whole(totals[-1]),
    )
    moment = "d MMMM y HH:mm" if tongue == "en" else "d MMMM y HH.mm"
    facts = [
        found.name,
        round_name,
        "; ".join(villages.get(code, code) for code in found.villages) or "–",
        span,
        said,
        _moment(found.as_of, moment, zone, tongue),
    ]
    return {
        "title": words["title"],
        "lang": tongue,
        "region": "GB" if tongue == "en" else "ID",
        "words": words,
        "synthetic": "sintetis" in round_name.casefold(),
        "facts": list(zip(words["facts"], facts, strict=True)),
        "rows": [
            [
                day(one.day, words["undated"]),
                villages.get(one.village_code, one.village_code),
                *map(whole, row),
            ]
            for one, row in zip(found.days, rows, strict=True)
        ],
        "totals": [whole(number) for number in totals],
        "name": found.name,
    }


def _moment(at: datetime, pattern: str, zone: str, language: str) -> str:
    return str(format_datetime(at, pattern, ZoneInfo(zone), locale=language))
