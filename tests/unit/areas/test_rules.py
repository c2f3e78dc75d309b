import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.areas import rules
from bahtera.areas.values import Wanted

two_digits = st.integers(10, 99).map(str)
village_codes = st.builds(
    lambda a, b, c, d: f"{a}.{b:02d}.{c:02d}.{d:04d}",
    two_digits,
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 9999),
)


@pytest.mark.parametrize(
    ("code", "level"),
    [("63", "province"), ("63.10", "regency"), ("63.10.11", "district"), ("63.10.11.2011", "village")],
)
def test_a_level_follows_from_the_code(code, level):
    assert rules.level_of(code) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "63.1",
        "63.10.1",
        "6310",
        "63.10.11.201",
        "63.10.11.20111",
        "63,10",
        " 63",
        "63\n",
        "٦٣",
        "63.",
        "6a",
    ],
)
def test_what_is_no_code_has_no_level(text):
    assert not rules.is_code(text)
    with pytest.raises(ValueError, match="not an area code"):
        rules.level_of(text)


@pytest.mark.parametrize(
    ("digits", "code"),
    [("63", "63"), ("6310", "63.10"), ("631011", "63.10.11"), ("6310112011", "63.10.11.2011")],
)
def test_dots_return_by_position(digits, code):
    assert rules.dotted(digits) == code


@pytest.mark.parametrize("digits", ["", "631", "63.10", "63101", "63101120", "63101120111", "abcd"])
def test_digits_of_another_length_are_refused(digits):
    with pytest.raises(ValueError, match="not an area code"):
        rules.dotted(digits)


def test_a_code_that_lost_its_zero_is_inside_nothing():
    assert rules.is_within("63.10.11", "63.10")
    assert not rules.is_within("63.10", "63.1")
    assert not rules.is_within("63.10.11", "63.1")
    assert not rules.is_within("63.1", "63")
    assert not rules.is_within("63.10", "")
    assert not rules.is_within("", "")
    assert not rules.is_within("63.01", "63.0")
    assert not rules.is_within("63", "63.01")


@given(village_codes)
def test_an_area_lies_within_itself_and_all_above_it(code):
    assert rules.is_within(code, code)
    assert all(rules.is_within(code, above) for above in rules.ancestors_of(code))
    assert [rules.level_of(above) for above in rules.ancestors_of(code)] == list(rules.LEVELS[:3])
    assert rules.parent_of(code) == rules.ancestors_of(code)[-1]


@given(village_codes, village_codes)
def test_subtrees_are_disjoint_or_nested(one, other):
    for ancestor in rules.ancestors_of(one):
        shared = other[: len(ancestor)] == ancestor
        assert rules.is_within(other, ancestor) == shared


@given(village_codes)
def test_dropping_and_restoring_dots_is_lossless(code):
    assert rules.dotted(code.replace(".", "")) == code


def test_every_province_has_one_zone():
    zones = rules.ZONE_OF_PROVINCE
    assert len(zones) == 38
    assert set(zones.values()) == {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("61", "Asia/Jakarta"),
        ("62.71", "Asia/Jakarta"),
        ("63.02.12.2005", "Asia/Makassar"),
        ("64", "Asia/Makassar"),
        ("65", "Asia/Makassar"),
        ("51", "Asia/Makassar"),
        ("82", "Asia/Jayapura"),
        ("96.71", "Asia/Jayapura"),
    ],
)
def test_zones(code, zone):
    assert rules.zone_of(code) == zone


def test_an_unknown_province_has_no_zone():
    with pytest.raises(ValueError, match="no time zone"):
        rules.zone_of("99")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("63", "provinsi"),
        ("63.10", "kabupaten"),
        ("63.69", "kabupaten"),
        ("63.71", "kota"),
        ("63.10.01", "kecamatan"),
        ("63.10.01.1001", "kelurahan"),
        ("63.10.01.2001", "desa"),
        ("91.03.01.3007", "desa_adat"),
    ],
)
def test_kinds_follow_from_numbers(code, kind):
    assert rules.kind_of(code) == kind


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("KOTA BARU", "kotabaru"),
        ("Kotabaru", "kotabaru"),
        ("Banjar-Baru", "banjarbaru"),
        ("Regapu’u", "regapuu"),
        ("é!", "e"),
    ],
)
def test_spellings_meet_when_squeezed(spelling, key):
    assert rules.squeezed(spelling) == key


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Kabupaten Kotabaru", "Kotabaru"),
        ("Kota Administrasi Jakarta Pusat", "Jakarta Pusat"),
        ("Kotabaru", "Kotabaru"),
    ],
)
def test_a_bare_name_has_no_kind(name, bare):
    assert rules.bare_name(name) == bare


def test_a_typed_name_may_start_with_a_kind_or_only_look_so():
    assert rules.readings("kota baru") == (
        Wanted("kotabaru", frozenset()),
        Wanted("baru", frozenset({"kota"})),
    )
    assert rules.readings("Kab. Kotabaru")[1] == Wanted("kotabaru", frozenset({"kabupaten"}))
    assert rules.readings("Kota Adm. Jakarta Pusat")[1] == Wanted("jakartapusat", frozenset({"kota"}))
    assert rules.readings("kota") == (Wanted("kota", frozenset()),)
    assert rules.readings("kab x") == (Wanted("kabx", frozenset()),)
    assert rules.readings(" . ") == ()


@given(st.text(alphabet=string.printable, max_size=30))
def test_any_typed_text_is_read_without_wildcards(text):
    for reading in rules.readings(text):
        assert reading.key.isalnum()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("63.02", "63.02"),
        (" 6302 ", "63.02"),
        ("6310112011", "63.10.11.2011"),
        ("63.1", None),
        ("baru", None),
    ],
)
def test_a_typed_code(text, code):
    assert rules.code_typed(text) == code
