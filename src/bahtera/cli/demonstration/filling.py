"""Fills the published form as a phone would: only what is asked, and every calculation worked out."""

from datetime import timedelta, timezone
from typing import Final

from bahtera.cli.demonstration.families import DemoVisit
from bahtera.questionnaires import api as questionnaires

_WITA: Final = timezone(timedelta(hours=8))


class Filler:
    """Writes visits as instances of one version of the questionnaire."""

    def __init__(self, form: questionnaires.FormVersion) -> None:
        self._writer = questionnaires.writer(form)

    def fill(self, visit: DemoVisit) -> bytes:
        """Return the XML a client would send; answers the form does not know raise KeyError."""
        device = {
            "start": visit.started_at.astimezone(_WITA),
            "end": visit.ended_at.astimezone(_WITA),
            "deviceid": f"demo:{visit.village_code}",
            "instanceID": visit.instance_id,
        }
        on = visit.ended_at.astimezone(_WITA).date()
        return self._writer.write(device | visit.answers, on=on)
