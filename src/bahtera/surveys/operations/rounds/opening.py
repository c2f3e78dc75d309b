"""Writes of rounds."""

from collections.abc import Mapping, Sequence
from datetime import date

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import InvalidRound
from bahtera.surveys.models import Round, RoundVillage
from bahtera.surveys.operations.rounds.guarding import check_no_visits, locked
from bahtera.surveys.operations.rounds.moving import pins_of
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.rounds.reading import to_value
from bahtera.surveys.rules import MOST_FAMILIES, check_opening_year, within
from bahtera.surveys.values import Design, RoundRow, RoundState

INDICES = ("ikk", "ibangga")

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
    check_form(form_id)
    known = areas.find(list(targets))
    strange = [code for code in targets if code not in known or known[code].level != "village"]
    if strange:
        raise InvalidRound(
            "surveys.invalid_round",
            "These targets are no villages: {villages}.",
            villages=", ".join(strange[:_SHOWN]),
        )
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
    index_ids: Sequence[str] = INDICES,
    state: RoundState = RoundState.FIELD,
    purpose: str = "",
    design: Design = Design.ENUMERATION,
) -> RoundRow:
    """Make a round, in the field at once or as a draft; raises InvalidRound, NotAllowed.

    Refused are data that contradict each other, and a second round of one name and year. A round in the field
    measures with the versions published now.
    """
    check_may(actor, "round.manage", area=area_code)
    check_plan(name, opens, closes)
    with durable():
        row = Round(
            name=name.strip(),
            year=year,
            form_id=form_id,
            index_ids=list(index_ids),
            area_code=area_code,
            opens=opens,
            closes=closes,
            state=state.value,
            purpose=purpose.strip(),
            design=design.value,
        )
        check_name_free(row)
        if state is not RoundState.DRAFT:
            row.pinned = pins_of(row, required=False)
        row.save()
        audit.record(
            "surveys.round_created",
            actor=actor.key,
            subject=f"round:{row.pk}",
            details={"year": year, "state": state.value},
        )
    remembered.forget()
    return to_value(row)


def check_plan(name: str, opens: date, closes: date | None) -> None:
    """Raise InvalidRound for a round without a name, with dates reversed, or in an impossible year."""
    if not name.strip():
        raise InvalidRound("surveys.invalid_round", "Give the round a name.")
    if closes is not None and closes < opens:
        raise InvalidRound("surveys.invalid_round", "A round cannot close before it opens.")
    check_opening_year(opens, today=clock.now().date())


def check_form(form_id: str) -> None:
    """Raise InvalidRound for a form that is not published."""
    published = sorted(form.form_id for form in questionnaires.current_forms())
    if form_id not in published:
        raise InvalidRound(
            "surveys.invalid_round",
            "The form {form} is not published here. Published: {published}.",
            form=form_id,
            published=", ".join(published) or "-",
        )


def check_name_free(row: Round) -> None:
    """Raise InvalidRound for a round that has the name of another one of its year."""
    if Round.objects.filter(name=row.name, year=row.year).exclude(pk=row.pk).exists():
        raise InvalidRound(
            "surveys.invalid_round",
            "There is already a round {name} in {year}.",
            name=row.name,
            year=row.year,
        )


def set_targets(
    round_id: int, targets: Mapping[str, int], *, actor: Actor, revision: int | None = None
) -> None:
    """Replace the villages of a round and how many families are to be visited in each.

    Raises RoundHasVisits once a family was visited, StaleRound where ``revision`` is not the present one,
    InvalidRound, UnknownRound, NotAllowed.
    """
    with durable():
        row = locked(round_id, revision)
        check_may(actor, "round.manage", area=row.area_code)
        check_no_visits(row)
        for code, families in targets.items():
            if not within(code, row.area_code):
                raise InvalidRound(
                    "surveys.invalid_round", "Village {village} lies outside the round's area.", village=code
                )
            if families < 0:
                raise InvalidRound(
                    "surveys.invalid_round", "The target of village {village} is below zero.", village=code
                )
            if families > MOST_FAMILIES:
                raise InvalidRound(
                    "surveys.invalid_round",
                    "The target of village {village} is more families than any village has ({most}).",
                    village=code,
                    most=MOST_FAMILIES,
                )
        RoundVillage.objects.filter(round=row).delete()
        RoundVillage.objects.bulk_create(
            RoundVillage(round=row, village_code=code, target_families=families)
            for code, families in sorted(targets.items())
        )
        row.revision += 1
        row.save(update_fields=["revision"])
        audit.record(
            "surveys.targets_set",
            actor=actor.key,
            subject=f"round:{row.pk}",
            details={"villages": len(targets), "families": sum(targets.values())},
        )
    remembered.forget()
