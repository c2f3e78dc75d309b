"""Whether an enrolled phone signed something: what its kader says stands under its own key."""

from uuid import UUID

from bahtera.access.models import Device
from bahtera.access.rules.phones import DevicePurpose, is_signed, message


def is_phone_signed(device_id: str | UUID, text: str, signature: str) -> bool:
    """Tell whether a phone's own key signed a text for the purpose ``part``; no phone signed for one unknown here."""
    try:
        wanted = UUID(str(device_id))
    except ValueError:
        return False
    key = Device.objects.filter(pk=wanted).order_by("pk").values_list("public_key", flat=True).first()
    return key is not None and is_signed(key, signature, message(DevicePurpose.PART, str(wanted), text))
