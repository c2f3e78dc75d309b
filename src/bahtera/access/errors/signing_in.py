"""Why somebody is not let in, or their password, code or passkey not taken."""

from typing import Self

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class BadAccountName(Refused):
    """The name is empty, too long, or holds signs that could make it look like another."""

    def __init__(self) -> None:
        super().__init__(
            "access.bad_account_name",
            "An account name has plain letters a to z, digits, and . _ - @ + between them.",
        )


class AccountNameTaken(Conflict):
    """Somebody has this account name already."""

    def __init__(self) -> None:
        super().__init__("access.account_name_taken", "This account name is taken.")


class NoSuchAccount(NotFound):
    """There is no such account, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("access.no_such_account", "There is no such account in your areas.")


class WeakPassword(Refused):
    """The password is too short or too easily guessed; the message says which."""

    @classmethod
    def too_short(cls, shortest: int) -> Self:
        """Say how long it must be."""
        return cls(
            "access.password_too_short",
            "The password needs at least {count} characters. A short sentence is easy to remember.",
            count=shortest,
        )

    @classmethod
    def too_long(cls, longest: int) -> Self:
        """Say how long it may be."""
        return cls(
            "access.password_too_long", "The password has more than {count} characters.", count=longest
        )

    @classmethod
    def common(cls) -> Self:
        """Say that it was leaked elsewhere."""
        return cls(
            "access.password_common",
            "This password stands in lists that guessers try first. Choose another.",
        )

    @classmethod
    def pattern(cls) -> Self:
        """Say that it is a pattern."""
        return cls(
            "access.password_pattern", "This password is a simple pattern or repetition. Choose another."
        )

    @classmethod
    def known_words(cls) -> Self:
        """Say that it is made of words anybody would try."""
        return cls(
            "access.password_known_words",
            "This password is made of your name, your office or this site. Add words of your own.",
        )


class WrongPassword(Refused):
    """Account name and password do not fit, or the account is closed: the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_password",
            "Account name and password do not fit together. Check both; capitals in the password count.",
        )


class WrongCode(Refused):
    """The second factor does not fit, or was used before."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_code",
            "This code does not fit, or was used before. Wait for the next one and try again.",
        )


class WrongPasskey(Refused):
    """The passkey's answer does not fit this site, this account or this moment."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_passkey", "This passkey was not accepted. Try again, or choose another way."
        )


class CopiedPasskey(Refused):
    """The passkey's counter stood still or went back: there may be a copy of it."""

    def __init__(self) -> None:
        super().__init__(
            "access.copied_passkey",
            "This passkey may have been copied and is not accepted. Remove it, and tell your administrator.",
        )


class TooManyAttempts(Refused):
    """Too many wrong guesses; nothing was checked."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "access.too_many_attempts",
            "Too many wrong attempts. Try again in {seconds} seconds.",
            seconds=seconds,
        )


class LastFactor(Refused):
    """The account's roles need a second factor, and this is the only one left."""

    def __init__(self) -> None:
        super().__init__(
            "access.last_factor",
            "Your task needs a second step, and this is your only one. Add another before removing it.",
        )


class NoSuchFactor(NotFound):
    """The account has no such second factor."""

    def __init__(self) -> None:
        super().__init__("access.no_such_factor", "There is no such second step in your account.")


class NoSuchSession(NotFound):
    """There is no such session, or none that this person may end."""

    def __init__(self) -> None:
        super().__init__("access.no_such_session", "There is no such session, or it has ended.")


class IdentityTaken(Conflict):
    """The identity of the provider belongs to another account."""

    def __init__(self) -> None:
        super().__init__("access.identity_taken", "This identity is linked to another account already.")


class UnknownIdentity(NotPermitted):
    """Nobody linked this identity to an account: an account is never made by signing in."""

    def __init__(self) -> None:
        super().__init__(
            "access.unknown_identity",
            "This identity is not linked to an account here. Ask your administrator to link it.",
        )


class ProviderProblem(Refused):
    """The identity provider did not answer as it should; what it said is in the log, never on the page."""

    def __init__(self) -> None:
        super().__init__(
            "access.provider_problem",
            "Signing in through your agency did not work. Try again, or sign in with your password.",
        )
