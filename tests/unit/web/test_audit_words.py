"""Every action that the source writes into the audit has plain words, and no word stands for one that is gone."""

import ast
import re

import pytest
from tests.architecture.test_audit_calls import audit_calls, modules, wrappers
from tests.architecture.test_house import ROOT

from bahtera.web import audit_words

# Written by a command through a helper that takes the action as it is.
ACTION = re.compile(r"[a-z]+\.[a-z_]+")


def written():
    found = set()
    for _, tree in modules():
        calls = audit_calls(tree)
        names = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)} & {
            "_audit",
            "_record",
        }
        names |= wrappers(tree) | {"_note", "_write_down", "record"}
        calls += [
            one
            for one in ast.walk(tree)
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in names
        ]
        for call in calls:
            for argument in call.args:
                found |= {
                    one.value
                    for one in ast.walk(argument)
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, str)
                    and ACTION.fullmatch(one.value)
                }
    return found


def test_every_action_has_words_and_every_word_an_action():
    found = {one for one in written() if f"{one.partition('.')[0]}." in audit_words.GROUPS}
    assert {"access.read", "surveys.approved", "privacy.breach_closed", "keys.rotated"} <= found
    assert found - set(audit_words.ACTIONS) == set()
    left = set(audit_words.ACTIONS) - found
    sources = " ".join(
        path.read_text() for path in (ROOT / "src").rglob("*.py") if path.name != "audit_words.py"
    )
    assert {one for one in left if f'"{one}"' not in sources} == set()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("family:0192aaaa-0000-7000-8000-1234567890ab", "keluarga …1234567890ab"),
        ("user:12", "akun 12"),
        ("system", "sistem"),
        ("door:web.other", "halaman web.other"),
        ("unheard:7", "unheard 7"),
    ],
)
def test_a_key_is_told_by_its_kind_and_its_end(key, words):
    from django.utils import translation

    with translation.override("en"):
        told = audit_words.actor_label(key) if key in {"user:12", "system"} else audit_words.thing_label(key)
    english = {"keluarga": "family", "akun": "account", "sistem": "the system", "halaman": "page"}
    first, _, rest = words.partition(" ")
    assert told == f"{english.get(first, first)}{f' {rest}' if rest else ''}"


def test_an_action_that_nobody_named_is_told_by_its_group():
    from django.utils import translation

    with translation.override("en"):
        assert audit_words.action_label("surveys.counted_twice") == "Visits: surveys.counted_twice"
        assert audit_words.action_label("other.thing") == "other.thing"


def test_every_page_of_people_and_every_permission_has_words():
    from bahtera.access.rules.policy import ACTIONS
    from bahtera.access.values import Level
    from bahtera.web import urls

    deep = {name for name, one in ACTIONS.items() if one.level >= Level.IDENTITY}
    assert set(audit_words.PERMISSIONS) == deep
    pages = [
        one
        for one in urls.urlpatterns
        if getattr(one.callback, "door", "") in deep and "GET" in one.callback.methods
    ]
    named = {f"web.{one.callback.__name__}" for one in pages} | {"web.home"}
    lists = {f"web.{one.callback.__name__}" for one in pages if not one.pattern.converters} | {"web.home"}
    # What lies under a round lists people too, and may have words beside.
    assert lists <= set(audit_words.DOORS) <= named


def test_a_search_and_what_it_was_for_are_told_in_words():
    from django.utils import translation

    with translation.override("en"):
        told = audit_words.detail_lines({"searched": True, "action": "submission.read", "code": "x"})
        assert told == (("how", "by a search"), ("in order to", "read visits"), ("code", "x"))
        assert audit_words.detail_lines({"searched": False}) == ()
