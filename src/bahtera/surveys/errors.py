"""What this package refuses.

::

    Refused
    ├── WrongRoot             the body does not belong to the form it names
    ├── EmptyReturn           a return without a word
    ├── NoReasonToErase       an erasure without a reason
    ├── UnknownQuestion       a comment on a question that the visit's form does not have
    ├── InvalidRound          a round whose data contradict each other
    ├── RoundHasVisits        what may not change in a round once families were visited
    ├── RoundMoveRefused      a round that cannot become what was asked
    ├── RoundIsFinal          a decision in a round whose figures stand
    ├── UploadRefused         a file in pieces that is not taken
    ├── BadScan               a scan that is not kept
    ├── InvalidAssignment     a task that cannot be given so
    ├── InvalidPrinting       forms that cannot be printed so
    ├── NotMergeable          two visits that cannot be put together
    ├── NoReasonToReject      a rejection without a reason from the list and a word
    ├── NoNoteToRelease       a hold released without a word
    ├── HeldForCheck          a visit that is held for a check
    ├── SameHands             one person at both levels, or about a visit of their own
    ├── ConfirmedAlready      the second level has confirmed it; only that level may undo it
    ├── LookFirst             a village is confirmed before its sample was looked at
    ├── InvalidPlan           shares and numbers of a review that cannot be
    ├── InvalidBackCheck      a re-interview that cannot be drawn or entered so
    ├── UnchosenDifference    visits put together before everything was chosen
    └── IllegalMove           the review state does not allow it
    NotPermitted
    └── RivalElsewhere        the visit that counts lies outside this person's area
    NotFound
    ├── UnknownSubmission
    ├── UnknownForm
    ├── UnknownAssignment
    ├── UnknownPaper          no such printed form or printing
    ├── UnknownSealedVisit
    ├── UnknownBackCheck      no such draw of re-interviews, or no such task in it
    └── UnknownRound
    Conflict
    ├── InstanceReused        the same instance id with other bytes
    ├── UploadTornApart       a piece that does not go on where the file stands
    ├── AlreadyAssigned       somebody has this task
    ├── AttachmentReused      the same file name with other bytes
    ├── StaleRound            somebody changed the round meanwhile
    ├── WouldReplaceApproved  another visit of the family is approved already
    └── StaleReview           somebody reviewed it meanwhile
"""

from datetime import date
from uuid import UUID

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class NoReasonToErase(Refused):
    """An erasure without a reason."""

    def __init__(self) -> None:
        super().__init__("surveys.no_reason_to_erase", "Say why it is erased: the reason stays.")


class BadScan(Refused):
    """A scan that is not kept."""

    @classmethod
    def kind(cls) -> "BadScan":
        """Say what a scan may be."""
        return cls("surveys.bad_scan", "A scan is a whole PDF, JPG or PNG file of at most 10 MB.")

    @classmethod
    def most(cls, most: int) -> "BadScan":
        """Say how many there may be."""
        return cls("surveys.many_scans", "A visit has at most {most} scans.", most=most)

    @classmethod
    def not_now(cls) -> "BadScan":
        """Say that the visit takes none now."""
        return cls("surveys.no_scan_now", "This visit takes no scan now.")


class UnknownForm(NotFound):
    """No such form and version is published here."""

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(
            "surveys.unknown_form",
            "Form {form_id} version {version} is not published here. Update the forms on the phone.",
            form_id=form_id,
            version=version or "-",
        )


class WrongRoot(Refused):
    """The body's root element is not the form's."""

    def __init__(self, root: str) -> None:
        super().__init__(
            "surveys.wrong_root",
            "The visit does not belong to the form it names (root {root}).",
            root=root[:60],
        )


class UnknownSubmission(NotFound):
    """There is no such submission, or it lies outside this person's area."""

    def __init__(self, submission_id: UUID) -> None:
        super().__init__("surveys.unknown_submission", "There is no such submission.", id=str(submission_id))


class UnknownAttachment(NotFound):
    """The visit has no such file, or its bytes have not arrived."""

    def __init__(self, name: str) -> None:
        super().__init__("surveys.unknown_attachment", "The file {name} is not here.", name=name)


