"""The day it is where a family lives."""

from datetime import date

from bahtera.access.api import zone_of
from bahtera.foundation import clock


def today_in(village_code: str) -> date:
    """Return today where a village lies; in Jakarta's zone for one that nobody knows."""
    return clock.today(zone_of(village_code))
