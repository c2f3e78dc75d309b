"""Errors that a person can act on, without Django.

::

    DomainError
    └── Refused            the request is understood and not carried out; shown as it is
        ├── NotFound       there is no such thing, or none that this person may know of
        ├── Conflict       it contradicts what is already stored
        └── NotPermitted   this person may not do it

Whatever is not a DomainError is a bug: it is logged and answered with a page that gives nothing away.
"""

from typing import Any


class DomainError(Exception):
    """A failure with a stable code, an English message to translate, and details to fill in."""

    def __init__(self, code: str, message: str, **details: Any) -> None:
        super().__init__(code, message, details)
        self.code = code
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return self.message.format(**self.details)


class Refused(DomainError):
    """The request is understood and not carried out."""


class NotFound(Refused):
    """There is no such thing, or none that this person may know of."""


class Conflict(Refused):
    """It contradicts what is already stored."""


class NotPermitted(Refused):
    """This person may not do it."""
