"""Which submission of a family counts: what a correction replaces, who is a rival, who yields to whom.

Nobody takes out of the figures what lies outside the own areas; an approved visit goes only when a supervisor
approves another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from bahtera.families import api as families
from bahtera.surveys.models import Submission
from bahtera.surveys.queries.rounds.reading import HoldShare
from bahtera.surveys.rules import State, finding, uuid_of, within, yields_to_later
from bahtera.surveys.values import Assessed, FindingRow

_NOT_YOURS = "replaces_not_yours"
_OWN_HOUSEHOLD = "own_household"
_LEFT_TO_A_PERSON = frozenset({_NOT_YOURS, "replaces_approved", _OWN_HOUSEHOLD, "shared_alone"})


@dataclass
class Placement:
    """An assessed submission on its way into the database; ``share`` of what its round takes in is held for a check."""

    row: Submission
    assessed: Assessed
    findings: list[FindingRow] = field(default_factory=list)
    kin: frozenset[UUID] = frozenset()
    share: HoldShare | None = None

    @property
    def is_outside(self) -> bool:
        """Tell whether the village lies outside the sender's areas: then a person decides."""
        return any(found.code == "outside_area" for found in self.findings)


def note_kin(placement: Placement) -> bool:
    """Tell whether the sender must not visit this family, and add the finding that says so, once."""
    if not placement.kin:
        return False
    row = placement.row
    known = {row.family_id, row.claimed_family_id, *map(_family_of, placement.findings)}
    named = {member.family_id for member in _named_members(placement)}
    own = sorted(one for one in (known | named) & placement.kin if one is not None)
    if own and all(found.code != _OWN_HOUSEHOLD for found in placement.findings):
        placement.findings.append(finding(_OWN_HOUSEHOLD, "error", value=f"family:{own[0]}"))
    return bool(own)


def _family_of(found: FindingRow) -> UUID | None:
    """Return the family a doubt points to."""
    kind, _, written = found.value.partition(":")
    return uuid_of(written) if kind == "family" else None


def _named_members(placement: Placement) -> Iterator[families.Member]:
    """Yield the members on record that doubts point to: the same NIK, or the same name and birth date."""
    for found in placement.findings:
        kind, _, written = found.value.partition(":")
        member_id = uuid_of(written) if kind == "member" else None
        if member_id is not None:
            try:
                yield families.get_member(member_id)
            except families.UnknownMember:
                continue


def replaced(placement: Placement) -> Submission | None:
    """Return the version this one corrects, locked; None with a finding when it may not take its place.

    An approved version is linked and goes on counting until a supervisor approves the correction.
    """
    row = placement.row
    if not row.deprecated_id or placement.is_outside:
        return None
    previous = (
        Submission.objects.select_for_update()
        .filter(instance_id=row.deprecated_id)
        .exclude(pk=row.pk)
        .order_by("pk")
        .first()
    )
    if previous is None:
        placement.findings.append(finding("replaces_unknown", "warning", value=row.deprecated_id))
        return None
    if not _may_correct(row, previous):
        placement.findings.append(finding(_NOT_YOURS, "warning", value=row.deprecated_id))
        return None
    if previous.state == State.REJECTED.value:
        placement.findings.append(finding("replaces_rejected", "warning"))
        return None
    corrected = Submission.objects.filter(previous=previous).exclude(pk=row.pk).exists()
    if previous.state == State.SUPERSEDED.value or corrected:
        placement.findings.append(finding("replaces_old_version", "warning"))
        return None
    if previous.state == State.APPROVED.value:
        placement.findings.append(finding("replaces_approved", "warning"))
    row.previous = previous
    row.version_number = previous.version_number + 1
    row.family_id = row.family_id or previous.family_id
    return previous


def _may_correct(row: Submission, previous: Submission) -> bool:
    """Tell whether a visit may call itself the correction of another.

    It must be of the same form, round and family, in the sender's areas. A version of the same sender that
    never counted (not yet looked at, or in a wrong village) has no family or round to hold on to.
    """
    if previous.form_id != row.form_id:
        return False
    approved = previous.state == State.APPROVED.value
    if previous.actor_key == row.actor_key and not previous.is_current and not approved:
        return True
    ours, theirs = _family_ids(row), _family_ids(previous)
    same_family = bool(ours & theirs) or not (row.claimed_family_id or previous.claimed_family_id)
    covered = any(within(previous.area_code, scope) for scope in row.sender_areas)
    return covered and same_family and previous.round_id == row.round_id


def _family_ids(row: Submission) -> set[UUID]:
    return {one for one in (row.family_id, row.claimed_family_id) if one is not None}


def rivals_of(row: Submission, previous: Submission | None = None) -> list[Submission]:
    """Return the current submissions of the same family in the same round, locked, oldest first.

    A family new to the register is known by the id a phone made up until the register gives its own.
    """
    if row.family_id is None or row.round_id is None:
        return []
    same = Q(family_id=row.family_id) | Q(claimed_family_id=row.family_id)
    keys = Submission.objects.filter(same, round_id=row.round_id, is_current=True).values_list(
        "pk", flat=True
    )
    others = set(keys) - {row.pk, previous.pk if previous else None}
    if not others:
        return []
    return list(Submission.objects.select_for_update().filter(pk__in=others).order_by("pk"))


def same_family(row: Submission, previous: Submission | None) -> list[Submission]:
    """Return the rivals, and give the row the id under which the family is known already."""
    rivals = rivals_of(row, previous)
    if rivals and row.family_id != rivals[0].family_id:
        row.family_id = rivals[0].family_id
        rivals += [one for one in rivals_of(row, previous) if one not in rivals]
    return rivals


def takes_the_place(placement: Placement, rivals: Sequence[Submission]) -> bool:
    """Tell whether the visit counts at once; a rival yields only in its own village and the sender's areas."""
    row = placement.row
    if placement.is_outside:
        return False
    for rival in rivals:
        near = rival.village_code == row.village_code and any(
            within(rival.village_code, scope) for scope in row.sender_areas
        )
        if near and yields_to_later(rival.result_code, State(rival.state)):
            continue
        # Whoever reads this visit may read those of its village, and no others.
        wording = "" if near else "second_visit_elsewhere"
        who = (rival.actor_name or rival.actor_key) if near else ""
        placement.findings.append(finding("second_visit", "warning", value=who, wording=wording))
        return False
    return not any(found.code in _LEFT_TO_A_PERSON for found in placement.findings)


def yielding(row: Submission, previous: Submission | None, rivals: Sequence[Submission]) -> list[Submission]:
    """Return whom the visit replaces at once; what counts yields only to what counts."""
    if row.is_current:
        return [*([previous] if previous else []), *rivals]
    waiting = previous is not None and not previous.is_current and previous.state != State.APPROVED.value
    return [previous] if previous is not None and waiting else []
