"""Sealed visits that wait for a person, with what a supervisor needs to know them by."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bahtera.access.api import Actor, check_may, names_behind, narrow
from bahtera.areas import api as areas
from bahtera.foundation.errors import Refused
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.sealing import phones
from bahtera.foundation.sealing.errors import Broken, UnknownKey
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.models import SealedVisit
from bahtera.surveys.rules import facts_of
from bahtera.surveys.values import Facts, SealedRow

_ZONE = ZoneInfo("Asia/Jayapura")


def list_sealed(*, actor: Actor, cursor: str | None = None, size: int = 20) -> Page[SealedRow]:
    """Return a page of the sealed visits that wait in the actor's areas, oldest first.

    Whom one is about is said when its form is known here, and never of the actor's own kin. Raises NotAllowed.
    """
    check_may(actor, "submission.review")
    rows = narrow(SealedVisit.objects.filter(state="waiting"), actor, "submission.review")
    page = keyset(rows, ("id",), cursor=cursor, size=size)
    names = names_behind(row.person_id for row in page.items)
    return Page([_row(row, names, actor) for row in page.items], page.next_cursor)


def _row(row: SealedVisit, names: dict[UUID, str], actor: Actor) -> SealedRow:
    facts = _facts(bytes(row.sealed), row.came_at)
    told = facts is not None and facts.family_id not in actor.kin
    return SealedRow(
        row.pk,
        names.get(row.person_id, ""),
        row.was_revoked,
        row.came_at,
        facts.village_code if facts and told else "",
        facts.family_name if facts and told else "",
        facts.visited_on if facts and told else None,
    )


def _facts(sealed: bytes, came_at: datetime) -> Facts | None:
    try:
        xml = phones.open_visit(sealed).xml
        envelope = questionnaires.read_submission(xml)
        form = questionnaires.get_form(envelope.form_id, envelope.version)
        if form is None:
            return None
        day = came_at.astimezone(_ZONE).date()
        found = questionnaires.assess(form, xml, village_known=areas.exists, received_on=day)
    except (Refused, Broken, UnknownKey):
        return None
    return facts_of(found.answers)
