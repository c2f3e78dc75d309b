"""Tables of counselling."""

from bahtera.counselling.models.cards import CentreCard
from bahtera.counselling.models.records import NoteReader, Record, Session
from bahtera.counselling.models.register import Appointment, GroupSession, MonthlyReport, Serial

__all__ = [
    "Appointment",
    "CentreCard",
    "GroupSession",
    "MonthlyReport",
    "NoteReader",
    "Record",
    "Serial",
    "Session",
]
