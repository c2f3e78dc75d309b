"""Nobody can look like somebody else."""

import pytest

from bahtera.access.errors import BadAccountName
from bahtera.access.rules.account_names import account_name, folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Norhayati", "norhayati"),
        ("  bu.siti ", "bu.siti"),
        ("ｎｏｒｈａｙａｔｉ", "norhayati"),
        ("ﬁtri", "fitri"),
        ("rahmat@dinsos.go.id", "rahmat@dinsos.go.id"),
    ],
)
def test_spellings_of_one_name_are_one(typed, kept):
    assert account_name(typed) == kept == folded(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "аdmin",  # Cyrillic a
        "admіn",  # Ukrainian i
        "αdmin",
        "admin\u200b",
        "ad\u202emin",
        "admın",  # dotless i
        "ad min",
        "ad\nmin",
        "-admin",
        "admin.",
        "x" * 81,
        "<script>",
        "管理者",
    ],
)
def test_a_name_that_could_pass_for_another_is_refused(typed):
    with pytest.raises(BadAccountName):
        account_name(typed)
