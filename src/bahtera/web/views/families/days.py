"""The day it is where a family lives, for what forms propose."""

from datetime import date

from bahtera.foundation import clock
from bahtera.web import places


def today_of(village: str) -> date:
    """Return today where a village lies."""
    return clock.today(places.zone_of(village, places.names_of([village])))
