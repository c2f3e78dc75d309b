"""What a person writes about a round for the statistics office."""

from collections.abc import Mapping

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import StaleRound
from bahtera.surveys.models import RoundDescription
from bahtera.surveys.operations.rounds.guarding import locked

_LONGEST = 2000


def describe_round(
    round_id: int, entries: Mapping[str, str], *, actor: Actor, revision: int | None = None
) -> None:
    """Write the given entries of a round's metadata; empty ones are taken away, those not given stay.

    ``revision`` is what the person saw (`description_revision`). Raises StaleRound, UnknownRound, NotAllowed.
    """
    with durable():
        row = locked(round_id)
        check_may(actor, "round.manage", area=row.area_code)
        kept, _ = RoundDescription.objects.select_for_update().get_or_create(round=row)
        if revision is not None and revision != kept.revision:
            raise StaleRound
        written = {name: " ".join(text.split())[:_LONGEST] for name, text in entries.items()}
        joined = {**kept.entries, **written}
        kept.entries = {name: text for name, text in sorted(joined.items()) if text}
        kept.revision += 1
        kept.save(update_fields=["entries", "revision"])
        audit.record(
            "surveys.round_described",
            actor=actor.key,
            subject=f"round:{row.pk}",
            details={"entries": sorted(written)},
        )
