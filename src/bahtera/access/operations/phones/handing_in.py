"""A phone, also one that was stopped, proves that it is the one that made what it hands in."""

from uuid import UUID

from bahtera.access.models import RoleGrant
from bahtera.access.operations.phones.proving import prove
from bahtera.access.operations.signing_in.throttling import Origin
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.rules.areas import outermost
from bahtera.access.rules.phones import DevicePurpose
from bahtera.access.values import DeviceSender


def prove_sender(device_id: UUID, *, challenge: str, signature: str, origin: Origin) -> DeviceSender:
    """Return whose phone signed its challenge for handing in; neither a session nor a PIN is asked.

    Its areas are those its person was ever a kader of. Raises DeviceRefused.
    """
    device = prove(device_id, DevicePurpose.HAND_IN, challenge=challenge, signature=signature, origin=origin)
    held = RoleGrant.objects.filter(person=device.person, role="kader").order_by("pk")
    return DeviceSender(
        device.pk,
        device.person_id,
        device.person.name,
        outermost(held.values_list("area_code", flat=True)),
        kin_of_person(device.person),
        device.revoked_at is not None or not device.person.is_active,
    )
