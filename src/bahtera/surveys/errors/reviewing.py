"""Refusals of decisions about visits, at both levels."""

from datetime import date
from uuid import UUID

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class UnknownSubmission(NotFound):
    """There is no such submission, or it lies outside this person's area."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__("surveys.unknown_submission", "There is no such submission.", id=str(submission_id))


class RivalElsewhere(NotPermitted):
    """The visit that counts until now lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.rival_elsewhere",
            "The visit to this family that counts now lies outside your area. "
            "Ask a supervisor who has both areas.",
        )


class OwnHousehold(Refused):
    """Nobody measures their own household or a relative's: another kader must visit the family."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.own_household",
            "The sender is of this family or related to it. Another kader must visit it; set this one aside.",
        )


class StaleReview(Conflict):
    """Somebody reviewed the submission between reading and deciding."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.stale_review", "Someone has just reviewed this visit. Look at it again before deciding."
        )


class WouldReplaceApproved(Conflict):
    """Approving would take the place of another visit of the family that is approved already."""

    def __init__(self, submission_id: UUID, who: str, received_on: date) -> None:
        super().__init__(
            "surveys.would_replace_approved",
            "This family's visit by {who}, received on {day}, is already approved. Tick that it is to be"
            " replaced before approving this one.",
            submission_id=str(submission_id),
            who=who or "-",
            day=received_on.isoformat(),
        )


class IllegalMove(Refused):
    """The review state does not allow this move."""

    def __init__(self, move: str, state: str) -> None:
        super().__init__(
            f"surveys.cannot_{move}",
            "A visit that is {state} cannot get the decision: {move}.",
            move=move,
            state=state,
        )


class EmptyReturn(Refused):
    """A return needs at least one comment that says what to mend."""

    def __init__(self) -> None:
        super().__init__("surveys.empty_return", "Say what has to be mended: write at least one comment.")


class UnknownQuestion(Refused):
    """A comment names a question that the visit's form does not have."""

    def __init__(self, question: str) -> None:
        super().__init__(
            "surveys.unknown_question",
            "The form of this visit has no question {question}. Nothing was sent back.",
            question=question[:60],
        )


class NoReasonToReject(Refused):
    """A rejection without a reason from the list and a word."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.no_reason_to_reject", "Choose a reason and say it in words: the kader reads both."
        )


class NoNoteToRelease(Refused):
    """A hold released without a word."""

    def __init__(self) -> None:
        super().__init__("surveys.no_note_to_release", "Say what you found when you checked: the note stays.")


class HeldForCheck(Refused):
    """A visit that is held for a check, until a named person releases it."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.held_for_check",
            "This visit is held for a check. Check it, release it with a note, and decide then.",
        )


class SameHands(Refused):
    """One person at both levels, or somebody about a visit they sent themselves."""

    @classmethod
    def both_levels(cls) -> "SameHands":
        """Return the refusal of whoever decided at the first level."""
        return cls(
            "surveys.same_hands", "You decided about this visit already. Somebody else must confirm it."
        )

    @classmethod
    def sender(cls) -> "SameHands":
        """Return the refusal of whoever sent the visit."""
        return cls("surveys.own_visit", "You sent this visit yourself. Somebody else must decide about it.")


class ConfirmedAlready(Refused):
    """The second level has confirmed the visit."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.confirmed_already",
            "This visit was confirmed by the TPK2D or BPS. Only they can open it again; ask them.",
        )


class LookFirst(Refused):
    """A village is confirmed before its sample was looked at."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "surveys.look_first",
            "Look at the visits of the sample first; {count} are not confirmed yet.",
            count=count,
        )


class InvalidPlan(Refused):
    """Shares and numbers of a review that cannot be."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.invalid_plan",
            "A share lies between 0 and 100 per cent, and a sample has at most {most} visits a village.",
            most=200,
        )


class NotMergeable(Refused):
    """Two visits that cannot be put together."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.not_mergeable",
            "These two cannot be put together: only a visit that waits and the one that counts, of one family, village,"
            " round and form.",
        )


class UnchosenDifference(Refused):
    """Visits are put together only when everything in which they differ was chosen."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "surveys.unchosen_difference", "Choose at every difference; {count} are still open.", count=count
        )


class NotMendable(Refused):
    """Answers of a visit that cannot be corrected so."""

    @classmethod
    def visit(cls) -> "NotMendable":
        """Return the refusal of a visit that does not count, or whose content is gone."""
        return cls("surveys.visit_not_mendable", "Only answers of a visit that counts can be corrected.")

    @classmethod
    def nothing(cls) -> "NotMendable":
        """Return the refusal of a correction that changes nothing."""
        return cls("surveys.nothing_mended", "An answer that you marked is the same as before.")

    @classmethod
    def question(cls, name: str) -> "NotMendable":
        """Return the refusal of a question that is not corrected so."""
        return cls("surveys.question_not_mendable", "The question {name} is not corrected here.", name=name)

    @classmethod
    def answer(cls, name: str) -> "NotMendable":
        """Return the refusal of an answer that the question does not take."""
        return cls(
            "surveys.answer_not_taken",
            "The question {name} does not take this answer, or is not asked with the other answers so.",
            name=name,
        )


class InvalidBackCheck(Refused):
    """A re-interview that cannot be drawn or entered so."""

    @classmethod
    def share(cls) -> "InvalidBackCheck":
        """Return the refusal of a share or number that cannot be."""
        return cls(
            "surveys.backcheck_share",
            "Choose a share from 1 to 100 per cent, and 0 to 50 families a kader at least.",
        )

    @classmethod
    def questions(cls) -> "InvalidBackCheck":
        """Return the refusal of no question, or of one that is not asked again."""
        return cls(
            "surveys.backcheck_questions", "Choose at least one question of those that may be asked again."
        )

    @classmethod
    def nobody(cls) -> "InvalidBackCheck":
        """Return the refusal of a draw from nothing."""
        return cls(
            "surveys.backcheck_nobody",
            "No finished visit here that was not drawn before. Wait until more arrive.",
        )

    @classmethod
    def interviewer(cls) -> "InvalidBackCheck":
        """Return the refusal of who may not ask again."""
        return cls(
            "surveys.backcheck_interviewer",
            "Somebody else must ask again: not the kader of the first visit, not a relative of the family,"
            " and a kader of this village or you yourself.",
        )

    @classmethod
    def day(cls) -> "InvalidBackCheck":
        """Return the refusal of a day before the first visit or still to come."""
        return cls("surveys.backcheck_day", "The day lies between the first visit and today.")

    @classmethod
    def answer(cls, question: str) -> "InvalidBackCheck":
        """Return the refusal of an answer that the question does not allow."""
        return cls(
            "surveys.backcheck_answer", "This answer does not fit the question {question}.", question=question
        )

    @classmethod
    def empty(cls) -> "InvalidBackCheck":
        """Return the refusal of a re-interview without any answer."""
        return cls("surveys.backcheck_empty", "Enter at least one answer, or say why there was no interview.")

    @classmethod
    def entered(cls) -> "InvalidBackCheck":
        """Return the refusal of entering a family a second time."""
        return cls("surveys.backcheck_entered", "This re-interview was entered already; it stays as it is.")


class UnknownBackCheck(NotFound):
    """There is no such draw or task, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_backcheck", "There is no such re-interview.")
