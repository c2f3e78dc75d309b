"""A village of two families: no page and no file of it tells an answer, not even to its own office.

Three families are too few for the public alone: what leaves is tested with the documents.
"""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction

from bahtera.results import api as results
from bahtera.results.queries import forget

from .province import FAR, NEIGHBOUR, VILLAGE, enter, states

OWN = "/wilayah/{FAR}/"
PAGES = (
    *(OWN, OWN + "profil/", OWN + "kelompok/", OWN + "banding/", OWN + "perubahan/"),
    *(OWN + f"{name}.{kind}" for name in ("profil", "kelompok", "banding", "perubahan") for kind in ("csv",)),
    *("/kebutuhan/?wilayah={FAR}", "/kebutuhan/andai/?wilayah={FAR}", "/kebutuhan/anggaran/?wilayah={FAR}"),
    *("/peta/?wilayah={FAR}", "/konteks/?wilayah={FAR}", "/dokumen/?wilayah={FAR}", "/laporan/", "/"),
)
# What differs from one asking to the next and tells nothing of families.
_PASSING = re.compile(r'(?:nonce|csrfmiddlewaretoken" value|hx-headers)="?[^">]*|\d\d[.:]\d\d WI(?:B|TA)')
WORDS = ("belum dapat ditunjukkan", "disembunyikan", "kurang dari", "terlalu sedikit", "sedikit keluarga")


@pytest.fixture
def two(measured, visit):
    """Enough families next door; return what makes the two of this village answer for as long as it is open."""
    for number in range(12):
        visit("approved", pattern=states(20, unmet=9), name=f"Keluarga {number}")
        visit("approved", village=NEIGHBOUR, pattern=states(18, unmet=11), name=f"Tetangga {number}")

    @contextmanager
    def answering(*met):
        with transaction.atomic():
            for number, count in enumerate(met):
                pattern = states(count, unmet=29 - count)
                visit("approved", village=FAR, pattern=pattern, name=f"Dua {number}")
            for code in (VILLAGE, NEIGHBOUR, FAR):
                results.refresh_village(measured.id, code)
            yield
            transaction.set_rollback(True)
        forget()

    return answering


def asked(reader):
    """Return what each page says, without what passes."""
    said = {}
    for page in PAGES:
        answer = reader.get(page.format(FAR=FAR))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said[page] = (answer.status_code, _PASSING.sub("", body.decode("utf-8-sig")))
    return said


def test_no_byte_of_any_page_depends_on_what_two_answered(two):
    reader = enter("nurdin", "desa_officer", [FAR])
    with two(29, 29):
        first = asked(reader)
    with two(29, 3):
        second = asked(reader)
    assert {page: status for page, (status, _) in first.items() if status >= 500} == {}
    assert [page for page in PAGES if first[page] != second[page]] == []
    assert first[OWN][0] == 200
    text = first[OWN][1].casefold()
    assert any(word in text for word in WORDS)
