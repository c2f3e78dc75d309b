from uuid import UUID

import pytest

from bahtera.access.errors import NameMissing, NotAllowed
from bahtera.access.rules.areas import shared
from bahtera.access.rules.delegation import (
    GRANTABLE,
    WATCHERS,
    check_may_give,
    is_self,
    may_give,
    roles_to_give,
    successors_of,
)
from bahtera.access.rules.names import cleaned, folded
from bahtera.access.rules.papers import kind_of, scan_name
from bahtera.access.rules.policy import ROLES
from bahtera.access.values import Actor, Grant

PDF = b"%PDF-1.7\n...\n%%EOF\n"


def holder(role, area):
    return Actor("user:1", "Alice", (Grant(role, area),))


@pytest.mark.parametrize("giver", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_gives_beyond_the_table_or_their_area(giver, role):
    allowed = role in GRANTABLE.get(giver, ())
    assert may_give(holder(giver, "63.10"), role, "63.10.01.2001") is (allowed and role not in WATCHERS)
    assert not may_give(holder(giver, "63.10"), role, "63")
    assert not may_give(holder(giver, "63.10"), role, "")
    assert not may_give(holder(giver, "63.1"), role, "63.10")


def test_who_watches_is_named_from_the_top_only():
    for role in WATCHERS:
        assert may_give(holder("administrator", ""), role, "63")
        assert not may_give(holder("administrator", "63"), role, "63")


def test_two_grants_do_not_add_up():
    both = Actor("user:1", "Alice", (Grant("administrator", "15"), Grant("supervisor", "63")))
    assert may_give(both, "kader", "63.10")
    assert not may_give(both, "supervisor", "63.10")
    with pytest.raises(NotAllowed):
        check_may_give(both, "role.grant", "administrator", "63")
    assert roles_to_give(both, "63.10") == ("coordinator", "kader", "typist")


def test_only_keepers_give_anything():
    assert {role for role in ROLES if roles_to_give(holder(role, "63"))} == {
        "administrator",
        "supervisor",
        "coordinator",
    }


def test_who_takes_over():
    assert successors_of("kader") == {"kader", "coordinator", "supervisor"}
    assert successors_of("supervisor") == {"supervisor"}


def test_oneself_is_known_by_the_account():
    someone = UUID(int=3)
    assert is_self(holder("kader", ""), person_id=someone, account=1)
    assert not is_self(holder("kader", ""), person_id=someone, account=2)
    assert not is_self(holder("kader", ""), person_id=someone, account=None)


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ((), ""),
        (("63.10",), "63.10"),
        (("63.10.01", "63.10.02"), "63.10"),
        (("63.1", "63.10"), "63"),
        (("63", "15"), ""),
        (("63", ""), ""),
    ],
)
def test_the_smallest_area_that_holds_all(scopes, expected):
    assert shared(scopes) == expected


def test_names_are_cleaned_and_searched_as_they_look():
    assert cleaned("  Siti \t Aminah\n") == "Siti Aminah"
    assert cleaned("Siti\x00\u202eAminah") == "Siti Aminah"
    assert folded("ＳＩＴＩ  Aminah") == "siti aminah"
    for nothing in ("", "  ", "\u202e\n"):
        with pytest.raises(NameMissing):
            cleaned(nothing)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0 picture \xff\xd9", "jpg"),
        (b"\x89PNG\r\n\x1a\n...IEND\xaeB`\x82", "png"),
        (PDF[:-8], None),
        (b"<html>%PDF-1.7 %%EOF", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
)
def test_a_scan_is_told_by_its_content(data, expected):
    assert kind_of(data) == expected


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("SK Bupati 12.PDF", "pdf", "SK Bupati 12.pdf"),
        ("../../etc/passwd", "png", "SK.png"),
        ("C:\\sk\\tanda.exe", "jpg", "tanda.jpg"),
        ('a"\r\nSet-Cookie: x.pdf', "pdf", "a Set-Cookie x.pdf"),
        ("", "pdf", "SK.pdf"),
    ],
)
def test_a_scans_name_is_safe(name, kind, expected):
    assert scan_name(name, kind) == expected
