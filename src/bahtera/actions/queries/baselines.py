"""The measured need a plan starts from: the public's figure, so that no plan tells what the figure hides."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.actions.errors import NotMeasured
from bahtera.actions.values.plans import Baseline
from bahtera.areas import api as areas
from bahtera.indices import api as indices
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from bahtera.indices.api import IndexDefinition


def baseline_of(round_id: int, village_code: str, index_id: str, indicator: str) -> Baseline:
    """Return what a round measured of an indicator in a village, as everybody may see it.

    Raises NotMeasured for a village without figures and for an indicator that the index does not have, or whose
    answers are private; UnknownRound.
    """
    if not areas.is_code(village_code) or areas.level_of(village_code) != "village":
        raise NotMeasured.village()
    try:
        found = results.village_result(round_id, village_code, audience="public", index_id=index_id)
    except (results.AreaNotInRound, results.IndexNotMeasured) as error:
        raise NotMeasured.village() from error
    if not found.coverage.visited:
        raise NotMeasured.village()
    one = next((each for each in found.indicators if each.id == indicator), None)
    if one is None or indicator not in public_indicators(found.index.id, found.index.version):
        raise NotMeasured.indicator(indicator)
    cites = releases.cite_in_steps(round_id, village_code)
    share = one.share.rounded(2)
    return Baseline(
        share=None if share is None else str(share),
        unmet=one.unmet.count,
        n=one.share.n,
        hidden=one.share.hidden,
        version=cites.number,
        digest=cites.digest,
        index_version=found.index.version,
        index_hash=found.index.hash,
        label=dict(one.label),
        round_name=found.round_name,
        round_year=found.round_year,
    )


def families_of(village_code: str) -> int | None:
    """Return how many families live in a village: the most that a round of all families meant to visit or visited.

    None where there was none.
    """
    found = [0]
    for row in surveys.list_rounds():
        if row.design is surveys.Design.ENUMERATION and access.covers(row.area_code, village_code):
            with suppress(results.AreaNotInRound, results.IndexNotMeasured):
                met = results.village_result(row.id, village_code, audience="public").coverage
                found += [met.target or 0, met.visited]
    return max(found) or None


def public_indicators(index_id: str, version: str | None = None) -> dict[str, dict[str, str]]:
    """Return the indicators of an index that rest on no private answer: id -> words, in its order."""
    definition: IndexDefinition = indices.load(index_id, version=version).without_private()
    return {
        one.id: {"id": one.label.id, "en": one.label.en} for one in definition.indicators if not one.private
    }
