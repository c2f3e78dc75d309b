"""Services of units, agreements, statuses of centres, and what was written when. Offices and areas: nobody is named."""

from bahtera.directory.models.agreements import AgreementRecord
from bahtera.directory.models.centres import CentreRecord
from bahtera.directory.models.offers import OfferRecord
from bahtera.directory.models.writes import Write

__all__ = ["AgreementRecord", "CentreRecord", "OfferRecord", "Write"]
