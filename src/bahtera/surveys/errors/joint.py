"""What is refused of families that two kader share."""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class InvalidJoint(Refused):
    """A family that two kader cannot share so."""

    @classmethod
    def same_person(cls) -> "InvalidJoint":
        """Return the refusal of one kader as both."""
        return cls("surveys.joint_one_person", "Choose two different kader.")

    @classmethod
    def sections(cls) -> "InvalidJoint":
        """Return the refusal of sections that are not all given, each to one of the two."""
        return cls(
            "surveys.joint_sections", "Give every section to one of the two, and each of them at least one."
        )

    @classmethod
    def visited(cls) -> "InvalidJoint":
        """Return the refusal of a family that has a visit in this round already."""
        return cls("surveys.joint_visited", "This family was already visited in this round.")

    @classmethod
    def shared(cls) -> "InvalidJoint":
        """Return the refusal of a family that two kader share already."""
        return cls("surveys.joint_shared", "Two kader share this family already.")

    @classmethod
    def not_theirs(cls) -> "InvalidJoint":
        """Return the refusal of somebody who is not one of the two."""
        return cls("surveys.joint_not_theirs", "Choose one of the two kader who share this family.")

    @classmethod
    def no_choice(cls) -> "InvalidJoint":
        """Return the refusal of choosing a roster where the two parts do not disagree about members alone."""
        return cls(
            "surveys.joint_no_choice",
            "The two parts differ about more than who lives there. Let one kader take everything over.",
        )


class PartRefused(Refused):
    """A part of a shared visit that is not taken."""

    @classmethod
    def not_shared(cls) -> "PartRefused":
        """Return the refusal of a part of what this person does not share."""
        return cls("surveys.part_not_shared", "This family is not shared with this kader.")

    @classmethod
    def sections(cls) -> "PartRefused":
        """Return the refusal of other sections than the kader was given."""
        return cls("surveys.part_sections", "The sections signed are not those given to this kader.")

    @classmethod
    def strange(cls, section: str) -> "PartRefused":
        """Return the refusal of answers in a section of the other kader."""
        return cls(
            "surveys.part_of_other",
            "The section {section} belongs to the other kader and was answered here.",
            section=section,
        )

    @classmethod
    def signature(cls) -> "PartRefused":
        """Return the refusal of a signature that is not that of the phone that sends."""
        return cls(
            "surveys.part_not_signed", "The signature under this part is not that of the phone that sent it."
        )

    @classmethod
    def family(cls) -> "PartRefused":
        """Return the refusal of a part about another family."""
        return cls("surveys.part_family", "This part is about another family than the one that is shared.")


class UnknownJoint(NotFound):
    """No such family that two kader share."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_joint", "There is no such shared family in your areas.")


class StaleJoint(Conflict):
    """A part came, or somebody decided, meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.stale_joint",
            "Something changed about this family meanwhile. Look again before you decide.",
        )
