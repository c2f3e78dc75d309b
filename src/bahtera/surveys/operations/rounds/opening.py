"""Writes of rounds."""

from collections.abc import Mapping, Sequence
from datetime import date

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import InvalidRound, UnknownRound
from bahtera.surveys.models import Round, RoundVillage
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.rounds.assignments import live
from bahtera.surveys.queries.rounds.reading import to_value
from bahtera.surveys.rules import MOST_FAMILIES, check_opening_year, within
from bahtera.surveys.values import RoundRow

_SHOWN = 10


def open_round(
    *,
    name: str,
    form_id: str,
    opens: date,
    targets: Mapping[str, int],
    actor: Actor,
    area_code: str = "",
) -> RoundRow:
    """Open a round with its targets, all or nothing, for a published form and areas that there are.

    Raises InvalidRound for a form that is not published, targets that are no villages, and whatever `create_round`
    and `set_targets` refuse; UnknownArea for the round's own area.
    """
    if area_code:
        area_code = areas.get(area_code).code
    published = {form.form_id for form in questionnaires.current_forms()}
    if form_id not in published:
        raise InvalidRound(
            "The form {form} is not published here. Published: {published}.",
            form=form_id,
            published=", ".join(sorted(published)) or "-",
        )
    known = areas.find(list(targets))
    strange = [code for code in targets if code not in known or known[code].level != "village"]
    if strange:
        raise InvalidRound("These targets are no villages: {villages}.", villages=", ".join(strange[:_SHOWN]))
    with durable():
        row = create_round(
            name=name, year=opens.year, form_id=form_id, opens=opens, area_code=area_code, actor=actor
        )
        if targets:
            set_targets(row.id, targets, actor=actor)
    remembered.forget()
    return row


def create_round(
    *,
    name: str,
    year: int,
    form_id: str,
    opens: date,
    actor: Actor,
    closes: date | None = None,
    area_code: str = "",
    index_ids: Sequence[str] = ("ikk", "ibangga"),
) -> RoundRow:
    """Open a round of measurement; raises InvalidRound when its data contradict each other or it exists."""
    check_may(actor, "round.manage")
    if not name.strip():
        raise InvalidRound("Give the round a name.")
    if closes is not None and closes < opens:
        raise InvalidRound("A round cannot close before it opens.")
    check_opening_year(opens, today=clock.now().date())
    with durable():
        if Round.objects.filter(name=name.strip(), year=year).exists():
            raise InvalidRound("There is already a round {name} in {year}.", name=name, year=year)
        row = Round.objects.create(
            name=name.strip(),
            year=year,
            form_id=form_id,
            index_ids=list(index_ids),
            area_code=area_code,
            opens=opens,
            closes=closes,
        )
        audit.record(
            "surveys.round_created", actor=actor.key, subject=f"round:{row.pk}", details={"year": year}
        )
    remembered.forget()
    return to_value(row)


def set_targets(round_id: int, targets: Mapping[str, int], *, actor: Actor) -> None:
    """Replace the villages of a round and how many families are to be visited in each."""
    check_may(actor, "round.manage")
    with durable():
        row = _locked(round_id)
        for code, families in targets.items():
            if not within(code, row.area_code):
                raise InvalidRound("Village {village} lies outside the round's area.", village=code)
            if families < 0:
                raise InvalidRound("The target of village {village} is below zero.", village=code)
            if families > MOST_FAMILIES:
                raise InvalidRound(
                    "The target of village {village} is more families than any village has ({most}).",
                    village=code,
                    most=MOST_FAMILIES,
                )
        RoundVillage.objects.filter(round=row).delete()
        RoundVillage.objects.bulk_create(
            RoundVillage(round=row, village_code=code, target_families=families)
            for code, families in sorted(targets.items())
        )
        audit.record(
            "surveys.targets_set",
            actor=actor.key,
            subject=f"round:{row.pk}",
            details={"villages": len(targets), "families": sum(targets.values())},
        )
    remembered.forget()


def close_round(round_id: int, *, actor: Actor) -> RoundRow:
    """Stop a round; visits made in its dates that arrive later are kept and flagged."""
    return _switch(round_id, actor, is_open=False, action="surveys.round_closed")


def reopen_round(round_id: int, *, actor: Actor) -> RoundRow:
    """Let a closed round take submissions again."""
    return _switch(round_id, actor, is_open=True, action="surveys.round_reopened")


def _switch(round_id: int, actor: Actor, *, is_open: bool, action: str) -> RoundRow:
    check_may(actor, "round.manage")
    with durable():
        row = _locked(round_id)
        row.is_open = is_open
        row.save(update_fields=["is_open"])
        for village in sorted(set(live().filter(round=row).values_list("village_code", flat=True))):
            events.publish("surveys.assigned", key=village)
        audit.record(action, actor=actor.key, subject=f"round:{row.pk}")
    remembered.forget()
    return to_value(row)


def _locked(round_id: int) -> Round:
    row = Round.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
    if row is None:
        raise UnknownRound(round_id)
    return row
