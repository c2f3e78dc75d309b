"""Two records that look like one person: found by keyed digests, told to nobody but the supervisor of both."""

from uuid import UUID

from bahtera.access.api import Actor, NotAllowed, check_may, may, narrow, units_of
from bahtera.clients.errors import NoReason, NoSuchClient, PairDecided
from bahtera.clients.models import LIKENESS_PURPOSE, NIK_PURPOSE, Client, ClientState, Knowing, Pair
from bahtera.clients.queries.reaching import is_kin
from bahtera.clients.queries.states import identity_of, root_of, standing
from bahtera.clients.rules.grounds import SHORTEST_REASON
from bahtera.clients.rules.identity import likeness
from bahtera.clients.values import Identity, PairRow, PairState, PairView
from bahtera.families import api as families
from bahtera.foundation import audit, clock, sealing
from bahtera.foundation.inputs import one_line
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.transactions import durable

_MOST_ALIKE = 20
_LONGEST_REASON = 300


def ask_about(told: Identity, *, unit_id: UUID, actor: Actor) -> bool:
    """Tell whether the supervisor must be asked before somebody is opened: and not where, who or how many.

    Only a whole NIK, or a name with a certain birth date and a village, is asked about. Raises NotAllowed.
    """
    check_may(actor, "client.keep")
    if unit_id not in units_of(actor, "client.keep"):
        raise NotAllowed("client.keep")
    found = bool(_alike(told, but=frozenset()))
    audit.note(
        "clients.asked_about", actor=actor.key, subject=f"unit:{unit_id}", details={"ask_supervisor": found}
    )
    return found


def find_pairs(client_id: UUID) -> bool:
    """Remember whom a client looks like, in the caller's transaction; tell whether that waits for the supervisor."""
    told = identity_of(standing([client_id])[client_id])
    alike = _alike(told, but=frozenset({client_id}))
    areas = _areas({client_id, *alike})
    waits = False
    for other, how in sorted(alike.items()):
        first, second = sorted((client_id, other))
        pair, _ = Pair.objects.get_or_create(
            first_id=first,
            second_id=second,
            defaults={
                "alike": how,
                "first_area": areas.get(first, ""),
                "second_area": areas.get(second, ""),
                "found_at": clock.now(),
            },
        )
        waits = waits or pair.state == PairState.OPEN.value
    return waits


def list_pairs(
    *, actor: Actor, state: PairState = PairState.OPEN, cursor: str | None = None, size: int = 50
) -> Page[PairRow]:
    """Return pairs of which both lie where the actor decides, oldest first. Raises NotAllowed."""
    check_may(actor, "client.doubles")
    rows = narrow(Pair.objects.filter(state=state.value), actor, "client.doubles", path="first_area")
    rows = narrow(rows, actor, "client.doubles", path="second_area")
    page = keyset(rows, ("found_at", "id"), cursor=cursor, size=size)
    return Page([_row(one) for one in page.items], page.next_cursor)


def see_pair(pair_id: UUID, *, actor: Actor) -> PairView:
    """Return both records side by side; the look is in the audit. Raises NotAllowed, NoSuchClient."""
    with durable():
        pair = _pair(pair_id, actor)
        states = standing([pair.first_id, pair.second_id])
        audit.record("clients.pair_seen", actor=actor.key, subject=f"client_pair:{pair.pk}")
    return PairView(
        _row(pair), identity_of(states[pair.first_id]), identity_of(states[pair.second_id]), pair.kept_id
    )


def merge(pair_id: UUID, *, keep: UUID, reason: str, actor: Actor) -> PairRow:
    """Say that two records are one person: the other gets a link to the one that is kept, and nothing moves.

    Raises NotAllowed, NoSuchClient, NoReason, PairDecided.
    """
    with durable():
        pair = _pair(pair_id, actor, lock=True)
        if keep not in {pair.first_id, pair.second_id}:
            raise NoSuchClient
        gone_id = pair.second_id if keep == pair.first_id else pair.first_id
        gone = Client.objects.select_for_update().get(pk=gone_id)
        if pair.state != PairState.OPEN.value or gone.merged_into_id or root_of(keep) == gone_id:
            raise PairDecided
        gone.merged_into_id = keep
        gone.save(update_fields=["merged_into"])
        _decide(pair, PairState.MERGED, reason, actor, kept=keep)
        audit.record("clients.merged", actor=actor.key, subject=f"client_pair:{pair.pk}")
    return _row(pair)