class UnknownRound(NotFound):
    """There is no such round."""

    def __init__(self, round_id: int) -> None:
        super().__init__("surveys.unknown_round", "There is no such round.", id=round_id)


class InstanceReused(Conflict):
    """The same instance id came with other bytes."""

    def __init__(self, instance_id: str) -> None:
        super().__init__(
            "surveys.instance_reused",
            "A different visit was already received under the id {instance_id}. Nothing was changed.",
            instance_id=instance_id,
        )


class AttachmentReused(Conflict):
    """A file of this visit came again under the same name with other bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "surveys.attachment_reused",
            "A different file named {name} was already received with this visit. Nothing was changed.",
            name=name,
        )


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


class InvalidRound(Refused):
    """A round's data contradict each other."""


class RoundHasVisits(Refused):
    """Something of a round that may not change once families were visited."""

    def __init__(self, visits: int) -> None:
        super().__init__(
            "surveys.round_has_visits",
            "{visits} visits of this round have come in. Its questionnaire, design, area and targets can no longer"
            " be changed: what was measured would mean something else. Plan a new round.",
            visits=visits,
        )


class RoundMoveRefused(Refused):
    """A round that cannot become what was asked, or not without a reason."""

    @classmethod
    def no_way(cls, state: str, to: str) -> "RoundMoveRefused":
        """Return the refusal of a move that the life of a round does not have."""
        return cls("surveys.round_no_way", "A round that is {state} cannot become {to}.", state=state, to=to)

    @classmethod
    def reason(cls) -> "RoundMoveRefused":
        """Return the refusal of a step back without a reason."""
        return cls("surveys.round_reason", "Say why the round goes back: the reason stays in its history.")

    @classmethod
    def no_form(cls, form: str) -> "RoundMoveRefused":
        """Return the refusal of going to the field without a questionnaire."""
        return cls("surveys.round_no_form", "The questionnaire {form} is not published here.", form=form)


class RoundIsFinal(Refused):
    """A decision on a visit of a round whose figures stand."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.round_is_final",
            "The figures of this round are final. Ask for a correction of the round, with a reason; a second person"
            " decides on it.",
        )


class StaleRound(Conflict):
    """Somebody changed the round between reading and writing."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.stale_round", "Someone has just changed this round. Look at it again before changing it."
        )


class InvalidAssignment(Refused):
    """A task that cannot be given so."""

    @classmethod
    def no_kader(cls) -> "InvalidAssignment":
        """Return the refusal of somebody who is no kader of the village."""
        return cls("surveys.assignment_no_kader", "This person is not a kader of the village today.")

    @classmethod
    def other_kader(cls) -> "InvalidAssignment":
        """Return the refusal of a kader whom the family is not to be visited by."""
        return cls("surveys.assignment_other_kader", "Another kader visits this family.")

    @classmethod
    def needs_taker(cls) -> "InvalidAssignment":
        """Return the refusal of moving a family's task to nobody where tasks are given."""
        return cls("surveys.assignment_needs_taker", "Choose the kader who visits this family now.")

    @classmethod
    def no_tasks(cls) -> "InvalidAssignment":
        """Return the refusal of a hand-over of nothing, or of tasks of several people or villages at once."""
        return cls("surveys.assignment_no_tasks", "Choose tasks of one kader in one village to hand over.")

    @classmethod
    def own_kin(cls) -> "InvalidAssignment":
        """Return the refusal of the kader's own household or a relative's."""
        return cls(
            "surveys.assignment_own_kin",
            "This family is the kader's own household or a relative's. Give it to another kader.",
        )

    @classmethod
    def elsewhere(cls) -> "InvalidAssignment":
        """Return the refusal of a family that does not live in the village, or is not on record."""
        return cls("surveys.assignment_elsewhere", "This family does not live in the village.")

    @classmethod
    def no_such_part(cls) -> "InvalidAssignment":
        """Return the refusal of an RT in which no family lives."""
        return cls("surveys.assignment_no_part", "No family on record lives in this RT.")

    @classmethod
    def round_closed(cls) -> "InvalidAssignment":
        """Return the refusal of a round that is over, or in which the village takes no part."""
        return cls("surveys.assignment_round", "The round is closed, or the village takes no part in it.")

    @classmethod
    def days(cls) -> "InvalidAssignment":
        """Return the refusal of a last day before the first."""
        return cls("surveys.assignment_days", "The last day cannot come before the first.")

    @classmethod
    def same(cls) -> "InvalidAssignment":
        """Return the refusal of handing a task to who has it."""
        return cls("surveys.assignment_same", "This kader has the task already.")


