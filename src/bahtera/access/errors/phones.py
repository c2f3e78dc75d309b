"""Why a card, a code, a phone or a PIN is not taken."""

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class NoSuchToken(NotFound):
    """There is no such token in this person's areas."""

    def __init__(self) -> None:
        super().__init__("access.no_such_token", "There is no such token in your areas.")


class WeakPin(Refused):
    """The PIN is not six digits, or one that is guessed first."""

    @classmethod
    def shape(cls) -> "WeakPin":
        return cls("access.pin_shape", "A PIN has six digits.")

    @classmethod
    def pattern(cls) -> "WeakPin":
        return cls("access.pin_pattern", "This PIN is a pattern that is guessed first. Choose another.")

    @classmethod
    def date(cls) -> "WeakPin":
        return cls("access.pin_date", "This PIN looks like a date. Choose one that is nobody's birthday.")


class BadDeviceKey(Refused):
    """The phone's key is no public P-256 key, or it did not sign for itself."""

    def __init__(self) -> None:
        super().__init__("access.bad_device_key", "The phone's key was not understood. Update the app.")


class DeviceKeyTaken(Conflict):
    """A key is enrolled once, for one profile on one phone."""

    def __init__(self) -> None:
        super().__init__(
            "access.device_key_taken", "This phone's key is enrolled already. Start activation anew."
        )


class CodeMistyped(Refused):
    """A code whose last sign does not fit the others: seen without looking it up."""

    def __init__(self) -> None:
        super().__init__("access.code_mistyped", "Look at the code again: one of its signs is wrong.")


class ActivationRefused(Refused):
    """The code is unknown, used, cancelled or over: the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "access.activation_refused",
            "This activation code does not work, or not any more. Ask your supervisor for a new one.",
        )


class NoSuchCode(NotFound):
    """There is no such activation code in this reader's areas, or it is over."""

    def __init__(self) -> None:
        super().__init__("access.no_such_code", "There is no such activation code in your areas.")


class NoSuchDevice(NotFound):
    """There is no such phone in this reader's areas, or it was stopped already."""

    def __init__(self) -> None:
        super().__init__("access.no_such_device", "There is no such phone in your areas.")


class DeviceRefused(NotPermitted):
    """The phone is unknown, or its signature, purpose or challenge does not fit: the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "access.device_refused", "This phone could not prove who it is. Try again, or activate it anew."
        )


class DeviceRevoked(NotPermitted):
    """The phone was stopped; said only to a phone that proved its key."""

    def __init__(self) -> None:
        super().__init__(
            "access.device_revoked",
            "This phone was stopped. Send the sealed visits first, then delete what is on the phone.",
        )


class DeviceLocked(NotPermitted):
    """Ten wrong PINs, or a supervisor's word: only a supervisor's code opens the profile again."""

    def __init__(self) -> None:
        super().__init__(
            "access.device_locked",
            "This profile is locked. Ask your supervisor for an unlock code. Your visits are kept.",
        )


class NoKaderRole(NotPermitted):
    """The person behind the phone is no kader today; said only to a phone that proved its key."""

    def __init__(self) -> None:
        super().__init__(
            "access.no_kader_role", "You hold no role as a kader at present. Talk to your supervisor."
        )


class WrongPin(Refused):
    """The PIN does not fit; so many are left before the profile locks, the next after so many seconds."""

    def __init__(self, left: int, seconds: int) -> None:
        super().__init__(
            "access.wrong_pin",
            "The PIN is wrong. {left} tries are left before this profile locks.",
            left=left,
            seconds=seconds,
        )


class UnlockRefused(Refused):
    """The unlock code is unknown, used, replaced or over: the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "access.unlock_refused", "This unlock code does not work. Ask your supervisor for a new one."
        )
