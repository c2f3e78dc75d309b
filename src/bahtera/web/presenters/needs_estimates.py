"""What a sample says of an area's indicators: weighted estimates with their intervals, beside the families drawn."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import Refused
from bahtera.web import numbers, wording
from bahtera.web.presenters.estimates import WHY
from bahtera.web.presenters.needs_place import Where

_LEVELS: Final[Mapping[str, analysis.Levels]] = {
    "province": "provinsi",
    "regency": "kabupaten",
    "district": "kecamatan",
}


def estimates_of(place: Where, indicators: Sequence[str], actor: Actor) -> dict[str, str]:
    """Return what a sample estimates for indicators of an area, in words; nothing for a full count or a village.

    Nothing either where the reader may not see estimates, or none can be made: the page then speaks of the families
    drawn alone, as it says.
    """
    if not place.is_sample or place.round is None or place.level not in _LEVELS:
        return {}
    if not may(actor, "estimates.read", area=place.code):
        return {}
    found = {}
    try:
        opened = analysis.open_round(place.round.id, actor=actor)
        for indicator in indicators:
            question = analysis.Question(f"indikator:{place.index_id}:{indicator}", _LEVELS[place.level])
            lines = analysis.answer(opened, question).lines
            line = next((each for each in lines if each.area == place.code), None)
            if line is not None:
                found[indicator] = _told(line)
    except Refused:
        return {}
    return found


def _told(line: analysis.Line) -> str:
    if line.value is None:
        why = wording.say(WHY, line.why.value) if line.why else gettext("no data")
        return gettext("Estimate for the whole area: {why}.").format(why=why)
    if line.low is None or line.high is None:
        text = gettext("Estimate for the whole area: {share} %.").format(share=numbers.number(line.value, 1))
    else:
        text = gettext("Estimate for the whole area: {share} %, between {low} and {high}.").format(
            share=numbers.number(line.value, 1),
            low=numbers.number(line.low, 1),
            high=numbers.number(line.high, 1),
        )
    return f"{text} {gettext('Use with care: few families stand behind it.')}" if line.marked else text
