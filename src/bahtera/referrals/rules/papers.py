"""What stands on papers about a referral. Values in, values out."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from uuid import UUID

_CHECK_BYTES: Final = 5
LONGEST_NUMBER: Final = 60


def check_code(referral_id: UUID) -> str:
    """Return the code by which both units know on the telephone that they speak of one referral: ``K7QX-2MBA``.

    Eight signs of base 32 (RFC 4648) out of SHA-256 of the id: it says nothing of whom and opens nothing.
    """
    digest = hashlib.sha256(b"referral:" + referral_id.bytes).digest()
    code = b32encode(digest[:_CHECK_BYTES]).decode()
    return f"{code[:4]}-{code[4:]}"
