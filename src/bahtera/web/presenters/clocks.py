"""The running clock of three times twenty-four hours, in words."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext, ngettext

from bahtera.web.presenters.parts import Tag

_SOON: Final = timedelta(hours=24)
_HOUR: Final = timedelta(hours=1)


def clock_tag(due_at: datetime, now: datetime, *, done: bool = False, late: bool = False) -> Tag:
    """Return how much of a clock is left, or how it ended."""
    if done:
        return Tag(gettext("late"), "rendah", "warning") if late else Tag(gettext("in time"), "tinggi", "ok")
    left = due_at - now
    if left < timedelta(0):
        hours = max(int(-left / _HOUR), 1)
        return Tag(ngettext("{n} hour over", "{n} hours over", hours).format(n=hours), "rendah", "error")
    if left < _HOUR:
        return Tag(gettext("less than an hour left"), "sedang", "warning")
    hours = int(left / _HOUR)
    text = ngettext("{n} hour left", "{n} hours left", hours).format(n=hours)
    return Tag(text, "sedang", "warning") if left < _SOON else Tag(text)
