"""The register of processing of this site, as config puts it together."""

from collections.abc import Callable

from bahtera.privacy.values import Register

_makers: list[Callable[[], Register]] = []


def register_processing(make: Callable[[], Register]) -> None:
    """Name what puts the register together; only config calls this."""
    _makers[:] = [make]


def processing_register() -> Register:
    """Return the register of everything this site keeps and does. It names no person."""
    return _makers[0]()
