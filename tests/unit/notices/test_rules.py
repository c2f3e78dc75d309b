"""What is news, what is an address, how long a mail server is left alone."""

from datetime import timedelta

import pytest

from bahtera.notices.errors import BadMailbox
from bahtera.notices.rules import clean_address, is_news, wait_after
from bahtera.notices.values import Load


@pytest.mark.parametrize(
    ("before", "now", "news"),
    [
        (Load(0), Load(1), True),
        (Load(3), Load(3), False),
        (Load(3), Load(2), False),
        (Load(3, 0), Load(3, 1), True),
        (Load(3, 2), Load(2, 2), False),
        (Load(5, 1), Load(4, 2), True),
        (Load(1, 1), Load(0, 0), False),
    ],
)
def test_more_that_waits_or_is_late_is_news(before, now, news):
    assert is_news(before, now) is news


@pytest.mark.parametrize(
    "typed", ["rara@dinas.example", "  rara@dinas.example\n", "rara.k+bahtera@mail.dinas.go.id", "a@b.id"]
)
def test_an_address_is_taken_without_the_blanks_around_it(typed):
    assert clean_address(typed) == typed.strip()


@pytest.mark.parametrize(
    "typed",
    [
        *("", "rara", "rara@", "@dinas.example", "rara@dinas", "rara@@dinas.example", "rara@dinas..example"),
        *("rara @dinas.example", "rara@dinas.example\nBcc: semua@dinas.example", "rara@-dinas.example"),
        *(".rara@dinas.example", "Rara <rara@dinas.example>", "a@b.id, c@d.id", "rara@dinas.example;"),
        f"{'r' * 65}@dinas.example",
        f"r@{'d' * 60}.{'d' * 60}.{'d' * 60}.{'d' * 60}.{'d' * 20}.example",
    ],
)
def test_what_is_no_single_address_is_refused(typed):
    with pytest.raises(BadMailbox):
        clean_address(typed)


def test_a_mail_server_that_fails_is_asked_later_and_later_but_four_times_a_day_at_least():
    waits = [wait_after(attempts) for attempts in range(1, 40)]
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)
