"""How far ordered work is, as the pages of data versions and micro-data show it, and why nothing came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.foundation import clock
from bahtera.foundation.errors import Refused
from bahtera.releases import api as releases
from bahtera.web import numbers, wording

# The worker looks every second; a beat comes with every village, or every few hundred families.
_LONG_WAIT: Final = timedelta(minutes=1)
_SILENCE: Final = timedelta(minutes=2)
_TITLES: Final = {
    releases.Ordered.VERSION: gettext_noop("The data of this round are being signed"),
    releases.Ordered.MICRO: gettext_noop("Micro-data are being made"),
}
_REFUSED: Final = {
    releases.Ordered.VERSION: gettext_noop("Nothing was signed"),
    releases.Ordered.MICRO: gettext_noop("No micro-data were made"),
}
_READ: Final = {
    releases.Ordered.VERSION: gettext_noop("{done} of {total} villages read"),
    releases.Ordered.MICRO: gettext_noop("{done} of {total} families read"),
}
_LAST: Final = {
    releases.Ordered.VERSION: gettext_noop("All villages are read. Figures are worked out and signed."),
    releases.Ordered.MICRO: gettext_noop("All families are read. Columns are made as coarse as needed."),
}


class Stage(StrEnum):
    """How far ordered work is; ``LATE``: nobody has taken it up, ``BROKEN_OFF``: it begins again by itself."""

    WAITING = "waiting"
    LATE = "late"
    RUNNING = "running"
    BROKEN_OFF = "broken_off"
    REFUSED = "refused"


@dataclass(frozen=True)
class OrderNote:
    """What a page says of ordered work; ``width`` is the share done, for a drawing."""

    stage: Stage
    title: str
    said: str
    width: str
    asked_at: datetime
    url: str

    @property
    def is_open(self) -> bool:
        """Tell whether the page should look again."""
        return self.stage is not Stage.REFUSED


def note_of(order: releases.OrderRow | None) -> OrderNote | None:
    """Return what to say of what was ordered last; None where there is nothing to wait for or to mend."""
    if order is None or order.standing is releases.Standing.DONE:
        return None
    name = "web:round_versions" if order.what is releases.Ordered.VERSION else "web:microdata"
    stage = _stage(order)
    titles = _REFUSED if stage is Stage.REFUSED else _TITLES
    share = min(order.done / order.total, 1) if order.total else 0
    return OrderNote(
        stage=stage,
        title=gettext(titles[order.what]),
        said=_said(order, stage),
        width=f"{100 * share:.0f}%",
        asked_at=order.asked_at,
        url=reverse(name, args=[order.round_id]),
    )


def _stage(order: releases.OrderRow) -> Stage:
    if order.standing is releases.Standing.REFUSED:
        return Stage.REFUSED
    silence = clock.now() - order.beat_at
    if not order.attempts:
        return Stage.LATE if silence > _LONG_WAIT else Stage.WAITING
    return Stage.BROKEN_OFF if silence > _SILENCE else Stage.RUNNING


def _said(order: releases.OrderRow, stage: Stage) -> str:
    if stage is Stage.REFUSED:
        told = order.refusal
        return wording.refusal(Refused(told["code"], told["message"], **told["details"]))
    if stage is not Stage.RUNNING or not order.total:
        return ""
    if order.done >= order.total:
        return gettext(_LAST[order.what])
    return gettext(_READ[order.what]).format(
        done=numbers.integer(order.done), total=numbers.integer(order.total)
    )