class InvalidPrinting(Refused):
    """Forms that cannot be printed so."""

    @classmethod
    def how_many(cls, most: int) -> "InvalidPrinting":
        """Return the refusal of no form at all, or of more than fit one printing."""
        return cls("surveys.paper_count", "Print between 1 and {most} forms at once.", most=most)

    @classmethod
    def nobody(cls) -> "InvalidPrinting":
        """Return the refusal of prefilled forms where no family is."""
        return cls("surveys.paper_nobody", "No family on record fits. Print blank forms instead.")

    @classmethod
    def no_form(cls) -> "InvalidPrinting":
        """Return the refusal of a round whose questionnaire is not published."""
        return cls("surveys.paper_no_form", "The questionnaire of this round is not published.")

    @classmethod
    def language(cls) -> "InvalidPrinting":
        """Return the refusal of a language that the questionnaire does not speak."""
        return cls("surveys.paper_language", "The questionnaire is not written in this language.")

    @classmethod
    def done(cls) -> "InvalidPrinting":
        """Return the refusal of cancelling a form that was cancelled."""
        return cls("surveys.paper_cancelled", "This form was cancelled already.")


class UnknownPaper(NotFound):
    """There is no such printed form, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_paper", "There is no printed form of this number.")


class UnknownAssignment(NotFound):
    """There is no such open task, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_assignment", "There is no such task, or it was ended.")


class UnknownKader(NotFound):
    """Nobody of this id sent anything there, or they work outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_kader", "This kader sent no visit here.")


class StaleShares(Conflict):
    """The families, kader or tasks changed since the proposal was shown."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.stale_shares",
            "Families or tasks of this village changed meanwhile. Look at the new proposal, then confirm it.",
        )


class UnknownWish(NotFound):
    """There is no such wish for another kader, or not for this person to see."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_wish", "There is no such entry, or it was ended.")


class UnknownMinutes(NotFound):
    """There are no such minutes, or they lie outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_minutes", "There are no such minutes of a hand-over.")


class AlreadyAssigned(Conflict):
    """Somebody has this task."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.already_assigned", "A kader has this task already. Hand it over or end it first."
        )


class UploadRefused(Refused):
    """A file in pieces that is not taken."""

    @classmethod
    def size(cls, file: int, piece: int) -> "UploadRefused":
        """Return the refusal of a file or piece that is empty or too large."""
        return cls(
            "surveys.upload_size",
            "A file may have {file} MB at most and a piece {piece} MB, and neither may be empty.",
            file=file // 1_000_000,
            piece=piece // 1_000_000,
        )

    @classmethod
    def other_size(cls) -> "UploadRefused":
        """Return the refusal of a piece that contradicts the file's size."""
        return cls("surveys.upload_other_size", "This piece does not fit the size of its file.")

    @classmethod
    def other_hash(cls) -> "UploadRefused":
        """Return the refusal of a file that is not what its hash says."""
        return cls(
            "surveys.upload_other_hash", "The file is not what its hash says. Send it from its beginning."
        )

    @classmethod
    def too_many(cls, most: int) -> "UploadRefused":
        """Return the refusal of one more file while many are not whole."""
        return cls(
            "surveys.upload_too_many", "{most} files are not whole yet. Finish those first.", most=most
        )


class UploadTornApart(Conflict):
    """A piece that does not go on where the file stands."""

    def __init__(self, received: int) -> None:
        super().__init__(
            "surveys.upload_torn_apart", "Go on at byte {received} of the file.", received=received
        )


class UnknownSealedVisit(NotFound):
    """No such sealed visit waits, or it is another supervisor's."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_sealed", "No such sealed visit waits here.")


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
