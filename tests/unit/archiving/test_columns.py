"""One text for both databases, and one form in which they are compared."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.cli.archiving import columns

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(TEXT)
def test_any_text_fits_between_tabs_and_comes_back(text):
    written = columns.writer("text")(text)
    assert "\t" not in written
    assert "\n" not in written
    assert written != "\\N"
    assert columns.reader("text")(written) == text


@given(st.binary())
def test_any_bytes_come_back(data):
    assert columns.reader("bytes")(columns.writer("bytes")(data)) == data


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_is_kept_as_django_keeps_it_in_sqlite(instant):
    stored = str(instant.replace(tzinfo=None))
    written = columns.writer("instant")(stored)
    assert written.endswith("+00")
    assert not written.removesuffix("+00").endswith("0") or "." not in written
    assert columns.reader("instant")(written) == stored


@given(
    st.uuids(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_other_values_come_back(identity, truth, number, fraction):
    assert UUID(hex=columns.reader("uuid")(columns.writer("uuid")(identity.hex))) == identity
    assert columns.reader("truth")(columns.writer("truth")(int(truth))) == int(truth)
    assert columns.reader("number")(columns.writer("number")(number)) == number
    assert columns.reader("fraction")(columns.writer("fraction")(fraction)) == fraction


def test_a_decimal_keeps_its_places():
    assert columns.writer("decimal", 3)(1.5) == "1.500"
    assert columns.reader("decimal")("1.500") == "1.500"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": [1, 2]}', '{"b":[1,2],"a":1}'),
        ('{"n": 1e16}', '{"n": 10000000000000000}'),
        ('{"n": 1.0}', '{"n": 1}'),
        ('{"n": 0.10}', '{"n": 0.1}'),
        ('"\\u00e9\\t"', '"é\\t"'),
        ("1E+2", "100"),
    ],
)
def test_databases_that_word_json_differently_agree(one, other):
    same = columns.steady("json")
    assert same(columns.escape(one).encode()) == same(columns.escape(other).encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [('{"a": 1}', '{"a": 2}'), ("[1, 2]", "[2, 1]"), ('"1"', "1"), ("true", "1"), ("0.1", "0.2")],
)
def test_different_json_stays_different(one, other):
    same = columns.steady("json")
    assert same(one.encode()) != same(other.encode())


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    )
)
def test_any_json_is_one_line(value):
    text = columns.steady("json")(columns.escape(json.dumps(value)).encode())
    assert b"\n" not in text
    assert b"\t" not in text


def test_fractions_agree():
    same = columns.steady("fraction")
    assert same(b"1e+15") == same(b"1000000000000000.0")
    assert same(b"100") == same(b"100.0")
    assert columns.steady("text") is None
