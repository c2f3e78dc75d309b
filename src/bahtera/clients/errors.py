"""What clients refuses.

::

    Refused
    ├── BadClient           what is told of somebody contradicts itself or cannot be kept
    ├── BadContact          rules of safe contact that contradict themselves
    ├── GroundRefused       a ground that does not hold: no giver, no proof, no reason, not this giver
    ├── NoGround            nothing allows that this unit comes to know the client
    ├── NoReason            a decision about two records without a reason
    ├── CheckOff            no registry is connected to this site
    ├── TooManyChecks       this identity was checked often enough for a day
    └── NothingToCheck      a check needs a NIK and a name
    NotFound
    └── NoSuchClient        there is none, or none that a unit of this person knows
    Conflict
    ├── StaleClient         somebody changed the client meanwhile; what was written is kept beside it
    ├── KnownAlready        the unit knows the client
    └── PairDecided         somebody decided about the two records before
"""

from uuid import UUID

from bahtera.foundation.errors import Conflict, NotFound, Refused


class BadClient(Refused):
    """What is told of somebody contradicts itself or cannot be kept."""

    @classmethod
    def birth_quality(cls) -> "BadClient":
        """A date without a quality, or a quality without a date."""
        return cls(
            "clients.birth_quality", "Write a birth date and how well it is known, or that nobody knows it."
        )

    @classmethod
    def born_later(cls) -> "BadClient":
        """A birth date in the future, or before anybody who lives was born."""
        return cls("clients.born_later", "The birth date cannot be right. Check the year.")

    @classmethod
    def sex(cls) -> "BadClient":
        """A sex that is no code."""
        return cls("clients.sex", "Choose male or female, or leave it out.")

    @classmethod
    def village(cls) -> "BadClient":
        """A village that there is not."""
        return cls("clients.village", "There is no village with this code.")

    @classmethod
    def nik(cls) -> "BadClient":
        """A NIK that is none."""
        return cls("clients.nik", "A NIK has 16 digits. Leave it out when it is not known.")

    @classmethod
    def phone(cls) -> "BadClient":
        """A phone number that is none."""
        return cls("clients.phone", "A phone number has 6 to 15 digits.")

    @classmethod
    def language(cls) -> "BadClient":
        """A language that is no code."""
        return cls("clients.language", "Name languages by their codes, such as id or bjn.")

    @classmethod
    def member(cls) -> "BadClient":
        """A member whom this person may not see, or whom there is not: told alike."""
        return cls("clients.member", "There is no such family member that you may see.")


class BadContact(Refused):
    """Rules of safe contact that contradict themselves."""

    @classmethod
    def hours(cls) -> "BadContact":
        """Hours that end before they begin, or on no day."""
        return cls("clients.contact_hours", "Safe hours need a day, and end after they begin.")

    @classmethod
    def silent(cls) -> "BadContact":
        """Not to be contacted, and yet a way is named."""
        return cls("clients.contact_silent", "Who is not to be contacted has no way of contact.")

    @classmethod
    def long(cls) -> "BadContact":
        """Too many words."""
        return cls("clients.contact_long", "Write less: this is more than fits.")


class GroundRefused(Refused):
    """A ground that does not hold."""

    @classmethod
    def scope(cls) -> "GroundRefused":
        """A scope that is none, or a kind of unit that there is not."""
        return cls("clients.ground_scope", "Choose what is agreed to, and for which kind of office.")

    @classmethod
    def day(cls) -> "GroundRefused":
        """It begins in the future, or ends before it begins."""
        return cls("clients.ground_day", "A ground begins at the latest now, and ends after it begins.")

    @classmethod
    def evidence(cls) -> "GroundRefused":
        """No sheet and no witness."""
        return cls("clients.ground_evidence", "Attach the signed sheet, or name who heard the spoken word.")

    @classmethod
    def reason(cls) -> "GroundRefused":
        """Another ground than consent without a reason."""
        return cls("clients.ground_reason", "Say in a few words what the ground rests on.")

    @classmethod
    def age_unknown(cls) -> "GroundRefused":
        """Nobody knows or declares whether the client is of age."""
        return cls("clients.ground_age", "Say that the client is of age, or write the birth date first.")

    @classmethod
    def own(cls) -> "GroundRefused":
        """An adult speaks for themselves."""
        return cls("clients.ground_own", "An adult agrees in person, or by somebody appointed.")

    @classmethod
    def child(cls) -> "GroundRefused":
        """A child needs somebody who agrees for them."""
        return cls("clients.ground_child", "For a child a parent who did no harm or a guardian agrees.")

    @classmethod
    def giver(cls) -> "GroundRefused":
        """This person does not count: not named well enough, or barred. The words never tell which."""
        return cls(
            "clients.ground_giver", "This person cannot agree for the client. Ask who leads your service."
        )

    @classmethod
    def ended(cls) -> "GroundRefused":
        """It ended before."""
        return cls("clients.ground_ended", "This ground ended before.")


class NoGround(Refused):
    """Nothing allows that this unit comes to know the client."""

    def __init__(self) -> None:
        super().__init__(
            "clients.no_ground", "The client did not agree to this kind of office, and no other ground holds."
        )


class NoReason(Refused):
    """A decision about two records without a reason."""

    def __init__(self) -> None:
        super().__init__("clients.no_reason", "Say in a few words why.")


class CheckOff(Refused):
    """No registry is connected to this site."""

    def __init__(self) -> None:
        super().__init__("clients.check_off", "Checks of identity are switched off at this site.")


class TooManyChecks(Refused):
    """This identity was checked often enough for a day."""

    def __init__(self) -> None:
        super().__init__("clients.too_many_checks", "Checked often enough today. Try again tomorrow.")


class NothingToCheck(Refused):
    """A check needs a NIK and a name."""

    def __init__(self) -> None:
        super().__init__("clients.nothing_to_check", "Write the NIK and the name first.")


class NoSuchClient(NotFound):
    """There is none, or none that a unit of this person knows: told alike."""

    def __init__(self) -> None:
        super().__init__("clients.no_such_client", "There is no such client in your service.")


class StaleClient(Conflict):
    """Somebody changed the client meanwhile; what was written is kept beside it under ``attempt_id``."""

    def __init__(self, number: int, attempt_id: UUID) -> None:
        super().__init__(
            "clients.stale",
            "Somebody changed this client meanwhile. What you wrote is kept: compare the two.",
            number=number,
            attempt_id=str(attempt_id),
        )
        self.number, self.attempt_id = number, attempt_id


class KnownAlready(Conflict):
    """The unit knows the client."""

    def __init__(self) -> None:
        super().__init__("clients.known_already", "This service knows the client already.")


class PairDecided(Conflict):
    """Somebody decided about the two records before."""

    def __init__(self) -> None:
        super().__init__("clients.pair_decided", "This was decided before. Look at it again.")
