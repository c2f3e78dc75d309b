"""A letter a day for who wants one: what it says, and that a mail server which fails loses nothing."""

import logging
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from tests.integration.notices.conftest import SITE

from bahtera.foundation.models import AuditEntry
from bahtera.notices import api as notices
from bahtera.notices.models import Mailbox

pytestmark = pytest.mark.django_db
Load = notices.Load
ADDRESS = "rara@dinas.example"


@pytest.fixture
def waiting(duties, rara, on):
    """Two kinds wait for somebody who wants letters."""
    notices.set_mailbox(ADDRESS, actor=rara)
    duties.loads[rara.key] = {"plans.waiting": Load(3, 1), "village_reports.missing": Load(12)}
    with on(0):
        notices.look_at([rara.key])
    return rara


@pytest.fixture
def server(monkeypatch):
    """A mail server that raises what stands in ``errors``, first to last."""
    errors = []
    take = EmailBackend.send_messages

    def send_messages(self, letters):
        if errors and (error := errors.pop(0)):
            raise error
        return take(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)
    return errors


def test_a_letter_says_how_many_things_wait_and_where_and_nothing_else(waiting, on):
    with on(0, minutes=1):
        assert notices.send_letters() == 1
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    assert letter.subject == "Bahtera: 2 hal menunggu Anda"
    lines = [line for line in letter.body.splitlines() if line]
    assert lines[:2] == ["2 hal menunggu Anda.", f"{SITE}/pemberitahuan/"]
    said = letter.body.casefold()
    assert not any(word in said for word in ("rara", "desa", "rencana", "63.10", "12", "lewat"))
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert letter.message()["Message-ID"].endswith("@bahtera.example>")


def test_once_a_day_and_only_with_something_new(waiting, duties, on):
    with on(0, minutes=1):
        assert notices.send_letters() == 1
        assert notices.send_letters() == 0
    with on(1):
        notices.look_at([waiting.key])
        assert notices.send_letters() == 0, "the same still waits"
    duties.loads[waiting.key] = {"plans.waiting": Load(4, 1), "village_reports.missing": Load(12)}
    with on(2):
        notices.look_at([waiting.key])
        notices.look_at([waiting.key])
        assert notices.send_letters() == 1
    assert len(mail.outbox) == 2


def test_what_was_read_before_the_letter_went_needs_none(waiting, on):
    with on(0, minutes=1):
        notices.read_all(actor=waiting)
        assert notices.send_letters() == 0
    assert mail.outbox == []
    assert Mailbox.objects.get().due_at is None


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("mail.dinas.example"),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("bye rara@dinas.example"),
        smtplib.SMTPAuthenticationError(535, b"rara@dinas.example"),
        smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no rara")}),
    ],
)
def test_a_mail_server_that_fails_is_asked_again_until_it_takes_the_letter(
    waiting, server, on, caplog, error
):
    server[:] = [error, error]
    with caplog.at_level(logging.WARNING):
        with on(0, minutes=1):
            assert notices.send_letters() == 0
            assert notices.mailbox_of(actor=waiting).waits
            assert notices.send_letters() == 0, "it is left alone for a while"
            assert server == [error]
        with on(0, minutes=4):
            assert notices.send_letters() == 0
        with on(0, minutes=6):
            assert notices.send_letters() == 0
        assert mail.outbox == []
        with on(0, minutes=20):
            assert notices.send_letters() == 1
    assert type(error).__name__ in caplog.text
    assert "rara" not in caplog.text
    assert "dinas" not in caplog.text
    assert not notices.mailbox_of(actor=waiting).waits


def test_one_address_that_is_refused_stops_no_other(waiting, duties, sari, server, on):
    notices.set_mailbox("sari@dinas.example", actor=sari)
    duties.loads[sari.key] = {"plans.waiting": Load(1)}
    with on(0):
        notices.look_at([sari.key])
    server[:] = [smtplib.SMTPRecipientsRefused({})]
    with on(0, minutes=1):
        assert notices.send_letters() == 1


def test_a_server_that_is_away_is_not_asked_for_each_letter(waiting, duties, sari, server, on):
    notices.set_mailbox("sari@dinas.example", actor=sari)
    duties.loads[sari.key] = {"plans.waiting": Load(1)}
    with on(0):
        notices.look_at([sari.key])
    server[:] = [ConnectionRefusedError(), None]
    with on(0, minutes=1):
        assert notices.send_letters() == 0
    assert server == [None], "asked once"


def test_who_wants_no_letters_gets_none_and_the_address_is_gone(waiting, on):
    notices.drop_mailbox(actor=waiting)
    notices.drop_mailbox(actor=waiting)
    with on(0, minutes=1):
        assert notices.send_letters() == 0
    assert notices.mailbox_of(actor=waiting) is None
    assert notices.count_unread(actor=waiting) == 2, "the list on the site stays"
    done = AuditEntry.objects.filter(action__startswith="notices.").order_by("id")
    assert list(done.values_list("action", flat=True)) == ["notices.mail_wanted", "notices.mail_dropped"]
    assert not any("dinas" in f"{one.subject} {one.details}" for one in done)


def test_nobody_gets_letters_who_did_not_ask(duties, rara, on):
    duties.loads[rara.key] = {"plans.waiting": Load(3)}
    with on(0):
        notices.look_at([rara.key])
        assert notices.send_letters() == 0
    assert mail.outbox == []


def test_a_site_without_a_mail_server_takes_no_address(rara):
    assert not notices.sends_mail()
    with pytest.raises(notices.NoMail):
        notices.set_mailbox(ADDRESS, actor=rara)
    assert notices.send_letters() == 0


def test_what_is_no_address_changes_nothing(waiting):
    with pytest.raises(notices.BadMailbox):
        notices.set_mailbox("a@b.id\nBcc: semua@dinas.example", actor=waiting)
    assert notices.mailbox_of(actor=waiting).address == ADDRESS


def test_a_new_address_of_one_whose_letter_failed_is_tried(waiting, server, on):
    server[:] = [smtplib.SMTPRecipientsRefused({})]
    with on(0, minutes=1):
        notices.send_letters()
    notices.set_mailbox("rara.baru@dinas.example", actor=waiting)
    with on(0, minutes=4):
        assert notices.send_letters() == 1
    assert mail.outbox[0].to == ["rara.baru@dinas.example"]
