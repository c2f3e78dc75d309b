"""What this package refuses.

::

    Refused
    ├── BadPlan            what is written into a plan cannot stand
    ├── BadProgress        what is told of a plan cannot stand
    ├── BadEvidence        a file that cannot be kept as evidence
    ├── BadAssessment      what is written into an assessment cannot stand
    ├── BadPlanFile        a file of plans with problems; nothing of it was taken
    └── NotMeasured        the round says nothing of this village and indicator
    NotFound
    ├── UnknownPlan
    ├── UnknownEvidence
    └── UnknownAssessment
    Conflict
    ├── IllegalMove        the state of the plan does not allow it
    └── PlanChanged        somebody else wrote into it meanwhile
    NotPermitted
    └── NotYourPlan        the plan is another agency's
"""

from typing import Any

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class BadPlan(Refused):
    """What is written into a plan cannot stand. ``field`` names where."""

    def __init__(self, code: str, message: str, *, field: str, **details: Any) -> None:
        super().__init__(code, message, **details)
        self.field = field


class BadProgress(Refused):
    """What is told of a plan cannot stand."""


class BadEvidence(Refused):
    """A file that cannot be kept as evidence."""


class BadAssessment(Refused):
    """What is written into an assessment cannot stand."""


class BadPlanFile(Refused):
    """A file of plans with problems; nothing of it was taken. ``problems`` lists them by line."""

    def __init__(self, problems: tuple[Any, ...]) -> None:
        super().__init__(
            "actions.bad_file",
            "Nothing was taken over: {count} problems. Mend the lines and hand the file in again.",
            count=len(problems),
        )
        self.problems = problems


class NotMeasured(Refused):
    """The round says nothing of this village and indicator."""

    @classmethod
    def village(cls) -> "NotMeasured":
        """The village takes no part in the round, or nothing of it was counted yet."""
        return cls(
            "actions.village_not_measured",
            "This round has no figures of this village, so a plan has nothing to start from.",
        )

    @classmethod
    def indicator(cls, indicator: str) -> "NotMeasured":
        """The index of the round has no such indicator, or none that may be shown."""
        return cls(
            "actions.indicator_not_measured",
            "The index of this round has no indicator {indicator}.",
            indicator=indicator,
        )


class UnknownPlan(NotFound):
    """There is no such plan, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("actions.unknown_plan", "There is no such plan.")


class UnknownEvidence(NotFound):
    """There is no such evidence, or it was withdrawn."""

    def __init__(self) -> None:
        super().__init__("actions.unknown_evidence", "There is no such evidence.")


class UnknownAssessment(NotFound):
    """There is no such assessment, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("actions.unknown_assessment", "There is no such assessment.")


class IllegalMove(Conflict):
    """The state of the plan does not allow it."""

    def __init__(self, state: str, move: str) -> None:
        super().__init__(
            "actions.illegal_move",
            "The plan has moved on meanwhile. Look at it again.",
            state=state,
            move=move,
        )


class PlanChanged(Conflict):
    """Somebody else wrote into it meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "actions.changed",
            "Somebody else changed this meanwhile. Look at it again and repeat your change.",
        )


class NotYourPlan(NotPermitted):
    """The plan is another agency's."""

    def __init__(self) -> None:
        super().__init__(
            "actions.not_yours",
            "This plan belongs to another agency. Only its own officers and the TPK2D act on it.",
        )
