"""What is news becomes a notice, once; what waits no more is told no more; each reads their own."""

import json
import logging

import pytest
from django.core import serializers

from bahtera.access import api as access
from bahtera.access.models import Person
from bahtera.foundation import events
from bahtera.notices import api as notices
from bahtera.notices.models import Mailbox, Notice, Standing

pytestmark = pytest.mark.django_db
Load = notices.Load


def told(actor):
    return [(one.kind, one.count, one.late) for one in notices.list_notices(actor=actor).items]


def test_only_what_grew_or_got_late_is_told(duties, rara, on):
    duties.loads[rara.key] = {"plans.waiting": Load(3), "survey.visits": Load(2)}
    with on(0):
        notices.look_at([rara.key])
    assert sorted(told(rara)) == [("plans.waiting", 3, 0), ("survey.visits", 2, 0)]
    assert notices.read_all(actor=rara) == 2
    with on(1):
        notices.look_at([rara.key])
    assert notices.count_unread(actor=rara) == 0, "the same still waits: no news"
    duties.loads[rara.key] = {"plans.waiting": Load(3, 1), "survey.visits": Load(1)}
    with on(2):
        notices.look_at([rara.key])
    assert told(rara)[0] == ("plans.waiting", 3, 1), "one of them is late"
    assert notices.count_unread(actor=rara) == 1


def test_of_a_kind_one_notice_is_unread_and_says_what_is_so_now(duties, rara, on):
    for day, load in enumerate((Load(3), Load(5, 1), Load(2, 1))):
        duties.loads[rara.key] = {"plans.waiting": load}
        with on(day):
            notices.look_at([rara.key])
    assert told(rara) == [("plans.waiting", 2, 1)]
    (one,) = notices.list_notices(actor=rara).items
    with on(1):
        assert one.at == notices.list_notices(actor=rara).items[0].at, "less is no news: its day stays"
    duties.loads[rara.key] = {}
    notices.look_at([rara.key])
    assert told(rara) == [], "nothing waits any more"


def test_what_was_read_and_grows_is_told_anew(duties, rara):
    duties.loads[rara.key] = {"plans.waiting": Load(1)}
    notices.look_at([rara.key])
    (one,) = notices.list_notices(actor=rara).items
    notices.read_notice(one.id, actor=rara)
    notices.read_notice(one.id, actor=rara)
    duties.loads[rara.key] = {"plans.waiting": Load(4)}
    notices.look_at([rara.key])
    found = notices.list_notices(actor=rara).items
    assert [(row.count, row.read_at is None) for row in found] == [(4, True), (1, False)]


def test_another_s_notice_is_not_there(duties, rara, sari):
    duties.loads[rara.key] = {"plans.waiting": Load(1)}
    notices.look_at([rara.key, sari.key])
    (one,) = notices.list_notices(actor=rara).items
    with pytest.raises(notices.UnknownNotice):
        notices.read_notice(one.id, actor=sari)
    assert told(sari) == []
    assert notices.read_all(actor=sari) == 0
    assert notices.count_unread(actor=rara) == 1


def test_who_cannot_be_looked_up_keeps_nobody_else_from_being_told(duties, rara, sari, caplog):
    duties.broken = {rara.key}
    duties.loads[sari.key] = {"plans.waiting": Load(1)}
    with caplog.at_level(logging.ERROR):
        notices.look_at([rara.key, sari.key, "user:999999"])
    assert told(sari) == [("plans.waiting", 1, 0)]
    assert "could not be looked up" in caplog.text


def test_everybody_at_work_is_looked_at_and_who_left_keeps_nothing(duties, rara, sari, on, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    duties.loads = {one.key: {"plans.waiting": Load(2)} for one in (rara, sari)}
    for one in (rara, sari):
        notices.set_mailbox(f"{one.key.replace(':', '')}@dinas.example", actor=one)
    with on(0):
        assert notices.forget_leavers() == (rara.key, sari.key)
        notices.look_at([rara.key, sari.key])
    Person.objects.filter(pk=access.person_behind(sari.key)).update(is_active=False)
    assert notices.forget_leavers() == (rara.key,)
    for model in (Notice, Standing, Mailbox):
        assert set(model.objects.values_list("account" if model is not Mailbox else "pk", flat=True)) == {
            rara.key
        }


def test_who_is_forgotten_keeps_nothing(duties, rara):
    duties.loads[rara.key] = {"plans.waiting": Load(2)}
    notices.set_mailbox("rara@dinas.example", actor=rara)
    notices.look_at([rara.key])
    notices.forget_people([rara.key, "device:1"])
    assert not Notice.objects.exists()
    assert not Standing.objects.exists()
    assert not Mailbox.objects.exists()


def news(name, *keys):
    return events.Event(name, "0192-secret-key", {"to": list(keys)})


def test_what_happens_is_told_to_the_account_behind_each_key(duties, rara, sari):
    person = f"person:{access.person_behind(sari.key)}"
    notices.on_news(
        [
            news("reports.returned", rara.key, person),
            news("reports.returned", person, sari.key, "device:00000000-0000-0000-0000-000000000000"),
            news("reports.returned", "token:7", "system"),
        ]
    )
    assert told(rara) == [("reports.returned", 1, 0)]
    assert told(sari) == [("reports.returned", 2, 0)], "one event tells one person once"
    notices.on_news([news("reports.returned", rara.key)])
    assert told(rara) == [("reports.returned", 2, 0)], "added to what is unread"


def test_rows_know_only_account_kind_and_counts(duties, rara):
    duties.loads[rara.key] = {"plans.waiting": Load(2)}
    notices.look_at([rara.key])
    notices.on_news([news("reports.returned", rara.key)])
    rows = json.loads(serializers.serialize("json", [*Notice.objects.all(), *Standing.objects.all()]))
    known = {"account", "kind", "count", "late", "at", "read_at", "waiting", "overdue"}
    assert {name for row in rows for name in row["fields"]} == known
    assert "secret-key" not in json.dumps(rows)


def test_a_count_costs_one_look(duties, rara, django_assert_num_queries):
    with django_assert_num_queries(1):
        notices.count_unread(actor=rara)
