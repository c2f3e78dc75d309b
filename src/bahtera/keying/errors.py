"""What this package refuses.

::

    Refused
    ├── BadSerials        serials that are mistyped or printed for something else
    ├── BadBatch          a batch that cannot be opened or changed so
    ├── NotAllDone        a batch with sheets that nobody accounted for
    ├── NotToBeTyped      a sheet that is not to be typed by this person now
    └── NotDecided        a comparison that cannot be decided so
    Conflict
    ├── SerialTaken       a sheet that lies in another batch
    ├── SomebodyTypes     somebody else has begun with the sheet
    ├── FamilyIsKnown     families on record that this may be
    └── WhoseFamily       a sheet that does not say whose family it is about
    NotFound
    ├── UnknownBatch
    ├── UnknownSheet
    └── UnknownComparison
"""

from collections.abc import Sequence

from bahtera.foundation.errors import Conflict, NotFound, Refused
from bahtera.keying.values import Candidate


class BadSerials(Refused):
    """Serials that are mistyped or printed for something else."""

    @classmethod
    def mistyped(cls, typed: Sequence[str]) -> "BadSerials":
        """Say which are mistyped."""
        return cls(
            "keying.serial_mistyped",
            "No such serial: {serials}. Look at the sheet again.",
            serials=", ".join(one[:20] for one in typed[:10]),
        )

    @classmethod
    def elsewhere(cls, serials: Sequence[str]) -> "BadSerials":
        """Say which were printed for another village or round, or cancelled."""
        return cls(
            "keying.serial_elsewhere",
            "Printed for another village or round, or cancelled: {serials}.",
            serials=", ".join(serials[:10]),
        )


class BadBatch(Refused):
    """A batch that cannot be opened or changed so."""

    @classmethod
    def count(cls, most: int) -> "BadBatch":
        """Say how many sheets a batch holds."""
        return cls("keying.bad_count", "A batch has 1 to {most} sheets.", most=most)

    @classmethod
    def day(cls) -> "BadBatch":
        """Say that the day lies ahead."""
        return cls("keying.bad_day", "Sheets cannot be handed in on a day that has not come.")

    @classmethod
    def kader(cls) -> "BadBatch":
        """Say that the interviewer is no kader of the village."""
        return cls("keying.no_kader", "Choose a kader of this village.")

    @classmethod
    def no_round(cls) -> "BadBatch":
        """Say that the round does not take this village's sheets."""
        return cls("keying.no_round", "Choose a round that is open in this village.")

    @classmethod
    def closed(cls) -> "BadBatch":
        """Say that nothing is changed in a closed batch."""
        return cls("keying.batch_closed", "The batch is closed.")

    @classmethod
    def reason(cls) -> "BadBatch":
        """Ask for a reason."""
        return cls("keying.needs_reason", "Say in a word why the sheet is not typed.")

    @classmethod
    def typed(cls) -> "BadBatch":
        """Say that a typed sheet is neither missing nor void."""
        return cls("keying.is_typed", "The sheet is typed already.")

    @classmethod
    def share(cls) -> "BadBatch":
        """Say what a share may be."""
        return cls("keying.bad_share", "The share to be typed again is 0 to 100 percent.")


class NotAllDone(Refused):
    """A batch with sheets that nobody accounted for."""

    def __init__(self, waiting: int, counted: int, listed: int) -> None:
        super().__init__(
            "keying.not_all_done",
            "{waiting} sheets are neither typed nor said to be missing; counted {counted}, listed {listed}.",
            waiting=waiting,
            counted=counted,
            listed=listed,
        )


class NotToBeTyped(Refused):
    """A sheet that is not to be typed by this person now."""

    @classmethod
    def state(cls) -> "NotToBeTyped":
        """Say that nothing is left to be typed."""
        return cls("keying.nothing_to_type", "There is nothing to be typed on this sheet.")

    @classmethod
    def same_person(cls) -> "NotToBeTyped":
        """Say that another person types it again."""
        return cls("keying.same_person", "Whoever typed a sheet does not type it again: another person does.")

    @classmethod
    def own_kin(cls) -> "NotToBeTyped":
        """Say that another types the sheet of one's own household or relatives."""
        return cls(
            "keying.own_kin", "This sheet is of your own household or a relative's. Another person types it."
        )

    @classmethod
    def too_often(cls) -> "NotToBeTyped":
        """Say that families were looked for too often on one sheet."""
        return cls(
            "keying.too_often", "Families were looked for too often on this sheet. Ask the coordinator."
        )

    @classmethod
    def other_form(cls) -> "NotToBeTyped":
        """Say that these answers belong to another questionnaire."""
        return cls("keying.other_form", "These answers belong to another questionnaire.")

    @classmethod
    def other_village(cls) -> "NotToBeTyped":
        """Say that the village is that of the batch."""
        return cls("keying.other_village", "The village on the sheet is not that of the batch.")

    @classmethod
    def too_large(cls) -> "NotToBeTyped":
        """Say that a draft is larger than any sheet."""
        return cls("keying.too_large", "This is more than a sheet can hold.")


class WhoseFamily(Conflict):
    """A sheet that does not say whose family it is about: it would count as one more."""

    def __init__(self) -> None:
        super().__init__(
            "keying.whose_family",
            "This sheet names nobody. Say whose family it was: type the head's name as it stands on the sheet.",
        )


class NotDecided(Refused):
    """A comparison that cannot be decided so."""

    @classmethod
    def same_person(cls) -> "NotDecided":
        """Say that a third person decides."""
        return cls("keying.third_person", "A third person decides, neither of the two who typed.")

    @classmethod
    def open_questions(cls) -> "NotDecided":
        """Say that each difference wants an answer."""
        return cls("keying.undecided", "Choose at each difference which answer stands.")

    @classmethod
    def done(cls) -> "NotDecided":
        """Say that it is decided."""
        return cls("keying.decided", "This is decided already.")


class SerialTaken(Conflict):
    """A sheet that lies in another batch."""

    def __init__(self, serials: Sequence[str]) -> None:
        super().__init__(
            "keying.serial_taken",
            "Already in another batch: {serials}.",
            serials=", ".join(serials[:10]),
        )


class SomebodyTypes(Conflict):
    """Somebody else has begun with the sheet."""

    def __init__(self, name: str) -> None:
        super().__init__("keying.somebody_types", "{name} is typing this sheet.", name=name)


class FamilyIsKnown(Conflict):
    """Families on record that this may be: the typist says which, or that it is none of them."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        super().__init__(
            "keying.family_is_known",
            "This may be a family that is on record already. Choose it, or say that it is none of them.",
        )
        self.candidates = tuple(candidates)


class UnknownBatch(NotFound):
    """There is no such batch, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("keying.unknown_batch", "There is no such batch.")


class UnknownSheet(NotFound):
    """There is no such sheet, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("keying.unknown_sheet", "There is no such sheet.")


class UnknownComparison(NotFound):
    """There is no such comparison, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("keying.unknown_comparison", "There is no such comparison.")
