"""Tables of referrals: what goes from unit to unit, what happened to it, its clocks, and partners' links."""

from bahtera.referrals.models.links import PartnerLink
from bahtera.referrals.models.referral import Content, Event, Referral
from bahtera.referrals.models.running import RunningClock

__all__ = ["Content", "Event", "PartnerLink", "Referral", "RunningClock"]
