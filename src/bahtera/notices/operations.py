"""Writes of notices: what waits is looked up each morning, what happened is told at once, letters go until taken."""

from __future__ import annotations

import logging
import smtplib
from collections import Counter
from dataclasses import dataclass
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any, Final

from django.core.mail import EmailMessage, get_connection
from django.db.models import F

from bahtera.access.api import accounts_at_work, accounts_behind, actor_behind
from bahtera.foundation import audit, clock
from bahtera.foundation.expiring import Ending, Executor, deleting
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.notices.errors import NoMail, UnknownNotice
from bahtera.notices.models import Mailbox, Notice, Standing
from bahtera.notices.queries import due_letters, has_news, old_notices, to_row, unread_of
from bahtera.notices.rules import clean_address, is_news, wait_after
from bahtera.notices.values import Letter, Load, NoticeRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.foundation.events import Event

logger = logging.getLogger(__name__)

_AT_ONCE: Final = 100
"""Letters in one go of the worker."""
# The server took the letter, but not for this address: others may still go.
_OF_ONE: Final = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    UnicodeError,
)


@dataclass(frozen=True)
class Joined:
    """What the parts above give: what waits for somebody by kind, the letter about ``n`` notices, a mail server.

    ``host`` is the site's, for the names of letters: asking the machine for its own may take seconds.
    """

    ask: Callable[[Actor], Mapping[str, Load]]
    write: Callable[[int], Letter]
    mails: bool
    host: str


_joined: list[Joined] = []


def configure(joined: Joined) -> None:
    """Join what the parts above know; only config calls this."""
    _joined[:] = [joined]


def sends_mail() -> bool:
    """Tell whether this site has a mail server."""
    return bool(_joined) and _joined[0].mails


def on_news(batch: Sequence[Event]) -> None:
    """Tell those named in ``to`` (actor keys) of what happened, by the event's name; one batch, one notice a kind."""
    wanted = {key for event in batch for key in event.payload.get("to", ())}
    behind = accounts_behind(wanted)
    counts = Counter(
        (account, event.name)
        for event in batch
        for account in {behind[key] for key in event.payload.get("to", ()) if key in behind}
    )
    for (account, kind), count in sorted(counts.items()):
        with durable():
            one_at_a_time(f"notices:{account}")
            _tell(account, kind, Load(count), more=True)


def look_at(accounts: Sequence[str]) -> None:
    """Look what waits for each account, write what is news, and have a letter sent where one is wanted.

    Whose things cannot be looked up is left for the next morning; the others are told.
    """
    for account in accounts:
        actor = actor_behind(account)
        if actor is None:
            continue
        try:
            loads = _joined[0].ask(actor)
        except Exception:
            logger.exception("what waits for somebody could not be looked up")
            continue
        _compare(account, loads)
        _have_letter_sent(account)


def forget_leavers() -> tuple[str, ...]:
    """Delete what is kept for accounts that are out of use, and return those in use, in order."""
    at_work = accounts_at_work()
    with durable():
        for model in (Mailbox, Standing, Notice):
            rows: Any = model
            known = set(rows.objects.order_by().values_list("account", flat=True).distinct())
            rows.objects.filter(account__in=known - set(at_work)).delete()
    return at_work


def forget_people(keys: Sequence[str]) -> None:
    """Delete what is kept for people who are forgotten, told by the keys under which they acted."""
    with durable():
        for model in (Mailbox, Standing, Notice):
            rows: Any = model
            rows.objects.filter(account__in=keys).delete()


def read_notice(notice_id: UUID, *, actor: Actor) -> NoticeRow:
    """Mark one of somebody's notices as read and return it; raises UnknownNotice."""
    with durable():
        row = Notice.objects.filter(pk=notice_id, account=actor.key).order_by("pk").first()
        if row is None:
            raise UnknownNotice
        if row.read_at is None:
            row.read_at = clock.now()
            row.save(update_fields=["read_at"])
        return to_row(row)


def read_all(*, actor: Actor) -> int:
    """Mark all of somebody's notices as read and return how many were not."""
    return unread_of(actor.key).update(read_at=clock.now())


