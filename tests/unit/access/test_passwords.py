"""What may be a password, after NIST SP 800-63B."""

import pytest

from bahtera.access.errors import WeakPassword
from bahtera.access.operations.signing_in.passwords import _is_common
from bahtera.access.rules.passwords import check_new_password, normalised

KNOWN = ("norhayati", "Norhayati Binti Salman", "Dinas Sosial Tanah Bumbu", "DINSOS")


def check(password):
    check_new_password(password, known=KNOWN, common=_is_common)


@pytest.mark.parametrize(
    "password",
    [
        "perahu di sungai",
        "kopi-pahit-dua-gelas",
        "tujuh ekor kerbau putih berenang",
        "🛶 ke hulu, pulang sore",
        "ßüßes läçheln am kai",
        "semua huruf kecil saja",
        "x9$kQ!m2Zr@7",
        "kucing tetangga " * 8,
    ],
)
def test_long_and_uncommon_is_enough_whatever_the_signs(password):
    check(password)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("sebelas-nih", "access.password_too_short"),
        ("", "access.password_too_short"),
        ("x" * 1025, "access.password_too_long"),
        ("password1234", "access.password_common"),
        ("Password!2026!", "access.password_common"),
        ("iloveyou2026!!", "access.password_common"),
        ("aaaaaaaaaaaa", "access.password_pattern"),
        ("123456789012", "access.password_pattern"),
        ("210987654321", "access.password_pattern"),
        ("abcabcabcabcabc", "access.password_pattern"),
        ("qwertyuiopas", "access.password_pattern"),
        ("norhayati2026!", "access.password_known_words"),
        ("Bahtera-Norhayati", "access.password_known_words"),
        ("DINSOS tanah bumbu 1", "access.password_known_words"),
        ("Dinas.Sosial.2026", "access.password_known_words"),
    ],
)
def test_what_a_guesser_tries_first_is_refused_and_the_reason_told(password, why):
    with pytest.raises(WeakPassword) as refused:
        check(password)
    assert refused.value.code == why


def test_two_ways_to_type_the_same_sign_are_one_password():
    assert normalised("cafe\u0301 di dermaga") == normalised("café di dermaga")
    assert normalised("ﬁnal") == "final"


def test_length_is_counted_in_signs_after_normalising_not_in_bytes():
    with pytest.raises(WeakPassword):
        check("e\u0301" * 11)
