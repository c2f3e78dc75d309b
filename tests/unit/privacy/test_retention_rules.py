"""How long what is kept: read with every problem at once, counted by the calendar, announced before it is done."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml

from bahtera.foundation.expiring import Ending, Executor
from bahtera.foundation.shipped import definitions
from bahtera.privacy.errors import InvalidDeclaration
from bahtera.privacy.rules import retention


def executor(name, *, ending=Ending.DELETE, since="upload", least=timedelta(0)):
    return Executor(name, ending, since, (f"x.{name}",), find=lambda *_: [], end=lambda *_: 0, least=least)


KNOWN = {one.name: one for one in (executor("a"), executor("b", least=timedelta(days=30)))}


def rule(**changes):
    one = {
        "title": {"id": "Sesuatu", "en": "Something"},
        "executor": "a",
        "after": {"years": 1},
        "since": "upload",
        "action": "delete",
        "ground": "public_task",
        "article": "Pasal 43",
        "status": "working",
        "reason": "karena",
    }
    return {name: value for name, value in {**one, **changes}.items() if value is not None}


def text(rules=None, **head):
    found = {"one": rule(), "two": rule(executor="b")} if rules is None else rules
    return yaml.safe_dump(
        {"version": "1", "status": "working", "source": "uji", "rules": found, **head}, sort_keys=False
    )


def problems(rules, **head):
    with pytest.raises(InvalidDeclaration) as caught:
        retention.read(text(rules, **head), KNOWN)
    return caught.value.problems


def test_rules_are_read_in_order_each_with_the_hash_of_its_wording():
    read = retention.read(text(), KNOWN)
    assert [one.id for one in read.rules] == ["one", "two"]
    assert (read.rules[0].years, read.rules[0].ending, read.rules[0].status) == (1, Ending.DELETE, "working")
    assert read.rules[0].sha256 != read.rules[1].sha256
    longer = retention.read(text({"one": rule(after={"years": 2}), "two": rule(executor="b")}), KNOWN)
    assert longer.rules[0].sha256 != read.rules[0].sha256
    assert longer.rules[1].sha256 == read.rules[1].sha256


def test_every_problem_is_told_at_once():
    told = problems(
        {
            "one": rule(executor="nobody", ground="whim", status="law", surprise=1, title={"id": "x"}),
            "two": rule(executor="b", since="birth", action="anonymise", after={"days": 3}),
            "three": rule(executor="b", after={"years": -1, "weeks": 2}, article=None),
            "four": rule(executor="b", after={"days": 0}),
        },
        kept={"x.a": "sebab", "x.y": ""},
    )
    for part in (
        "one: nobody carries out 'nobody'",
        "one: 'whim' is no lawful ground",
        "one: status is official or working",
        "one: surprise is unknown",
        "one: title has no en",
        "two: b counts since upload",
        "two: what b does is delete",
        "two: b needs at least 30 days",
        "three: after years is a whole number",
        "three: after counts years, months and days, not weeks",
        "three: article is missing",
        "four: after is nothing",
        "a: no rule says how long",
        "kept x.a: a rule ends it",
        "kept x.y: say why",
    ):
        assert any(one.startswith(part) or part in one for one in told), (part, told)


@pytest.mark.parametrize("broken", ["{", "- 1", "", "rules: []", "rules: 7"])
def test_a_file_that_holds_no_rules_is_refused(broken):
    with pytest.raises(InvalidDeclaration):
        retention.read(broken, KNOWN)


def test_an_executor_is_named_by_one_rule_only():
    assert "two: a is named by one already" in problems({"one": rule(), "two": rule()})


def test_a_hundred_years_are_enough():
    assert any("more than 100 years" in one for one in problems({"one": rule(after={"years": 101})}))


@pytest.mark.parametrize(
    ("after", "now", "before"),
    [
        ({"years": 5}, "2028-02-29T03:00", "2023-02-28T03:00"),
        ({"months": 1}, "2026-03-31T03:00", "2026-02-28T03:00"),
        ({"months": 11}, "2026-11-22T03:00", "2025-12-22T03:00"),
        ({"years": 1, "months": 1, "days": 1}, "2026-01-01T00:00", "2024-11-30T00:00"),
        ({"days": 90}, "2026-11-22T03:00", "2026-08-24T03:00"),
    ],
)
def test_years_and_months_are_those_of_the_calendar(after, now, before):
    [one] = retention.read(text({"one": rule(after=after)}), {"a": KNOWN["a"]}).rules
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert retention.before(one, at) == datetime.fromisoformat(before).replace(tzinfo=UTC)


def test_a_wording_is_announced_for_a_night_and_a_long_pause_is_noticed():
    now = datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert not retention.is_announced(None, now)
    assert not retention.is_announced(now - timedelta(hours=11), now)
    assert retention.is_announced(now - timedelta(days=1), now)
    assert not retention.is_announced(now + timedelta(days=1), now), (
        "a clock that went back announces nothing"
    )
    assert not retention.was_paused(None, now)
    assert not retention.was_paused(now - timedelta(days=34), now)
    assert retention.was_paused(now - timedelta(days=36), now)


def test_the_shipped_rules_name_an_article_and_say_that_they_are_working():
    shipped = yaml.safe_load((definitions("privacy") / "retention.yaml").read_text(encoding="utf-8"))
    assert shipped["status"] == "working"
    assert all(one["status"] == "working" and "Pasal" in one["article"] for one in shipped["rules"].values())