def undo_merge(pair_id: UUID, *, reason: str, actor: Actor) -> PairRow:
    """Take the link away again: both records are as they were, and the pair waits. Raises as `merge`."""
    with durable():
        pair = _pair(pair_id, actor, lock=True)
        if pair.state != PairState.MERGED.value:
            raise PairDecided
        gone_id = pair.second_id if pair.kept_id == pair.first_id else pair.first_id
        Client.objects.filter(pk=gone_id, merged_into=pair.kept_id).update(merged_into=None)
        _decide(pair, PairState.OPEN, reason, actor)
        audit.record("clients.merge_undone", actor=actor.key, subject=f"client_pair:{pair.pk}")
    return _row(pair)


def say_apart(pair_id: UUID, *, reason: str, actor: Actor) -> PairRow:
    """Say that the two are two people: they are not asked about again. Raises as `merge`."""
    with durable():
        pair = _pair(pair_id, actor, lock=True)
        if pair.state != PairState.OPEN.value:
            raise PairDecided
        _decide(pair, PairState.APART, reason, actor)
        audit.record("clients.said_apart", actor=actor.key, subject=f"client_pair:{pair.pk}")
    return _row(pair)


def _alike(told: Identity, *, but: frozenset[UUID]) -> dict[UUID, str]:
    """Return records that stand under the same digests, with what agrees; a NIK counts before a likeness."""
    wanted = (
        ("nik_digest", NIK_PURPOSE, families.usable_number(told.nik), "nik"),
        (
            "likeness_digest",
            LIKENESS_PURPOSE,
            likeness(told, name_key=families.name_key),
            "likeness",
        ),
    )
    found: dict[UUID, str] = {}
    for column, purpose, text, how in wanted:
        if not text:
            continue
        rows = ClientState.objects.filter(
            **{f"{column}__in": sealing.digests(text, purpose=purpose)},
            standing=True,
            client__forgotten_at__isnull=True,
        ).exclude(client__in=but)
        for client_id in rows.order_by("client_id").values_list("client_id", flat=True)[:_MOST_ALIKE]:
            found.setdefault(client_id, how)
    return found


def _areas(client_ids: set[UUID]) -> dict[UUID, str]:
    """Return where records are looked after: the area of the unit that has known each longest."""
    rows = Knowing.objects.filter(client__in=client_ids).order_by("since", "pk")
    known = list(rows.values_list("client_id", "area_code", "ended_at"))
    found = {client_id: area for client_id, area, ended_at in reversed(known) if ended_at is not None}
    return found | {client_id: area for client_id, area, ended_at in reversed(known) if ended_at is None}


def _pair(pair_id: UUID, actor: Actor, *, lock: bool = False) -> Pair:
    check_may(actor, "client.doubles")
    rows = Pair.objects.filter(pk=pair_id).order_by("pk")
    pair = (rows.select_for_update() if lock else rows).first()
    if pair is None or not all(
        may(actor, "client.doubles", area=area) for area in (pair.first_area, pair.second_area)
    ):
        raise NoSuchClient
    both = Client.objects.filter(pk__in=[pair.first_id, pair.second_id]).order_by("pk")
    if any(is_kin(one, actor) for one in both):
        raise NoSuchClient
    return pair


def _decide(pair: Pair, state: PairState, reason: str, actor: Actor, *, kept: UUID | None = None) -> None:
    why = one_line(reason)[:_LONGEST_REASON]
    if len(why) < SHORTEST_REASON:
        raise NoReason
    pair.state, pair.kept_id, pair.reason = state.value, kept, why
    pair.decided_at, pair.decided_by = clock.now(), actor.key
    pair.save(update_fields=["state", "kept", "reason", "decided_at", "decided_by"])


def _row(pair: Pair) -> PairRow:
    return PairRow(
        pair.pk,
        pair.first_id,
        pair.second_id,
        pair.alike,
        PairState(pair.state),
        pair.found_at,
        pair.decided_at,
    )
