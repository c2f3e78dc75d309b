"""How the secrets of second factors lie in the database: sealed, with keys that lie outside it."""

import base64
from collections.abc import Iterator
from typing import Any, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator

from bahtera.foundation import sealing
from bahtera.foundation.sealing.values import active_mark
from bahtera.foundation.transactions import durable

PURPOSE: Final = "mfa_authenticator.data"
_SECRETS: Final = ("secret", "seed")


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc] # the library is not typed
    """Seals what the library would keep readable."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return base64.b64encode(sealing.seal(text.encode(), purpose=PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret."""
        return sealing.unseal(base64.b64decode(encrypted_text), purpose=PURPOSE).decode()


def waiting() -> int:
    """Return how many accounts' secrets are closed with an older key than the newest."""
    return sum(1 for _ in _older())


def reseal() -> Iterator[int]:
    """Close every secret with the newest key, one account at a time; yields how many were done in each step."""
    for row_id, name in list(_older()):
        with durable():
            row = Authenticator.objects.select_for_update().filter(pk=row_id).first()
            if row is not None and name in row.data:
                adapter = SealedAdapter()
                row.data[name] = adapter.encrypt(adapter.decrypt(row.data[name]))
                row.save(update_fields=["data"])
        yield 1


def _older() -> Iterator[tuple[Any, str]]:
    newest = active_mark()
    for row in Authenticator.objects.order_by("pk").iterator():
        for name in _SECRETS:
            if name in row.data and not base64.b64decode(row.data[name]).startswith(newest):
                yield row.pk, name
