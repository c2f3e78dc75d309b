"""The day it is where a family lives."""

from datetime import date

from bahtera.areas import api as areas
from bahtera.foundation import clock


def today_in(village_code: str) -> date:
    """Return today where a village lies; in Jakarta's zone for one that nobody knows."""
    known = areas.is_code(village_code)
    return clock.today(areas.zone_of(village_code) if known else "Asia/Jakarta")
