"""What counselling refuses.

::

    Refused
    ├── BadCard          a card of a centre that cannot be filed: what it lacks
    ├── BadSession       a session that cannot have been: its day, its length, its words, its numbers
    ├── BadAppointment   a time that cannot be promised: past, clashing, not safe for the client
    ├── NoRemoteConsent  nobody agreed to counselling by phone or video
    ├── NoReason         something is taken back without saying why
    ├── BadMonth         a month that is not over, or that is none
    └── NotACentre       the unit is no centre
    NotFound
    └── NoSuchRecord     there is none, or none that a centre of this person keeps
    Conflict
    ├── Moved            somebody changed it meanwhile
    ├── Ended            it is over: nothing is written to it any more
    └── Unchanged        the register says what the last report said
    NotPermitted
    └── NotNamed         the notes were confided to others
"""

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class BadCard(Refused):
    """A card of a centre that cannot be filed."""

    @classmethod
    def staff(cls, missing: str) -> "BadCard":
        """Positions that nobody holds."""
        return cls(
            "counselling.card_staff",
            "The card cannot be filed: nobody is named for {missing}.",
            missing=missing,
        )

    @classmethod
    def decree(cls) -> "BadCard":
        """No decree of managers and counsellors."""
        return cls("counselling.card_decree", "Write number, date and issuer of the decree (SK).")

    @classmethod
    def words(cls) -> "BadCard":
        """A code outside its list, or words that are too many."""
        return cls("counselling.card_words", "Choose from the lists, and write names of at most 120 letters.")

    @classmethod
    def money(cls) -> "BadCard":
        """An amount that is none."""
        return cls("counselling.card_money", "Write amounts in whole rupiah, nothing below zero.")

    @classmethod
    def year(cls) -> "BadCard":
        """A year that has not come, or that lies long ago."""
        return cls("counselling.card_year", "A card is of this year, the next or one of the five before.")

    @classmethod
    def signer(cls) -> "BadCard":
        """Filed, but signed by nobody."""
        return cls("counselling.card_signer", "Say who signed the card, and when.")


class BadSession(Refused):
    """A session that cannot have been."""

    @classmethod
    def day(cls) -> "BadSession":
        """In the future, or before the record was opened."""
        return cls("counselling.session_day", "A session lies between the day the client came and today.")

    @classmethod
    def length(cls) -> "BadSession":
        """Shorter than a minute, longer than a day of work."""
        return cls("counselling.session_length", "A session takes between 1 and 480 minutes.")

    @classmethod
    def words(cls) -> "BadSession":
        """A code outside its list, or too long a text."""
        return cls(
            "counselling.session_words",
            "Choose from the lists, and write at most {most} letters.",
            most=20_000,
        )

    @classmethod
    def follow_up(cls) -> "BadSession":
        """To be continued, but not later."""
        return cls("counselling.session_follow_up", "The next meeting lies after this one.")

    @classmethod
    def receiver(cls) -> "BadSession":
        """Referred to nobody, or to somebody although it was not referred."""
        return cls(
            "counselling.session_receiver",
            "Name the office the client is referred to, only when the result is a referral.",
        )

    @classmethod
    def numbers(cls) -> "BadSession":
        """A group session without anybody, or with more than a hall holds."""
        return cls(
            "counselling.session_numbers", "Write how many came: whole numbers, from one person to 2,000."
        )

    @classmethod
    def topic(cls) -> "BadSession":
        """A group session about nothing."""
        return cls("counselling.session_topic", "Write what the meeting was about, without names.")


class BadAppointment(Refused):
    """A time that cannot be promised."""

    @classmethod
    def time(cls) -> "BadAppointment":
        """In the past, without end, or longer than a day of work."""
        return cls(
            "counselling.appointment_time",
            "An appointment begins later than now and ends within the same day.",
        )

    @classmethod
    def counsellor(cls) -> "BadAppointment":
        """The counsellor sees somebody else then."""
        return cls(
            "counselling.appointment_counsellor", "The counsellor has another appointment at that time."
        )

    @classmethod
    def client(cls) -> "BadAppointment":
        """The client is expected elsewhere then; where is not told."""
        return cls("counselling.appointment_client", "The client has another appointment at that time.")

    @classmethod
    def unsafe(cls) -> "BadAppointment":
        """The client did not say that they may be called then."""
        return cls(
            "counselling.appointment_unsafe",
            "It is not safe to call the client at that time. Look at the safe contact first.",
        )

    @classmethod
    def closed(cls) -> "BadAppointment":
        """The centre is closed then."""
        return cls(
            "counselling.appointment_closed",
            "The centre is closed at that time. Say so to make the appointment anyway.",
        )

    @classmethod
    def early(cls) -> "BadAppointment":
        """Nobody can have come, or stayed away, before it begins."""
        return cls("counselling.appointment_early", "The appointment has not begun yet.")


class NoRemoteConsent(Refused):
    """Nobody agreed to counselling by phone or video."""

    def __init__(self) -> None:
        super().__init__(
            "counselling.no_remote_consent",
            "The client has not agreed to counselling by phone or video. Record that consent first.",
        )


class NoReason(Refused):
    """Something is taken back without saying why."""

    def __init__(self) -> None:
        super().__init__("counselling.no_reason", "Say in a few words why.")


class BadMonth(Refused):
    """A month that is not over, or that is none."""

    def __init__(self) -> None:
        super().__init__("counselling.bad_month", "A report is of a month that is over.")


class NotACentre(Refused):
    """The unit is no centre that is in use."""

    def __init__(self) -> None:
        super().__init__(
            "counselling.not_a_centre", "This office is no PPKS/Satyagatra (BKKBN) centre in use."
        )


class NoSuchRecord(NotFound):
    """There is none, or none that a centre of this person keeps: told alike."""

    def __init__(self) -> None:
        super().__init__("counselling.no_such_record", "There is no such record in your centre.")


class Moved(Conflict):
    """Somebody changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("counselling.moved", "Somebody changed this meanwhile. Look at it again.")


class Ended(Conflict):
    """It is over: nothing is written to it any more."""

    def __init__(self) -> None:
        super().__init__("counselling.ended", "This is over. For the same client begin a new record.")


class Unchanged(Conflict):
    """The register says what the last report said."""

    def __init__(self) -> None:
        super().__init__(
            "counselling.unchanged", "The report of this month is handed in, and the register says the same."
        )


class NotNamed(NotPermitted):
    """The notes were confided to others."""

    def __init__(self) -> None:
        super().__init__(
            "counselling.not_named", "These notes are for the counsellor and those whom they named."
        )
