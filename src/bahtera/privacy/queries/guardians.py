"""Who a guardian is, and whether they may act for a child."""

from typing import Final
from uuid import UUID

from bahtera.foundation import sealing
from bahtera.privacy.errors import ConsentRefused
from bahtera.privacy.models import BAR_PURPOSE, GuardianBar
from bahtera.privacy.queries import subjects
from bahtera.privacy.values import Guardian, Subject

_NIK_DIGITS: Final = 16


def usable_nik(text: str) -> str:
    """Return a NIK that can tell people apart, in plain digits; empty for anything else."""
    digits = "".join(sign for sign in text if sign not in " .-")
    sound = len(digits) == _NIK_DIGITS and digits.isascii() and digits.isdigit() and len(set(digits)) > 1
    return digits if sound else ""


def identify(guardian: Guardian) -> Guardian:
    """Return the guardian under our own member id and with a plain NIK; raises ConsentRefused.

    The NIK that the register knows wins over the one that was said.
    """
    nik = usable_nik(guardian.nik)
    if guardian.member_id is None:
        if not nik:
            raise ConsentRefused.guardian_unnamed()
        return Guardian(None, nik, guardian.name.strip(), guardian.relation)
    found = subjects.find(guardian.member_id)
    if found is None:
        raise ConsentRefused.guardian_unnamed()
    return Guardian(found.member_id, usable_nik(found.nik) or nik, guardian.name.strip(), guardian.relation)


def is_barred(child_id: UUID, guardian: Guardian) -> bool:
    """Tell whether an identified guardian may not act for the child.

    One record by member id and another by NIK are the same person when the register says so.
    """
    bars = list(GuardianBar.objects.filter(member_id=child_id, lifted_at__isnull=True).order_by("pk"))
    if not bars:
        return False
    digests = sealing.digests(guardian.nik, purpose=BAR_PURPOSE) if guardian.nik else ()
    for bar in bars:
        if bar.barred_id is not None and bar.barred_id == guardian.member_id:
            return True
        if bar.barred_nik_digest in digests:
            return True
        if guardian.nik and bar.barred_id is not None and _nik_of(bar.barred_id) == guardian.nik:
            return True
    return False


def known(guardian: Guardian) -> Subject | None:
    """Return the guardian as a member of the register; None for somebody from outside."""
    return subjects.find(guardian.member_id) if guardian.member_id else None


def _nik_of(member_id: UUID) -> str:
    found = subjects.find(member_id)
    return usable_nik(found.nik) if found else ""
