"""Places, cleaning, sentences: what needs no database."""

import re
import string
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.foundation.audit import chain
from bahtera.foundation.audit.cleaning import WITHHELD, clean_details, clean_text
from bahtera.foundation.audit.values import (
    LANES_MOST,
    SEQUENCE_MOST,
    Draft,
    Head,
    Place,
    Problem,
    day_from_label,
    day_label,
    day_number,
    instant,
    place_of,
)
from bahtera.foundation.audit.wording import SENTENCES, sentence

places = st.builds(
    Place, st.integers(0, 65535), st.integers(0, LANES_MOST - 1), st.integers(0, SEQUENCE_MOST)
)


@given(places, places)
def test_a_place_is_one_number_in_the_order_of_day_lane_and_sequence(one, other):
    assert place_of(one.id) == one
    assert one.id < 2**63
    assert (one < other) == (one.id < other.id)


@given(st.dates(date(1970, 1, 2), date(2149, 1, 1)))
def test_days_have_labels(day):
    assert day_from_label(day_label(day_number(day))) == day_number(day)


def test_labels_of_what_is_no_day():
    assert day_label(0) == "adopted"
    assert day_from_label("adopted") == 0
    assert day_label(10**9) == "day 1000000000"
    with pytest.raises(ValueError):
        day_from_label("notes")


def test_an_instant_is_sealed_in_utc_to_the_microsecond():
    at = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    assert instant(at) == "2026-11-22 03:00:00.000000"
    assert instant(at.astimezone(timezone(timedelta(hours=8)))) == instant(at)


@given(st.lists(st.text(), min_size=6, max_size=6), st.lists(st.text(), min_size=6, max_size=6))
def test_no_two_rows_have_the_same_canonical_bytes(one, other):
    safe = [[text.encode(errors="replace").decode() for text in row] for row in (one, other)]
    assert (chain.canonical(1, safe[0]) == chain.canonical(1, safe[1])) == (safe[0] == safe[1])
    assert chain.canonical(1, safe[0]) != chain.canonical(2, safe[0])


def test_what_is_no_text_has_no_canonical_bytes():
    with pytest.raises(TypeError):
        chain.canonical(1, [b"bytes"])


def test_every_column_of_a_head_is_sealed():
    head = Head(1, None, 1, b"g" * 16, 0, b"l" * 16, is_open=True)
    others = [
        Head(2, None, 1, b"g" * 16, 0, b"l" * 16, is_open=True),
        Head(1, 5, 1, b"g" * 16, 0, b"l" * 16, is_open=True),
        Head(1, None, 2, b"g" * 16, 0, b"l" * 16, is_open=True),
        Head(1, None, 1, b"h" * 16, 0, b"l" * 16, is_open=True),
        Head(1, None, 1, b"g" * 16, 1, b"l" * 16, is_open=True),
        Head(1, None, 1, b"g" * 16, 0, b"m" * 16, is_open=True),
        Head(1, None, 1, b"g" * 16, 0, b"l" * 16, is_open=False),
    ]
    seals = {chain.head_seal(b"k" * 32, one) for one in [head, *others]}
    assert len(seals) == 8
    assert chain.head_seal(b"other", head) not in seals


def test_a_seal_needs_the_key_and_the_link_the_one_before():
    draft = Draft(datetime(2026, 11, 22, tzinfo=UTC), "a.b", "user:1", "x:1", "{}")
    mac = chain.append(b"k", Place(1, 0, 1), b"before", draft, "[]")
    assert len(mac) == 32
    assert mac[:16] != chain.append(b"other", Place(1, 0, 1), b"before", draft, "[]")[:16]
    assert mac[:16] == chain.append(b"k", Place(1, 0, 1), b"else", draft, "[]")[:16]
    assert mac[16:] != chain.append(b"k", Place(1, 0, 1), b"else", draft, "[]")[16:]


class Kind(Enum):
    STRICT = "strict"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("accepted", "accepted"),
        ("uuid:123e4567-e89b-12d3-a456-426614174000", "uuid:123e4567-e89b-12d3-a456-426614174000"),
        ("ab" * 32, "ab" * 32),
        ("63.10.11.2011", "63.10.11.2011"),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T03:00:00+00:00", "2026-11-22T03:00:00+00:00"),
        ("", ""),
        (7, 7),
        (True, True),
        (None, None),
        (1.5, 1.5),
        (Decimal("1.50"), "1.50"),
        (Kind.STRICT, "strict"),
        (date(2026, 11, 22), "2026-11-22"),
        (UUID(int=1), str(UUID(int=1))),
        ({"b", "a"}, ["a", "b"]),
        (("b", "a"), ["b", "a"]),
        ({"inner": ["x", "two words"]}, {"inner": ["x", WITHHELD]}),
        # a person's number, in every coat
        ("6310112011900001", WITHHELD),
        ("6310.1120.1190.0001", WITHHELD),
        (6310112011900001, WITHHELD),
        ("081234567890", WITHHELD),
        ("+6281234567890", WITHHELD),
        ("0812-3456-7890", WITHHELD),
        # prose, names, addresses
        ("Siti Aminah", WITHHELD),
        ("siti@example.org", WITHHELD),
        ("Jl. Melati 3", WITHHELD),
        ("dipukul suami\nsejak lama", WITHHELD),
        ("Müller", WITHHELD),
        ("x" * 201, WITHHELD),
        (float("nan"), WITHHELD),
        (float("inf"), WITHHELD),
    ],
)
def test_details_hold_codes_and_nothing_else(value, kept):
    assert clean_details({"detail": value}) == {"detail": kept}


@given(st.text(alphabet=string.digits, min_size=11, max_size=20))
def test_no_long_number_passes(digits):
    assert clean_details({"a": digits, "b": [f"+{digits}"]}) == {"a": WITHHELD, "b": [WITHHELD]}


def test_a_public_decree_may_be_named():
    assert clean_details({"decree": "Kepmendagri 300.2.2-2430/2025 tahun 2025"})["decree"].startswith(
        "Kepmendagri"
    )


@pytest.mark.parametrize("key", ["", "Name", "two words", "x" * 41, "1st"])
def test_a_key_is_a_plain_word(key):
    with pytest.raises(ValueError, match="no name for a detail"):
        clean_details({key: 1})


@given(st.text(), st.integers(0, 50))
def test_text_is_printable_and_short(text, most):
    cleaned = clean_text(text, most)
    assert len(cleaned) <= most
    assert cleaned.isprintable()
    cleaned.encode()


def test_every_sentence_is_in_both_languages_with_the_same_figures():
    for code, texts in SENTENCES.items():
        fields = [set(re.findall(r"\{(\w+)\}", texts[language])) for language in ("id", "en")]
        assert fields[0] == fields[1], code


def test_a_sentence_says_where():
    problem = Problem("missing", "2026-11-22", 3, 7, 1, {"last": 9, "how_many": 3})
    assert sentence(problem) == "2026-11-22, jalur 3: 3 catatan hilang: 7 sampai 9"
    assert sentence(problem, "en") == "2026-11-22, lane 3: 3 entries are missing: 7 to 9"
