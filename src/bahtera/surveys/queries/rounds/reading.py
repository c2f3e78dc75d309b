"""Reads of rounds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from bahtera.access.api import Actor, check_may, covers, may, people_behind, reach
from bahtera.areas import api as areas
from bahtera.surveys.errors import UnknownRound
from bahtera.surveys.models import JointTask, ReviewPlan, Round, RoundEntry, RoundVillage, Submission
from bahtera.surveys.rules import RoundState, within
from bahtera.surveys.values import Design, Pin, Recommendation, RoundMove, RoundRow, VillageTarget


def get_round(round_id: int) -> RoundRow:
    """Return a round; raises UnknownRound."""
    row = Round.objects.filter(pk=round_id).first()
    if row is None:
        raise UnknownRound(round_id)
    return to_value(row)


def open_rounds() -> list[RoundRow]:
    """Return the rounds that take submissions, newest first."""
    return [
        to_value(row) for row in Round.objects.filter(state=RoundState.FIELD.value).order_by("-opens", "-id")
    ]


def list_rounds() -> list[RoundRow]:
    """Return every round that has begun, newest first; those still planned are in `planned_rounds`."""
    rows = Round.objects.exclude(state=RoundState.DRAFT.value)
    return [to_value(row) for row in rows.order_by("-opens", "-id")]


def planned_rounds() -> list[RoundRow]:
    """Return the rounds that are still planned, newest first."""
    rows = Round.objects.filter(state=RoundState.DRAFT.value)
    return [to_value(row) for row in rows.order_by("-opens", "-id")]


def rounds_for(actor: Actor) -> list[RoundRow]:
    """Return the rounds that concern somebody's areas, newest first; a planned one only for who keeps it."""
    rows = [to_value(row) for row in Round.objects.order_by("-opens", "-id")]
    return [row for row in rows if _concerns(row, actor, "round.read")]


def round_for(round_id: int, *, actor: Actor, action: str = "round.read") -> RoundRow:
    """Return a round that concerns the areas where somebody may do an action; one that is planned only who keeps it.

    Raises UnknownRound, and NotAllowed for who may do it nowhere.
    """
    check_may(actor, action)
    row = get_round(round_id)
    if not _concerns(row, actor, action):
        raise UnknownRound(round_id)
    return row


def _concerns(row: RoundRow, actor: Actor, action: str) -> bool:
    if row.state is RoundState.DRAFT:
        return may(actor, "round.manage", area=row.area_code)
    scopes = reach(actor, action)
    return any(covers(scope, row.area_code) or covers(row.area_code, scope) for scope in scopes)


def moves_of(round_id: int) -> list[RoundMove]:
    """Return how a round came to its state, the newest move first."""
    rows = list(RoundEntry.objects.filter(round_id=round_id).order_by("-id"))
    people = people_behind({row.actor_key for row in rows})
    return [
        RoundMove(
            at=row.at,
            from_state=RoundState(row.from_state),
            to_state=RoundState(row.to_state),
            actor_key=row.actor_key,
            actor_name=people[row.actor_key][1] if row.actor_key in people else "",
            reason=row.reason,
            counts=row.counts,
        )
        for row in rows
    ]


def visits_in(round_id: int) -> int:
    """Return how many visits of a round have come in, those that were replaced among them."""
    return Submission.objects.filter(round_id=round_id).count()


def targets(round_id: int) -> list[VillageTarget]:
    """Return the villages of a round with their targets, by code; empty when the round names none."""
    rows = RoundVillage.objects.filter(round_id=round_id).order_by("village_code", "id")
    return [VillageTarget(*row) for row in rows.values_list("village_code", "target_families")]


def villages_taking_part(row: RoundRow, *, actor: Actor, action: str) -> list[str]:
    """Return the villages of a round in which somebody may do something, by code.

    They are those the round names, or every village of its area when it names none. Of a round over the whole country
    somebody at home everywhere gets those in which a visit was made: there is no list of all to choose from.
    """
    scopes = reach(actor, action)
    named = [each.village_code for each in targets(row.id)]
    if not named:
        inside = {
            scope if within(scope, row.area_code) else row.area_code
            for scope in scopes
            if within(scope, row.area_code) or within(row.area_code, scope)
        }
        named = sorted({one.code for code in inside if code for one in areas.villages_within(code)})
    if not named and "" in scopes:
        visited = Submission.objects.filter(round_id=row.id).order_by("village_code")
        named = list(visited.values_list("village_code", flat=True).distinct())
    return [code for code in named if any(covers(scope, code) for scope in scopes)]


class HoldShare(NamedTuple):
    """Of a thousand visits that arrive, how many are held for a check, and what draws them."""

    seed: str
    per_mille: int


@dataclass(frozen=True)
class RoundBook:
    """The rounds that use a form, the villages each names, and the share of visits each holds for a check.

    ``joint`` are the families that two kader share now: one alone does not visit them.
    """

    rounds: tuple[RoundRow, ...]
    villages: Mapping[int, frozenset[str]]
    holds: Mapping[int, HoldShare] = field(default_factory=dict)
    joint: frozenset[UUID] = frozenset()

    def takes_part(self, round_id: int, village_code: str) -> bool:
        """Tell whether a village takes part in a round; a round that names none takes all of its area."""
        named = self.villages.get(round_id)
        return not named or village_code in named


def read_rounds(form_id: str) -> RoundBook:
    """Return the rounds that use a form."""
    rows = tuple(to_value(row) for row in Round.objects.filter(form_id=form_id).order_by("id"))
    named: defaultdict[int, set[str]] = defaultdict(set)
    pairs = RoundVillage.objects.filter(round__form_id=form_id).order_by("id")
    for round_id, village_code in pairs.values_list("round_id", "village_code"):
        named[round_id].add(village_code)
    plans = ReviewPlan.objects.filter(round__form_id=form_id, hold_per_mille__gt=0).order_by("round_id")
    holds = {plan.pk: HoldShare(plan.seed, plan.hold_per_mille) for plan in plans}
    joint = JointTask.objects.filter(form_id=form_id, ended_at__isnull=True).order_by("pk")
    return RoundBook(
        rows,
        {round_id: frozenset(codes) for round_id, codes in named.items()},
        holds,
        frozenset(joint.values_list("family_id", flat=True)),
    )


def is_open_in(row: RoundRow, village_code: str) -> bool:
    """Tell whether a round takes new visits in a village: in the field, in its area, and among its targets if any."""
    here = row.is_open and within(village_code, row.area_code)
    return here and read_rounds(row.form_id).takes_part(row.id, village_code)


def to_value(row: Round) -> RoundRow:
    """Turn a row into the value others get."""
    return RoundRow(
        id=row.pk,
        name=row.name,
        year=row.year,
        form_id=row.form_id,
        index_ids=tuple(row.index_ids),
        area_code=row.area_code,
        opens=row.opens,
        closes=row.closes,
        state=RoundState(row.state),
        purpose=row.purpose,
        design=Design(row.design),
        recommendation=Recommendation(row.recommendation_number, row.recommendation_on)
        if row.recommendation_number and row.recommendation_on
        else None,
        form=Pin(**row.pinned["form"]) if "form" in row.pinned else None,
        indices=tuple(Pin(**one) for one in row.pinned.get("indices", ())),
        revision=row.revision,
    )
