"""Tables of groups. Names of people are sealed; everything else is counted by ids."""

from bahtera.groups.models.groups import CardRecord, Group, StageRecord
from bahtera.groups.models.meetings import Attendance, BundleRecord, Meeting, MonthRecord
from bahtera.groups.models.members import NIK_PURPOSE, Member
from bahtera.groups.models.trade import Business, Training, Turnover

__all__ = [
    "NIK_PURPOSE",
    "Attendance",
    "BundleRecord",
    "Business",
    "CardRecord",
    "Group",
    "Meeting",
    "Member",
    "MonthRecord",
    "StageRecord",
    "Training",
    "Turnover",
]
