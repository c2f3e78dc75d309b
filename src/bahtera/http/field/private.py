"""The private part of a visit as phones send it: two boxes, always both, always of the same size."""

import base64
from typing import Annotated, Any, Final, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from bahtera.confided import api as confided
from bahtera.foundation.sealing import exchange
from bahtera.surveys import api as surveys

_PADDING: Final = "=="


def _box(step: int) -> Any:
    length = len(base64.urlsafe_b64encode(bytes(exchange.size_of(step))).rstrip(b"="))
    return Field(min_length=length, max_length=length, pattern="^[A-Za-z0-9_-]+$")


_ANSWERS: Any = _box(confided.ANSWERS_STEP)
_HELP: Any = _box(confided.HELP_STEP)


class PrivateIn(Schema):
    """What came of the private part, and its boxes in base64url (``bahtera-sealed-1``): one to each private key.

    Both boxes come with every outcome, also when nothing was asked; their size is that of every other.
    """

    model_config = ConfigDict(extra="forbid")

    asked: Literal["ditanyakan", "tidak_sendiri", "menolak", "tidak_ditawarkan"]
    statistics: str = _ANSWERS
    help: str = _HELP

    def part(self) -> surveys.PrivatePart:
        """Return it as surveys pass it on."""
        return surveys.PrivatePart(self.asked, _decoded(self.statistics), _decoded(self.help))


def _refused_alone(told: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """Read a private part; what is none becomes one with empty boxes, which refuses its visit and no other."""
    try:
        return read(told)
    except ValidationError:
        return PrivateIn.model_construct(asked="tidak_ditawarkan", statistics="", help="")


# One visit that is not as it should be must not hold up the others of its batch.
PrivateOfOne = Annotated[PrivateIn | None, WrapValidator(_refused_alone)]


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + _PADDING[: -len(text) % 4])
