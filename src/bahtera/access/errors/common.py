"""What any door of access may refuse: ``Refused > NotPermitted > NotAllowed``."""

from bahtera.foundation.errors import NotPermitted, Refused


class NotAllowed(NotPermitted):
    """This person may not do this here."""

    def __init__(self, action: str) -> None:
        super().__init__("access.not_allowed", "You may not do this, or not in this area.", action=action)


class SecondFactorNeeded(NotAllowed):
    """Everything allows it except that this session passed no second factor."""

    def __init__(self, action: str) -> None:
        NotPermitted.__init__(
            self,
            "access.second_factor_needed",
            "This needs your second step: a code from your phone, or your passkey.",
            action=action,
        )


class NotForOneself(Refused):
    """Nobody gives a role to themselves, or lets themselves leave."""

    def __init__(self) -> None:
        super().__init__("access.not_for_oneself", "Nobody does this for themselves. Ask a colleague.")


class BadScope(Refused):
    """A token needs at least one area that exists and that the issuer holds."""

    def __init__(self) -> None:
        super().__init__("access.bad_scope", "Choose at least one village or area.")


class UnknownScope(Refused):
    """The area of a role or a unit must exist."""

    def __init__(self, area: str) -> None:
        super().__init__("access.unknown_scope", "There is no area with the code {area}.", area=area)
