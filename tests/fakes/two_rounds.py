"""Two rounds over the same families of six villages: in three of them certificates came in between."""

from datetime import date
from uuid import UUID, uuid5

from tests.fakes.family_visits import IKK, SIZE, store_visits
from tests.fakes.places import add_places

from bahtera.access.api import SYSTEM
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

MEASURE = "indikator:ikk:IKK-D1-02"
TREATED = ("63.10.05.2001", "63.10.05.2002", "63.10.05.2003")
OTHERS = ("63.10.05.2004", "63.10.05.2005", "63.02.05.2001")
EACH = 30
_PLACE = [one.id for one in IKK.indicators].index("IKK-D1-02")
_NAMESPACE = UUID("9c2b8a52-13ad-4b58-9a51-2a5d4d5e7f10")


def family(village, number):
    """Return the id of a family, the same in both rounds."""
    return uuid5(_NAMESPACE, f"{village}:{number}")


def pattern(met):
    """Return states in which all is met, but the certificates as said: "1", "0" or "-"."""
    return "1" * _PLACE + met + "1" * (SIZE - _PLACE - 1)


def visits(round_id, village, told, **fields):
    """Store visits to families by number -> state of the certificates."""
    rows = store_visits(round_id, village, [pattern(met) for met in told.values()], **fields)
    for row, number in zip(rows, told, strict=True):
        row.family_id = family(village, number)
    Submission.objects.bulk_update(rows, ["family_id"])
    return rows


def make_rounds():
    """Return the two rounds. Where something was done 12 of 30 families had a certificate before and 24 have one now,
    elsewhere 18 and 20 or 21; one family of each village was not met again, and one is new."""
    add_places({code: f"Desa Contoh {code[-4:]}" for code in (*TREATED, *OTHERS)})
    before, after = (
        surveys.create_round(
            name=f"Contoh sintetis {year}",
            year=year,
            form_id="kunjungan_keluarga",
            opens=date(year, 1, 1),
            closes=date(year, 6, 30),
            actor=SYSTEM,
        )
        for year in (2025, 2026)
    )
    for at, village in enumerate((*TREATED, *OTHERS)):
        had, have = (12, 24 - at) if village in TREATED else (18, 20 + at % 2)
        visits(before.id, village, {n: "1" if n < had else "0" for n in range(EACH + 1)})
        visits(after.id, village, {n: "1" if n < have else "0" for n in [*range(EACH), EACH + 1]})
    return before, after
