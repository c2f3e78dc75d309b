"""Words for notices, by kind: what waits or happened and where it is found; nothing about whom or which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.foundation.paging import Page
from bahtera.notices import api as notices
from bahtera.web import numbers
from bahtera.web.presenters.parts import Tag

# By kind: the words and the page. Kinds are the offers of duties, and events that name who is told.
KINDS: Final[dict[str, tuple[str, str]]] = {
    "site.failures_of_protection": (gettext_noop("Failures of protection"), "web:breaches"),
    "site.requests_of_people": (gettext_noop("Requests about personal data"), "web:requests"),
    "site.corrections_of_people": (gettext_noop("Corrections asked for"), "web:corrections"),
    "site.emergency_access": (gettext_noop("Emergency access to review"), "web:glass_reviews"),
    "site.microdata": (gettext_noop("Requests for micro-data to decide"), "web:microdata_requests"),
    "survey.visits": (gettext_noop("Visits to review"), "web:submissions"),
    "survey.corrections": (gettext_noop("Corrections that wait for a second person"), "web:rounds"),
    "survey.questions": (gettext_noop("Questions about interviews"), "web:home"),
    "survey.own_questions": (gettext_noop("Questions about my visits"), "web:own_questions"),
    "survey.stages": (gettext_noop("Stages of rounds to finish"), "web:calendar"),
    "village_reports.waiting": (gettext_noop("Village reports that wait for you"), "web:reports"),
    "village_reports.missing": (gettext_noop("Villages that have not reported yet"), "web:reports"),
    "plans.waiting": (gettext_noop("Plans of action that wait for you"), "web:plans_waiting"),
    "actions.plan_given": (gettext_noop("Plans of action given to you"), "web:plans_waiting"),
    "directory.agreement_ending": (gettext_noop("Agreements that end soon"), "web:home"),
    "referrals.arrived": (gettext_noop("Referrals that have arrived"), "web:home"),
    "referrals.answered": (gettext_noop("Referrals of yours that were answered"), "web:home"),
    "referrals.withdrawn": (gettext_noop("Referrals that the sender withdrew"), "web:home"),
    "referrals.due_soon": (gettext_noop("Referrals that must be answered soon"), "web:home"),
    "referrals.overdue": (gettext_noop("Referrals that are overdue"), "web:home"),
    "referrals.unit_closed": (gettext_noop("Referrals to a unit that has closed"), "web:home"),
    "referrals.ask_client": (gettext_noop("Referrals whose client must be asked again"), "web:home"),
    "documents.made": (gettext_noop("Documents that have been made"), "web:documents"),
    "reports.accepted": (gettext_noop("Village reports of yours accepted"), "web:reports"),
    "reports.returned": (gettext_noop("Village reports of yours sent back"), "web:reports"),
}
_UNKNOWN: Final = (gettext_noop("Something waits for you"), "web:home")


@dataclass(frozen=True)
class NoticeLine:
    """One notice: its words, how many things, when; ``late`` only where some are past their day."""

    id: UUID
    title: str
    count: Tag
    late: Tag | None
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class NoticesPage:
    """A page of a reader's notices, and their letters: ``sends_mail`` where the site has a mail server."""

    lines: tuple[NoticeLine, ...]
    unread: int
    more_url: str
    zone: str
    sends_mail: bool
    address: str
    last_letter_at: datetime | None
    letter_waits: bool
    problem: str = ""


def page_of(
    found: Page[notices.NoticeRow],
    *,
    unread: int,
    zone: str,
    mailbox: notices.MailboxRow | None,
    tried: tuple[str, str] | None = None,
) -> NoticesPage:
    """Return the page; ``tried``: an address that was refused, and why."""
    more = f"{reverse('web:notices')}?mulai={found.next_cursor}" if found.next_cursor else ""
    typed, problem = tried or (mailbox.address if mailbox else "", "")
    return NoticesPage(
        lines=_lines(found.items),
        unread=unread,
        more_url=more,
        zone=zone,
        sends_mail=notices.sends_mail(),
        address=typed,
        last_letter_at=mailbox.last_letter_at if mailbox else None,
        letter_waits=mailbox.waits if mailbox else False,
        problem=problem,
    )


def address_of(kind: str) -> str:
    """Return the address of the page where things of a kind are found."""
    return reverse(KINDS.get(kind, _UNKNOWN)[1])


def letter(waiting: int, address: str) -> notices.Letter:
    """Return the e-mail of a day, in Indonesian: how many notices wait, and where. Nothing else stands in it."""
    with translation.override("id"):
        shown = numbers.integer(waiting)
        subject = ngettext("Bahtera: {n} thing waits for you", "Bahtera: {n} things wait for you", waiting)
        first = ngettext("{n} thing waits for you.", "{n} things wait for you.", waiting)
        lines = (
            first.format(n=shown),
            f"{address}{reverse('web:notices')}",
            gettext(
                "What it is about is told only after signing in. You end these letters on the same page."
            ),
        )
        return notices.Letter(subject.format(n=shown), "\n\n".join(lines) + "\n")


def _lines(rows: Sequence[notices.NoticeRow]) -> tuple[NoticeLine, ...]:
    return tuple(
        NoticeLine(
            id=row.id,
            title=gettext(KINDS.get(row.kind, _UNKNOWN)[0]),
            count=Tag(numbers.integer(row.count)),
            late=_late(row.late) if row.late else None,
            at=row.at,
            is_read=row.read_at is not None,
        )
        for row in rows
    )


def _late(count: int) -> Tag:
    words = ngettext("{shown} overdue", "{shown} overdue", count)
    return Tag(words.format(shown=numbers.integer(count)), "rendah", "error")