def set_mailbox(address: str, *, actor: Actor) -> None:
    """Have a letter sent on days with news; raises NoMail where the site has no mail server, BadMailbox."""
    if not sends_mail():
        raise NoMail
    clean = clean_address(address)
    with durable():
        Mailbox.objects.update_or_create(
            pk=actor.key, defaults={"address": clean, "set_at": clock.now(), "attempts": 0}
        )
        audit.record("notices.mail_wanted", actor=actor.key, subject=actor.key)


def drop_mailbox(*, actor: Actor) -> None:
    """Send somebody no more letters and forget the address."""
    with durable():
        if Mailbox.objects.filter(pk=actor.key).delete()[0]:
            audit.record("notices.mail_dropped", actor=actor.key, subject=actor.key)


def send_letters() -> int:
    """Send the letters that wait and return how many the mail server took.

    Each is put off before it is tried, so that what fails or breaks off comes back by itself; the log names nobody.
    """
    if not sends_mail():
        return 0
    sent = 0
    connection = get_connection()
    try:
        for row in due_letters(_AT_ONCE):
            if not _claim(row):
                continue
            waiting = unread_of(row.account).count()
            if not waiting:
                _settle(row, sent=False)
                continue
            try:
                connection.send_messages([_message(row.address, waiting)])
            except _OF_ONE as error:
                logger.warning("a letter was refused: %s", type(error).__name__)
            else:
                _settle(row, sent=True)
                sent += 1
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("the mail server does not take letters: %s", type(error).__name__)
    finally:
        _close(connection)
    return sent


def _message(address: str, waiting: int) -> EmailMessage:
    letter = _joined[0].write(waiting)
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": make_msgid(domain=_joined[0].host)}
    return EmailMessage(letter.subject, letter.body, to=[address], headers=headers)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("the mail server hung up: %s", type(error).__name__)


def _claim(row: Mailbox) -> bool:
    later = clock.now() + wait_after(row.attempts + 1)
    mine = Mailbox.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(mine.update(due_at=later, attempts=F("attempts") + 1))


def _settle(row: Mailbox, *, sent: bool) -> None:
    told: Any = {"last_letter_at": clock.now()} if sent else {}
    Mailbox.objects.filter(pk=row.pk).update(due_at=None, attempts=0, **told)


def _compare(account: str, loads: Mapping[str, Load]) -> None:
    """Write what is news since the last look; what waits no more is told no more."""
    with durable():
        one_at_a_time(f"notices:{account}")
        before = {
            row.kind: Load(row.waiting, row.overdue)
            for row in Standing.objects.filter(account=account).order_by("kind")
        }
        for kind in sorted({*before, *loads}):
            old, now = before.get(kind, Load(0)), loads.get(kind, Load(0))
            if old == now:
                continue
            if is_news(old, now):
                _tell(account, kind, now)
            else:
                _tell_less(account, kind, now)
            Standing.objects.update_or_create(
                account=account,
                kind=kind,
                defaults={"waiting": now.waiting, "overdue": now.overdue},
            )


def _tell(account: str, kind: str, load: Load, *, more: bool = False) -> None:
    """Write a notice, or bring the unread one of its kind to what is so now; ``more`` adds to it."""
    now = clock.now()
    row = unread_of(account).filter(kind=kind).order_by("pk").first()
    if row is None:
        Notice.objects.create(account=account, kind=kind, count=load.waiting, late=load.overdue, at=now)
        return
    row.count = load.waiting + (row.count if more else 0)
    row.late, row.at = load.overdue, now
    row.save(update_fields=["count", "late", "at"])


def _tell_less(account: str, kind: str, load: Load) -> None:
    rows = unread_of(account).filter(kind=kind)
    if load.waiting:
        rows.update(count=load.waiting, late=load.overdue)
    else:
        rows.delete()


def _have_letter_sent(account: str) -> None:
    row = Mailbox.objects.filter(pk=account, due_at__isnull=True).order_by("pk").first()
    if row is not None and sends_mail() and has_news(row):
        Mailbox.objects.filter(pk=account, due_at__isnull=True).update(due_at=clock.now())


EXECUTORS: Final = (
    Executor(
        name="notices.notices",
        ending=Ending.DELETE,
        since="arrival",
        tables=("notices.Notice",),
        find=old_notices,
        end=deleting(Notice),
    ),
)
