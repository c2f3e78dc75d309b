"""``/api/v1/devices``: where kader's phones enrol, prove themselves and sign in (docs/reference/device-api.md).

The first five are open to everybody: a code or a signature is the credential, and a stranger learns nothing. The
others want the session of an enrolled phone; cards and sessions of offices do not open them.
"""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.http.device_schemas import (
    ChallengeOut,
    EnrolIn,
    EnrolledOut,
    JwkIn,
    KinIn,
    MeOut,
    PinIn,
    ProofIn,
    SealingKeyOut,
    SessionOut,
    SignInIn,
    StateOut,
    UnlockIn,
)
from bahtera.http.door import acts, bearer_of, open_to_phones
from bahtera.http.replies import NullByte, has_null_byte
from bahtera.http.schemas import ErrorOut

_REFUSALS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut}
_ACTIVE = access.DeviceState("active", 0)


def enrolled_phone(request: HttpRequest) -> access.Actor | None:
    """Return the kader behind the session of an enrolled phone, and nobody else."""
    if has_null_byte(request):
        raise NullByte
    actor = access.resolve_bearer(bearer_of(request) or "")
    return actor if actor is not None and actor.key.startswith("device:") else None


router = Router(tags=["devices"])


@router.post("", response={201: EnrolledOut, **_REFUSALS}, auth=None)
@open_to_phones
def enrol(request: HttpRequest, sent: EnrolIn) -> Status[EnrolledOut]:
    """Enrol a phone with an activation code, the public half of its key, and a PIN."""
    key = sent.public_key
    enrolled = access.enrol_device(
        code=sent.code,
        public_key=key.model_dump() if isinstance(key, JwkIn) else key,
        signature=sent.signature,
        pin=sent.pin,
        label=sent.label,
        origin=_origin(request),
        kin=[(one.family_id, one.relation) for one in sent.kin],
        known=_known,
    )
    out = EnrolledOut(
        id=enrolled.id,
        name=enrolled.name,
        areas=list(enrolled.areas),
        unlock_secret=enrolled.unlock_secret,
        sealing_key=SealingKeyOut.current(),
    )
    return Status(201, out)


@router.get("/{device_id}/challenge", response={200: ChallengeOut, **_REFUSALS}, auth=None)
@open_to_phones
def challenge(request: HttpRequest, device_id: UUID) -> ChallengeOut:  # noqa: ARG001
    """Return what a phone signs next; for an id that nobody has, one that opens nothing."""
    made = access.make_challenge(device_id)
    return ChallengeOut(challenge=made.text, seconds=made.seconds)


@router.post("/{device_id}/sessions", response={201: SessionOut, **_REFUSALS}, auth=None)
@open_to_phones
def sign_in(request: HttpRequest, device_id: UUID, sent: SignInIn) -> Status[access.SignedInDevice]:
    """Sign in for twelve hours; the signature's purpose is ``sign-in``. An earlier session ends."""
    signed_in = access.sign_in_device(
        device_id,
        challenge=sent.challenge,
        signature=sent.signature,
        pin=sent.pin,
        origin=_origin(request),
    )
    return Status(201, signed_in)


@router.post("/{device_id}/state", response={200: StateOut, **_REFUSALS}, auth=None)
@open_to_phones
def state(request: HttpRequest, device_id: UUID, sent: ProofIn) -> access.DeviceState:
    """Say how things stand with a profile, without its PIN; the signature's purpose is ``state``."""
    return access.tell_state(
        device_id, challenge=sent.challenge, signature=sent.signature, origin=_origin(request)
    )


@router.post("/{device_id}/unlock", response={200: StateOut, **_REFUSALS}, auth=None)
@open_to_phones
def unlock(request: HttpRequest, device_id: UUID, sent: UnlockIn) -> access.DeviceState:
    """Open a locked profile with a supervisor's code; the signature's purpose is ``unlock``."""
    access.unlock_device(
        device_id,
        challenge=sent.challenge,
        signature=sent.signature,
        code=sent.code,
        new_pin=sent.new_pin,
        origin=_origin(request),
    )
    return _ACTIVE


@router.get("/me", response={200: MeOut, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def me(request: HttpRequest) -> MeOut:
    """Say who is signed in on this phone, where they visit, and which families they leave to others."""
    return _me(_actor(request))


@router.post("/me/kin", response={201: MeOut, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def declare_kin(request: HttpRequest, sent: KinIn) -> Status[MeOut]:
    """Declare one's own household or a relative's; it leaves this kader's lists at once."""
    actor = _actor(request)
    access.declare_own_kin(family_id=sent.family_id, relation=sent.relation, actor=actor, known=_known)
    return Status(201, _me(enrolled_phone(request) or actor))


@router.post("/me/pin", response={200: StateOut, **_REFUSALS}, auth=enrolled_phone)
@acts("submission.send")
def change_pin(request: HttpRequest, sent: PinIn) -> access.DeviceState:
    """Change the PIN; the old one is counted like at sign-in."""
    access.change_pin(pin=sent.pin, new_pin=sent.new_pin, actor=_actor(request))
    return _ACTIVE


@router.post("/me/sign-out", response={200: StateOut, **_REFUSALS}, auth=enrolled_phone)
@acts("submission.send")
def sign_out(request: HttpRequest) -> access.DeviceState:
    """End this phone's session."""
    access.sign_out_device(actor=_actor(request))
    return _ACTIVE


def _me(actor: access.Actor) -> MeOut:
    return MeOut(
        id=UUID(actor.key.partition(":")[2]),
        name=actor.name,
        areas=list(access.reach(actor, "family.carry")),
        kin=sorted(actor.kin),
    )


def _known(family_id: UUID) -> tuple[UUID, str] | None:
    """Return by which id we know a family, and its village."""
    try:
        family = families.get_family(family_id)
    except families.UnknownFamily:
        return None
    return family.id, family.village_code


def _origin(request: HttpRequest) -> access.Origin:
    return access.Origin(
        address=request.META.get("REMOTE_ADDR", ""), agent=request.META.get("HTTP_USER_AGENT", "")
    )


def _actor(request: HttpRequest) -> access.Actor:
    actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework from enrolled_phone
    return actor
