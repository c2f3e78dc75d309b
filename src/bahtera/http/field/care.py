"""Where people in danger near a kader can turn to, for the emergency card that works without signal."""

from django.http import HttpRequest
from ninja import Router

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts
from bahtera.http.field.replies import REFUSALS, actor_of
from bahtera.http.field.schemas import CareOut, CareUnitOut
from bahtera.surveys import api as surveys

router = Router(tags=["field"])


@router.get("/care", response={200: CareOut, **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def care(request: HttpRequest) -> CareOut:
    """Return the UPTD PPA and police units of the kader's regencies with their public numbers.

    Phones ask at every opening, so that asking says nothing about anybody.
    """
    villages = surveys.assigned_families(actor_of(request)).villages
    units = access.helping_units(villages)
    known = areas.find(sorted({one.area for one in units}))
    return CareOut(
        units=[
            CareUnitOut(
                name=one.name,
                kind=one.kind,
                area=known[one.area].name if one.area in known else "",
                phone=one.counter.phone,
                whatsapp=one.counter.whatsapp,
                address=one.counter.address,
            )
            for one in units
        ]
    )
