"""The families behind a need, for those who keep the register of the village and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access.api import check_may
from bahtera.indices import api as indices
from bahtera.needs.errors import NotListed
from bahtera.needs.rules.showing import not_simulated
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.access.api import Actor

_READ = "family.read"


def families_behind(
    round_id: int, village_code: str, indicator: str, *, actor: Actor, index_id: str | None = None
) -> frozenset[UUID]:
    """Return the families of a village that lack an indicator, for who may read its register.

    Never of a private indicator, which is in no definition here, nor of a sensitive one. Whoever shows them leaves out
    the reader's own household and relatives. Raises NotAllowed, UnknownRound, IndexNotMeasured, AreaNotInRound,
    NotListed.
    """
    check_may(actor, _READ, area=village_code)
    page = results.village_result(round_id, village_code, audience="internal", actor=actor, index_id=index_id)
    ref = page.index
    definition = indices.load(ref.id, version=ref.version).without_private()
    places = {each.id: at for at, each in enumerate(definition.indicators)}
    if indicator not in places or indicator in not_simulated(ref.id):
        raise NotListed
    return surveys.families_lacking(
        round_id, village_code, index_id=ref.id, index_hash=ref.hash, place=places[indicator]
    )
