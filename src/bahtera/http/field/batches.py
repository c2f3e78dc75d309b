"""Visits as phones send them, many in a request: each is read by itself, and what is none holds up no other."""

from contextlib import suppress
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Schema
from pydantic import (
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from bahtera.http.bodies import NotReadable, unreadable
from bahtera.http.device_schemas import ProofIn
from bahtera.http.field.private import PrivateOfOne

_SHA256: Any = Field(pattern="^[0-9a-f]{64}$", description="SHA-256 of the bytes as sent, in hex.")
_MOST = 100
_LONGEST_BODY = 10_000_000
_MOST_FILES = 50
_MOST_PARTS = 500
_MONTH_MS = 31 * 24 * 60 * 60 * 1000

PartName = Annotated[str, StringConstraints(max_length=120, pattern=r"^[\w:+/.-]*$")]
Milliseconds = Annotated[int, Field(ge=0, le=_MONTH_MS)]
_PACE: TypeAdapter[dict[str, int]] = TypeAdapter(dict[PartName, Milliseconds])


def _possible(told: Any) -> dict[str, int]:
    """Return the measured times that can be; a visit is not lost because one of them cannot."""
    kept: dict[str, int] = {}
    for part, spent in list(told.items())[:_MOST_PARTS] if isinstance(told, dict) else ():
        with suppress(ValidationError):
            kept |= _PACE.validate_python({part: spent})
    return kept


class FileIn(Schema):
    """A file the visit names, and the hash under which it was, or will be, put at ``files/{sha256}``."""

    name: str = Field(min_length=1, max_length=255)
    sha256: str = _SHA256


class PartIn(Schema):
    """Whose part of a shared visit this is: the sections this kader filled, signed with the phone's own key.

    The signature has the purpose ``part``; signed is ``task|instance id|SHA-256 of the xml|sections|signed_at``, the
    sections in the order of the alphabet, with a comma between.
    """

    task: UUID
    sections: list[Annotated[str, StringConstraints(max_length=120)]] = Field(min_length=1, max_length=100)
    signed_at: str = Field(min_length=1, max_length=40, examples=["2026-11-22T10:15:00.000+08:00"])
    signature: str = Field(
        max_length=120, description="ECDSA P-256 with SHA-256: r and s, 64 bytes, base64url."
    )


class VisitIn(Schema):
    """One finished visit: the XML of the form. ``complete`` is false when more files will follow.

    ``pace``: milliseconds spent on each part of the form, named as the app names it (``anggota:1``); what cannot be
    is left out.
    """

    xml: str = Field(max_length=_LONGEST_BODY)
    files: list[FileIn] = Field([], max_length=_MOST_FILES)
    complete: bool = True
    pace: Annotated[dict[PartName, Milliseconds], BeforeValidator(_possible)] = {}
    private: PrivateOfOne = None
    part: PartIn | None = None


class NoVisit(VisitIn):
    """What stood in a visit's place and is none; ``problem`` is how an answer tells it."""

    problem: NotReadable

    model_config = ConfigDict(arbitrary_types_allowed=True)


def _refused_alone(told: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(told)
    except ValidationError as error:
        xml = told.get("xml") if isinstance(told, dict) else None
        return NoVisit.model_construct(xml=xml if isinstance(xml, str) else "", problem=unreadable(error))


class BatchIn(Schema):
    """Up to a hundred visits; the body may be compressed (``Content-Encoding: gzip``).

    One visit that is not as it should be is refused alone and holds up no other.
    """

    visits: list[Annotated[VisitIn, WrapValidator(_refused_alone)]] = Field(min_length=1, max_length=_MOST)


class SealedIn(ProofIn):
    """Visits sealed to this site (``bahtera-sealed-1``, base64), and the phone's signature for ``hand-in``."""

    device_id: UUID
    visits: list[str] = Field(min_length=1, max_length=_MOST)
