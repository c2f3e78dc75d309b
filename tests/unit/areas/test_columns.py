"""Which area a feature is, by the columns offices use; a zero that was lost is not guessed."""

import pytest

from bahtera.areas.rules.columns import named


@pytest.mark.parametrize(
    ("told", "code", "column"),
    [
        ({"kode": "63.10"}, "63.10", "kode"),
        ({"KODE": "6310052003", "NAMOBJ": "Contoh"}, "63.10.05.2003", "kode"),
        (
            {"KDPPUM": "63", "KDPKAB": "63.10", "KDCPUM": "63.10.05", "KDEPUM": "63.10.05.2003"},
            "63.10.05.2003",
            "kdepum",
        ),
        ({"KDPPUM": "63", "KDPKAB": "63.10", "KDEPUM": None}, "63.10", "kdpkab"),
        ({"kode_prov": "63", "kode_kab": "10", "kode_kec": "05"}, "63.10.05", "kode_kec"),
        ({"KODE_PROV": 63, "KODE_KAB": 1}, "63.01", "kode_kab"),
        ({"kode_kab": 6310.0}, "63.10", "kode_kab"),
        ({"kode_kab": 6310}, "63.10", "kode_kab"),
        ({"code": "RBI", "kode_prov": "63"}, "63", "kode_prov"),
    ],
)
def test_kemendagri_codes_are_found_by_themselves(told, code, column):
    found = named(told)
    assert (found.code, found.column, found.system, found.problem) == (code, column, "kemendagri", "")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"ADM2_PCODE": "ID6310", "ADM1_PCODE": "ID63"}, "6310"),
        ({"kdprov": "63", "kdkab": "10"}, "6310"),
        ({"idkec": "6310050"}, "6310050"),
        ({"KODE_BPS": "6310"}, "6310"),
    ],
)
def test_a_file_that_says_bps_is_read_as_bps(told, code):
    found = named(told)
    assert (found.code, found.system, found.problem) == (code, "bps", "")


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        ({"kode": 63.1}, "number"),
        ({"kode": "63.1"}, "number"),
        ({"kode_kab": "63.10.05.2"}, "number"),
        ({"kode_prov": "63", "kode_kab": "1"}, "short"),
        ({"kode": "abc1"}, "unknown"),
        ({"kode": ""}, "no_code"),
        ({"nama": "Contoh"}, "no_code"),
        ({}, "no_code"),
        ({"kode_kab": float("nan")}, "no_code"),
    ],
)
def test_what_is_no_code_says_why(told, problem):
    found = named(told)
    assert (found.code, found.problem) == (None, problem)


def test_the_column_can_be_named_and_the_name_is_that_of_its_level():
    told = {"WILAYAH": "63.10.05", "kode": "63.01", "WADMKC": "Kusan Hilir", "WADMKK": "Tanah Bumbu"}
    found = named(told, property_name="wilayah")
    assert (found.code, found.name) == ("63.10.05", "Kusan Hilir")
    assert named({"iddagri": "6310"}, property_name="iddagri").name == ""
