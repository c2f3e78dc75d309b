"""What privacy refuses.

::

    Refused
    ├── InvalidDeclaration     a file of definitions/privacy is wrong; every problem at once
    ├── ConsentRefused         this consent cannot be taken so
    ├── RequestRefused         this cannot be done to the request as it stands
    ├── BreachRefused          this cannot be done to the breach as it stands
    ├── HoldRefused            this hold cannot be placed or lifted so
    ├── SearchRefused          nobody can be looked for like this
    ├── NotFound: NoSuchRecord
    └── Conflict
        ├── ConsentStands
        ├── UnderHold          an order says that this must not be destroyed
        └── RetentionUnderWay  another process carries retention out
"""

from collections.abc import Sequence
from uuid import UUID

from bahtera.foundation.errors import Conflict, NotFound, Refused


class InvalidDeclaration(Refused):
    """A file of definitions/privacy is wrong; ``problems`` holds every one, each a sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            "privacy.invalid_declaration",
            "The declaration is wrong: {problems}",
            problems="; ".join(problems),
        )
        self.problems = tuple(problems)


class ConsentRefused(Refused):
    """This consent cannot be taken so."""

    @classmethod
    def unknown_text(cls) -> "ConsentRefused":
        return cls("privacy.unknown_text", "There is no such text of consent for this purpose.")

    @classmethod
    def age_unknown(cls) -> "ConsentRefused":
        return cls(
            "privacy.age_unknown",
            "The birth date is not known. Record it, or declare that the person is of age.",
        )

    @classmethod
    def guardian_needed(cls) -> "ConsentRefused":
        return cls("privacy.guardian_needed", "Somebody under 18 needs a guardian to consent.")

    @classmethod
    def own_consent_needed(cls) -> "ConsentRefused":
        return cls("privacy.own_consent_needed", "An adult consents in person; nobody else can.")

    @classmethod
    def guardian_unnamed(cls) -> "ConsentRefused":
        return cls(
            "privacy.guardian_unnamed", "Say who the guardian is: a member of our register, or a valid NIK."
        )

    @classmethod
    def guardian_under_age(cls) -> "ConsentRefused":
        return cls("privacy.guardian_under_age", "A guardian must be of age.")

    @classmethod
    def guardian_barred(cls) -> "ConsentRefused":
        return cls(
            "privacy.guardian_refused",
            "This guardian cannot act for this child. Ask the data-protection officer.",
        )

    @classmethod
    def evidence_needed(cls) -> "ConsentRefused":
        return cls(
            "privacy.evidence_needed",
            "A consent needs its evidence: a signed or thumb-printed sheet, or a witness of the spoken word.",
        )

    @classmethod
    def bad_sheet(cls) -> "ConsentRefused":
        return cls("privacy.bad_sheet", "The sheet must be a whole PDF, JPEG or PNG file of at most 10 MB.")

    @classmethod
    def not_oneself(cls) -> "ConsentRefused":
        return cls("privacy.bar_oneself", "Nobody is barred from acting for themselves.")

    @classmethod
    def in_the_future(cls) -> "ConsentRefused":
        return cls("privacy.in_the_future", "This moment has not come yet.")

    @classmethod
    def ended_already(cls) -> "ConsentRefused":
        return cls("privacy.consent_ended", "This consent has ended already.")


class ConsentStands(Conflict):
    """The person consents to this text already."""

    def __init__(self) -> None:
        super().__init__("privacy.consent_stands", "This consent stands already.")


class RequestRefused(Refused):
    """This cannot be done to the request as it stands."""

    @classmethod
    def not_now(cls, state: str) -> "RequestRefused":
        return cls(
            "privacy.request_not_now", "This cannot be done while the request is {state}.", state=state
        )

    @classmethod
    def guardian_needed(cls) -> "RequestRefused":
        return cls(
            "privacy.request_by_a_child",
            "Somebody under 18 asks through a guardian. Write down who the guardian is.",
        )

    @classmethod
    def must_be_refused(cls, reason: str) -> "RequestRefused":
        return cls(
            "privacy.must_be_refused", "This request must be refused with the reason {reason}.", reason=reason
        )

    @classmethod
    def unknown_reason(cls) -> "RequestRefused":
        return cls("privacy.unknown_reason", "There is no such reason to refuse.")

    @classmethod
    def correction_unclear(cls) -> "RequestRefused":
        return cls("privacy.correction_unclear", "Say which fact is wrong and what it should be.")

    @classmethod
    def objection_unclear(cls) -> "RequestRefused":
        return cls("privacy.objection_unclear", "Say what the person objects to.")

    @classmethod
    def outcome_missing(cls) -> "RequestRefused":
        return cls("privacy.outcome_missing", "Say what changes for the person from now on.")


class SearchRefused(Refused):
    """Nobody can be looked for like this."""

    @classmethod
    def no_number(cls) -> "SearchRefused":
        return cls("privacy.search_number", "A NIK or KK number has 16 digits.")

    @classmethod
    def name_too_short(cls) -> "SearchRefused":
        return cls("privacy.search_name", "Write at least three letters of the name.")

    @classmethod
    def area_too_wide(cls) -> "SearchRefused":
        return cls("privacy.search_area", "A name is looked for within one district or village.")


class BreachRefused(Refused):
    """This cannot be done to the breach as it stands."""

    @classmethod
    def not_now(cls, state: str) -> "BreachRefused":
        return cls("privacy.breach_not_now", "This cannot be done while the breach is {state}.", state=state)

    @classmethod
    def blank(cls) -> "BreachRefused":
        return cls("privacy.breach_blank", "Something that must be said was left empty.")

    @classmethod
    def unknown_kind(cls) -> "BreachRefused":
        return cls("privacy.breach_kind", "There is no such kind of breach.")

    @classmethod
    def notices_missing(cls) -> "BreachRefused":
        return cls(
            "privacy.notices_missing",
            "Both notices must have been sent: to those concerned and to the authority.",
        )


class HoldRefused(Refused):
    """This hold cannot be placed or lifted so."""

    @classmethod
    def letter_missing(cls) -> "HoldRefused":
        return cls("privacy.hold_letter", "Give the number of the letter or decree.")

    @classmethod
    def reason_missing(cls) -> "HoldRefused":
        return cls("privacy.hold_reason", "Say who ordered it and why.")

    @classmethod
    def unknown_subject(cls) -> "HoldRefused":
        return cls("privacy.hold_subject", "There is nothing of this kind with this number in your area.")

    @classmethod
    def wrong_days(cls) -> "HoldRefused":
        return cls("privacy.hold_days", "The last day lies before the first, or has passed.")

    @classmethod
    def lifted_already(cls) -> "HoldRefused":
        return cls("privacy.hold_lifted", "This hold was lifted already.")


class UnderHold(Conflict):
    """An order says that this must not be destroyed."""

    def __init__(self) -> None:
        super().__init__("privacy.under_hold", "This must not be destroyed: a legal hold stands.")


class RetentionUnderWay(Conflict):
    """Another process carries retention out."""

    def __init__(self) -> None:
        super().__init__("privacy.retention_under_way", "Retention is being carried out already.")


class NoSuchRecord(NotFound):
    """There is no such person, consent, request or breach, or none that this person may know of."""

    def __init__(self, record_id: UUID) -> None:
        super().__init__("privacy.no_such_record", "There is no such record.", record_id=record_id)
