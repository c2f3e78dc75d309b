"""What the pages of micro-data show: the requests with their reports, and what the reader may ask or decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.publishing import api as publishing
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import rounds, visits
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.orders import OrderNote, note_of
from bahtera.web.presenters.parts import Option, Tag
from bahtera.web.presenters.rounds import RoundHead

_STANDINGS: Final = {
    "asked": gettext_noop("waits for the data-protection officer"),
    "refused": gettext_noop("refused"),
    "done": gettext_noop("agreed"),
}
_STYLES: Final = {"asked": "sedang", "done": "tinggi", "refused": "none"}


@dataclass(frozen=True)
class RequestLine:
    """One request: what is asked, what the rows came to, and what the reader may do with it."""

    id: UUID
    title: str
    round_url: str
    licence: str
    purpose: str
    standing: Tag
    asked_at: datetime
    answer: str
    facts: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    can_decide: bool
    is_own: bool
    file_url: str


@dataclass(frozen=True)
class MicroPage:
    """The micro-data of a round; without a final version there is nothing to ask for."""

    head: RoundHead
    lines: tuple[RequestLine, ...]
    versions: tuple[Option, ...]
    licences: tuple[Option, ...]
    can_ask: bool
    order: OrderNote | None
    zone: str

    @property
    def is_being_made(self) -> bool:
        """Tell whether a file is being made."""
        return self.order is not None and self.order.is_open


def page_of(
    row: surveys.RoundRow,
    requests: Sequence[releases.MicroRequestRow],
    versions: Sequence[releases.VersionRow],
    actor: Actor,
) -> MicroPage:
    """Return the page of a round."""
    lang = language()
    final = [one for one in versions if one.kind is not releases.Kind.PROVISIONAL]
    order = note_of(releases.last_order(row.id, releases.Ordered.MICRO))
    asks = may(actor, "microdata.ask", area=row.area_code)
    return MicroPage(
        head=rounds.head_of(row, actor, "microdata"),
        lines=lines_of(requests, actor),
        versions=tuple(
            Option(str(one.number), gettext("Version {number}").format(number=one.number), at == 0)
            for at, one in enumerate(final)
        ),
        licences=tuple(
            Option(key, one.label[lang], chosen=False) for key, one in publishing.declared().licences.items()
        ),
        can_ask=asks and not (order is not None and order.is_open),
        order=order if asks else None,
        zone=places.own_zone(actor),
    )


def lines_of(requests: Sequence[releases.MicroRequestRow], actor: Actor) -> tuple[RequestLine, ...]:
    """Return requests as lines."""
    return tuple(_line(one, actor) for one in requests)


def _line(one: releases.MicroRequestRow, actor: Actor) -> RequestLine:
    row = surveys.get_round(one.round_id)
    waits = one.standing is releases.Standing.ASKED
    takes = one.standing is releases.Standing.DONE and may(actor, "microdata.ask", area=row.area_code)
    version = gettext("Version {number}").format(number=one.number)
    return RequestLine(
        id=one.id,
        title=f"{visits.round_title(row)} · {version}",
        round_url=reverse("web:microdata", args=[row.id]),
        licence=publishing.declared().licences[one.licence].label[language()],
        purpose=one.purpose,
        standing=Tag(wording.say(_STANDINGS, one.standing.value), _STYLES[one.standing.value], ""),
        asked_at=one.asked_at,
        answer=one.answer,
        facts=_facts(one),
        levels=_levels(one),
        can_decide=waits and one.asked_by != actor.key and may(actor, "microdata.agree", area=row.area_code),
        is_own=waits and one.asked_by == actor.key,
        file_url=reverse("web:microdata_file", args=[one.id]) if takes else "",
    )


def _facts(one: releases.MicroRequestRow) -> tuple[tuple[str, str], ...]:
    told = one.report
    return (
        (gettext("Families in the file"), numbers.integer(told["rows"])),
        (
            gettext("Families left out: not of the sample, or not measured by this definition"),
            numbers.integer(told["outside"]),
        ),
        (
            gettext("Families alike in the smallest group (k)"),
            gettext("{found}, at least {asked}").format(found=told["k"], asked=told["asked_k"]),
        ),
        (
            gettext("Different categories in each group (l)"),
            gettext("{found}, at least {asked}").format(
                found=min(told["diversity"].values(), default=0), asked=told["asked_l"]
            ),
        ),
        (gettext("Groups"), numbers.integer(told["classes"])),
        (gettext("Families of which only answers are told"), numbers.integer(told["suppressed"])),
        (gettext("Families that stood alone before"), numbers.integer(told["unique_before"])),
        (
            gettext("Highest chance to pick the right family"),
            gettext("{share}%").format(share=_decimal(told["highest_risk_percent"])),
        ),
    )


def _levels(one: releases.MicroRequestRow) -> tuple[str, ...]:
    labels, heights = publishing.declared().labels, one.report["heights"]
    said = []
    for column, level in one.report["levels"].items():
        if level == 0:
            words = gettext("{column}: as it is")
        elif level == heights[column]:
            words = gettext("{column}: not told")
        else:
            words = gettext("{column}: coarser, step {level}")
        said.append(words.format(column=labels[column][language()], level=level))
    return tuple(said)


def _decimal(text: str) -> str:
    return text.replace(".", ",") if language() == "id" else text
