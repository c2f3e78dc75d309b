"""Errors of access: ``Refused > NotPermitted > NotAllowed``."""

from bahtera.foundation.errors import NotFound, NotPermitted, Refused


class NotAllowed(NotPermitted):
    """This person may not do this here."""

    def __init__(self, action: str) -> None:
        super().__init__("access.not_allowed", "You may not do this, or not in this area.", action=action)


class NoSuchToken(NotFound):
    """There is no such token in this person's areas."""

    def __init__(self) -> None:
        super().__init__("access.no_such_token", "There is no such token in your areas.")


class BadScope(Refused):
    """A token needs at least one area that exists and that the issuer holds."""

    def __init__(self) -> None:
        super().__init__("access.bad_scope", "Choose at least one village or area.")


class SecondFactorNeeded(NotAllowed):
    """Everything allows it except that this session passed no second factor."""

    def __init__(self, action: str) -> None:
        NotPermitted.__init__(
            self,
            "access.second_factor_needed",
            "This needs your second step: a code from your phone, or your passkey.",
            action=action,
        )
