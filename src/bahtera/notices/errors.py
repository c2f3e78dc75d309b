"""What this package refuses.

::

    NotFound
    └── UnknownNotice    no such notice, or another's
    Refused
    ├── BadMailbox       what was given is no e-mail address
    └── NoMail           this site sends no e-mail
"""

from bahtera.foundation.errors import NotFound, Refused


class UnknownNotice(NotFound):
    """There is no such notice, or it is another's."""

    def __init__(self) -> None:
        super().__init__("notices.unknown", "There is no such notice.")


class BadMailbox(Refused):
    """What was given is no e-mail address."""

    def __init__(self) -> None:
        super().__init__(
            "notices.bad_mailbox", "This is no e-mail address. Write one, such as name@agency.go.id."
        )


class NoMail(Refused):
    """This site sends no e-mail."""

    def __init__(self) -> None:
        super().__init__("notices.no_mail", "This site sends no e-mail: no mail server has been set.")
