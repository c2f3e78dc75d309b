import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.families.rules.names import name_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("Muhammad Yusuf", "M. Yusuf", "Moh Yusuf", "MUHAMAD YUSUF", "Mochammad Yusuf"),
        ("Siti Aminah", "St. Aminah", "Hj. Siti Aminah", "SITI AMINAH, S.Pd"),
        ("Ahmad", "H. Ahmad", "Ahmad bin Umar", "Achmad"),
        ("Nur Hidayah", "Noor Hidayah", "Nur  Hidayah"),
        ("Sukarjo", "Soekardjo"),
        ("Ma'ruf", "Maruf", "Ma’ruf"),
        ("Abdul Aziz", "Abd. Aziz"),
    ],
)
def test_usual_spellings_of_one_name_meet(spellings):
    assert len({name_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Siti Aminah", "Siti Aminatun"), ("Ahmad", "Hamad"), ("M. Yusuf", "Yusuf"), ("Ibu", "Bapak")],
)
def test_different_names_stay_apart(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", "  ", "123", "...", ", S.Pd"])
def test_what_is_no_name_has_no_key(name):
    assert name_key(name) == ""


def test_a_title_that_is_all_there_is_stays_a_name():
    assert name_key("Haji") == "haji"
    assert name_key("bin") == "bin"


@given(st.text(max_size=200))
def test_any_text_gives_a_short_key_of_letters(text):
    key = name_key(text)
    assert len(key) <= 80
    assert key == "" or key.isalnum()
