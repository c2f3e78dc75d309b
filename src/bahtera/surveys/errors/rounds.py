"""Refusals about rounds, and about who is to visit whom."""

from datetime import date

from bahtera.foundation.errors import Conflict, NotFound, Refused


class UnknownRound(NotFound):
    """There is no such round."""

    def __init__(self, round_id: int) -> None:
        super().__init__("surveys.unknown_round", "There is no such round.", id=round_id)


class InvalidRound(Refused):
    """A round's data contradict each other."""


class RoundHasVisits(Refused):
    """Something of a round that may not change once families were visited."""

    def __init__(self, visits: int) -> None:
        super().__init__(
            "surveys.round_has_visits",
            "{visits} visits of this round have come in. Its questionnaire, design, area, targets and first day can no"
            " longer be changed: what was measured would mean something else. Plan a new round.",
            visits=visits,
        )


class VisitsLeftOut(Refused):
    """A last day before visits that lie within the round's days."""

    def __init__(self, visits: int, latest: date) -> None:
        super().__init__(
            "surveys.visits_left_out",
            "{visits} visits were made after this last day, the latest on {latest}. The round cannot end before them.",
            visits=visits,
            latest=latest.isoformat(),
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
    def sampled(cls) -> "InvalidAssignment":
        """Return the refusal of carrying families into a sample."""
        return cls(
            "surveys.assignment_sampled",
            "This round is a sample: the draw decides which families are visited, and none is carried over.",
        )

    @classmethod
    def no_earlier(cls) -> "InvalidAssignment":
        """Return the refusal where no earlier round gave tasks here."""
        return cls(
            "surveys.assignment_no_earlier",
            "No earlier round whose field work is over gave tasks in this area.",
        )

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


class UnknownAssignment(NotFound):
    """There is no such open task, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_assignment", "There is no such task, or it was ended.")


class AlreadyAssigned(Conflict):
    """Somebody has this task."""

    def __init__(self) -> None:
        super().__init__(
            "surveys.already_assigned", "A kader has this task already. Hand it over or end it first."
        )


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
