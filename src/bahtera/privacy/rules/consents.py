"""Who can consent, and when a consent counts."""

from datetime import date
from typing import Final

from bahtera.privacy.errors import ConsentRefused
from bahtera.privacy.values import Evidence, Guardian, Manner

OF_AGE: Final = 18
_SHA256_LENGTH: Final = 64


def age_on(born: date, day: date) -> int:
    """Return whole years lived; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_child(born: date | None, day: date, *, declared_of_age: bool = False) -> bool:
    """Tell whether somebody is under 18; raises ConsentRefused when nobody knows nor declares it."""
    if born is not None:
        return age_on(born, day) < OF_AGE
    if not declared_of_age:
        raise ConsentRefused.age_unknown()
    return False


def check_giver(*, child: bool, guardian: Guardian | None) -> None:
    """Raise ConsentRefused unless a child has a guardian who is named, and an adult has none."""
    if child and guardian is None:
        raise ConsentRefused.guardian_needed()
    if not child and guardian is not None:
        raise ConsentRefused.own_consent_needed()
    if guardian is not None and guardian.member_id is None and not guardian.nik:
        raise ConsentRefused.guardian_unnamed()


def check_evidence(manner: Manner, evidence: Evidence) -> None:
    """Raise ConsentRefused unless a sheet is there, or for the spoken word a witness."""
    hexadecimal = len(evidence.sha256) == _SHA256_LENGTH and not set(evidence.sha256) - set(
        "0123456789abcdef"
    )
    enough = bool(evidence.witness.strip()) if manner is Manner.SPOKEN else bool(evidence.sha256)
    if not enough or (evidence.sha256 and not hexadecimal):
        raise ConsentRefused.evidence_needed()


def counts(*, ended: bool, by_guardian: bool, born: date | None, day: date) -> bool:
    """Tell whether a consent counts on a day: a guardian's ends when the child comes of age."""
    return not ended and not (by_guardian and born is not None and age_on(born, day) >= OF_AGE)
