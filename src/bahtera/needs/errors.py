"""What this package refuses.

::

    Refused
    ├── BadLine            a line of the mapping that cannot stand
    ├── BadScenario        what-if that cannot be worked out as asked
    └── BadBudget          a budget that nothing can be chosen by
    NotFound
    ├── UnknownLine        an indicator that is not there, or is private
    └── NotListed          an indicator of which no families are listed
    Conflict
    └── LineMoved          somebody changed the line meanwhile
"""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class BadLine(Refused):
    """A line of the mapping that cannot stand."""

    @classmethod
    def unknown(cls, name: str) -> "BadLine":
        """A service or office that is not on the list."""
        return cls("needs.unknown_choice", "There is no {name} to choose.", name=name)

    @classmethod
    def no_reason(cls) -> "BadLine":
        """Nothing says why."""
        return cls("needs.no_reason", "Say why, in 5 to 300 characters. Name no family.")

    @classmethod
    def cost(cls) -> "BadLine":
        """Rupiah that are no whole number in the range."""
        return cls("needs.bad_cost", "Costs are whole rupiah from 0 to 1,000,000,000.")

    @classmethod
    def reach(cls) -> "BadLine":
        """A share outside 1 to 100."""
        return cls("needs.bad_reach", "Reach is a whole per cent from 1 to 100.")

    @classmethod
    def no_regency(cls) -> "BadLine":
        """An area that keeps no mapping."""
        return cls("needs.no_regency", "The list of services belongs to a regency or city.")

    @classmethod
    def unchanged(cls) -> "BadLine":
        """What is kept already."""
        return cls("needs.unchanged", "Nothing was changed.")


class BadScenario(Refused):
    """What-if that cannot be worked out as asked."""

    @classmethod
    def too_many(cls, most: int) -> "BadScenario":
        """More interventions than can be followed together."""
        return cls("needs.too_many_interventions", "Choose one to {most} indicators.", most=most)

    @classmethod
    def reach(cls) -> "BadScenario":
        """A share that is no step of five, or a rise that is not offered."""
        return cls(
            "needs.bad_share",
            "Choose from the list: reach in steps of five per cent, or how many points the share rises by.",
        )

    @classmethod
    def no_villages(cls) -> "BadScenario":
        """No village of the round."""
        return cls("needs.no_villages", "Choose at least one village of the round.")

    @classmethod
    def not_told(cls) -> "BadScenario":
        """An indicator about which nothing is simulated."""
        return cls(
            "needs.not_simulated",
            "This indicator is sensitive or not part of the index: it is not tried out.",
        )

    @classmethod
    def method(cls, name: str) -> "BadScenario":
        """A mean by which indicators do not add on their own."""
        return cls(
            "needs.no_budget_for_method",
            "By the method of this index ({name}) what indicators add depends on each other: no budget is worked out.",
            name=name,
        )


class BadBudget(Refused):
    """A budget that nothing can be chosen by."""

    def __init__(self) -> None:
        super().__init__("needs.bad_budget", "A budget is whole rupiah from 1 to 1,000,000,000,000,000.")


class UnknownLine(NotFound):
    """An indicator that is not there, or is private."""

    def __init__(self) -> None:
        super().__init__("needs.unknown_line", "There is no such indicator in the list of services.")


class NotListed(NotFound):
    """An indicator that is not there, is private or sensitive: nobody is listed by it."""

    def __init__(self) -> None:
        super().__init__(
            "needs.not_listed",
            "This indicator is sensitive or not part of the index: families are not listed by it.",
        )


class LineMoved(Conflict):
    """Somebody changed the line meanwhile."""

    def __init__(self) -> None:
        super().__init__("needs.line_moved", "Somebody changed this line meanwhile. Look at it again.")
