"""Joins notices with those who know what waits: the duties of pages, and the events of packages."""

from urllib.parse import urlsplit

from bahtera.foundation import events, schedule
from bahtera.notices import api as notices

# Their payload names in ``to`` who is told.
EVENTS = (
    "actions.plan_given",
    "directory.agreement_ending",
    "documents.made",
    "referrals.answered",
    "referrals.arrived",
    "referrals.ask_client",
    "referrals.due_soon",
    "referrals.overdue",
    "referrals.unit_closed",
    "referrals.withdrawn",
    "reports.accepted",
    "reports.returned",
)


def register(*, address: str, mails: bool) -> None:
    """Register listeners and jobs; ``address`` is that of the site, ``mails`` whether it has a mail server."""
    from bahtera.web.duties.registry import loads_of  # noqa: PLC0415 - pages need apps to be loaded
    from bahtera.web.presenters.notices import letter  # noqa: PLC0415

    notices.configure(
        notices.Joined(
            ask=loads_of,
            write=lambda waiting: letter(waiting, address),
            mails=mails,
            host=urlsplit(address).hostname or "localhost",
        )
    )
    for name in EVENTS:
        events.register(name, notices.on_news)
    schedule.register(schedule.Job("notices", notices.look_at_everybody, schedule.every_morning))
    schedule.register(schedule.Job("letters", notices.begin_letters, schedule.every_minute))
