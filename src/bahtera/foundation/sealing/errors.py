"""What goes wrong with keys and with what they closed.

A ``SealingProblem`` is for whoever runs the site: readers get the page for bugs, the log says what to do. Its
text never holds what was sealed. ``Erased`` is for readers: what they ask for is gone, on purpose.
"""

from bahtera.foundation.errors import NotFound


class SealingProblem(Exception):
    """Something sealed cannot be made or opened."""


class KeyringMissing(SealingProblem):
    """There is no key ring file, and none may be made, because sealed data would be lost with the old one."""


class KeyringDamaged(SealingProblem):
    """The key ring file is not what was written."""


class WrongKeyring(SealingProblem):
    """The key ring is another than the one this database was sealed with."""


class UnknownKey(SealingProblem):
    """A value was sealed with a version that the key ring does not hold."""


class NotSealed(SealingProblem):
    """A value that should be sealed is plain: the database is from before; ``bahtera keys seal-existing``."""


class Broken(SealingProblem):
    """A sealed value was changed, or stands where it was not sealed for."""


class KeyInUse(SealingProblem):
    """A version cannot be dropped yet."""


class Erased(NotFound):
    """What is asked for was erased: its key is destroyed, its hash and the reason stay."""

    def __init__(self) -> None:
        super().__init__("sealing.erased", "This was erased. Its hash and the reason are kept.")
