"""Errors of access: ``Refused > NotPermitted > NotAllowed``."""

from typing import Self

from bahtera.foundation.errors import Conflict, NotFound, NotPermitted, Refused


class NotAllowed(NotPermitted):
    """This person may not do this here."""

    def __init__(self, action: str) -> None:
        super().__init__("access.not_allowed", "You may not do this, or not in this area.", action=action)


class NoSuchToken(NotFound):
    """There is no such token in this person's areas."""

    def __init__(self) -> None:
        super().__init__("access.no_such_token", "There is no such token in your areas.")


class BadScope(Refused):
    """A token needs at least one area that exists and that the issuer holds."""

    def __init__(self) -> None:
        super().__init__("access.bad_scope", "Choose at least one village or area.")


class SecondFactorNeeded(NotAllowed):
    """Everything allows it except that this session passed no second factor."""

    def __init__(self, action: str) -> None:
        NotPermitted.__init__(
            self,
            "access.second_factor_needed",
            "This needs your second step: a code from your phone, or your passkey.",
            action=action,
        )


class BadAccountName(Refused):
    """The name is empty, too long, or holds signs that could make it look like another."""

    def __init__(self) -> None:
        super().__init__(
            "access.bad_account_name",
            "An account name has plain letters a to z, digits, and . _ - @ + between them.",
        )


class AccountNameTaken(Conflict):
    """Somebody has this account name already."""

    def __init__(self) -> None:
        super().__init__("access.account_name_taken", "This account name is taken.")


class NoSuchAccount(NotFound):
    """There is no such account, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("access.no_such_account", "There is no such account in your areas.")


class WeakPassword(Refused):
    """The password is too short or too easily guessed; the message says which."""

    @classmethod
    def too_short(cls, shortest: int) -> Self:
        """Say how long it must be."""
        return cls(
            "access.password_too_short",
            "The password needs at least {count} characters. A short sentence is easy to remember.",
            count=shortest,
        )

    @classmethod
    def too_long(cls, longest: int) -> Self:
        """Say how long it may be."""
        return cls(
            "access.password_too_long", "The password has more than {count} characters.", count=longest
        )

    @classmethod
    def common(cls) -> Self:
        """Say that it was leaked elsewhere."""
        return cls(
            "access.password_common",
            "This password stands in lists that guessers try first. Choose another.",
        )

    @classmethod
    def pattern(cls) -> Self:
        """Say that it is a pattern."""
        return cls(
            "access.password_pattern", "This password is a simple pattern or repetition. Choose another."
        )

    @classmethod
    def known_words(cls) -> Self:
        """Say that it is made of words anybody would try."""
        return cls(
            "access.password_known_words",
            "This password is made of your name, your office or this site. Add words of your own.",
        )


class WrongPassword(Refused):
    """Account name and password do not fit, or the account is closed: the answer does not tell which."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_password",
            "Account name and password do not fit together. Check both; capitals in the password count.",
        )


class WrongCode(Refused):
    """The second factor does not fit, or was used before."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_code",
            "This code does not fit, or was used before. Wait for the next one and try again.",
        )


class WrongPasskey(Refused):
    """The passkey's answer does not fit this site, this account or this moment."""

    def __init__(self) -> None:
        super().__init__(
            "access.wrong_passkey", "This passkey was not accepted. Try again, or choose another way."
        )


class CopiedPasskey(Refused):
    """The passkey's counter stood still or went back: there may be a copy of it."""

    def __init__(self) -> None:
        super().__init__(
            "access.copied_passkey",
            "This passkey may have been copied and is not accepted. Remove it, and tell your administrator.",
        )


class TooManyAttempts(Refused):
    """Too many wrong guesses; nothing was checked."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "access.too_many_attempts",
            "Too many wrong attempts. Try again in {seconds} seconds.",
            seconds=seconds,
        )


class LastFactor(Refused):
    """The account's roles need a second factor, and this is the only one left."""

    def __init__(self) -> None:
        super().__init__(
            "access.last_factor",
            "Your task needs a second step, and this is your only one. Add another before removing it.",
        )


class NoSuchFactor(NotFound):
    """The account has no such second factor."""

    def __init__(self) -> None:
        super().__init__("access.no_such_factor", "There is no such second step in your account.")


class NoSuchSession(NotFound):
    """There is no such session, or none that this person may end."""

    def __init__(self) -> None:
        super().__init__("access.no_such_session", "There is no such session, or it has ended.")


class IdentityTaken(Conflict):
    """The identity of the provider belongs to another account."""

    def __init__(self) -> None:
        super().__init__("access.identity_taken", "This identity is linked to another account already.")


class UnknownIdentity(NotPermitted):
    """Nobody linked this identity to an account: an account is never made by signing in."""

    def __init__(self) -> None:
        super().__init__(
            "access.unknown_identity",
            "This identity is not linked to an account here. Ask your administrator to link it.",
        )


class ProviderProblem(Refused):
    """The identity provider did not answer as it should; what it said is in the log, never on the page."""

    def __init__(self) -> None:
        super().__init__(
            "access.provider_problem",
            "Signing in through your agency did not work. Try again, or sign in with your password.",
        )


class NameMissing(Refused):
    """A name is needed."""

    def __init__(self) -> None:
        super().__init__("access.name_missing", "Write the name.")


class NoSuchPerson(NotFound):
    """There is no such person where this reader looks after people."""

    def __init__(self) -> None:
        super().__init__("access.no_such_person", "There is no such person in your areas.")


class NoSuchUnit(NotFound):
    """There is no such agency or unit where this reader looks after them."""

    def __init__(self) -> None:
        super().__init__("access.no_such_unit", "There is no such unit in your areas.")


class NoSuchDecree(NotFound):
    """There is no such decree for this area."""

    def __init__(self) -> None:
        super().__init__("access.no_such_decree", "There is no such decree for this area.")


class NoSuchRole(NotFound):
    """There is no such role, or none that this reader may give and end."""

    def __init__(self) -> None:
        super().__init__("access.no_such_role", "There is no such role in your areas.")


class NotForOneself(Refused):
    """Nobody gives a role to themselves, or lets themselves leave."""

    def __init__(self) -> None:
        super().__init__("access.not_for_oneself", "Nobody does this for themselves. Ask a colleague.")


class UnknownScope(Refused):
    """The area of a role or a unit must exist."""

    def __init__(self, area: str) -> None:
        super().__init__("access.unknown_scope", "There is no area with the code {area}.", area=area)


class BadDates(Refused):
    """The days of a role, a decree or a place in a unit do not fit together."""

    @classmethod
    def upside_down(cls) -> "BadDates":
        return cls("access.dates_upside_down", "The last day lies before the first.")

    @classmethod
    def over(cls) -> "BadDates":
        return cls("access.dates_over", "The last day is over already.")

    @classmethod
    def far(cls) -> "BadDates":
        return cls("access.dates_far", "This day lies too far from today. Look at the year.")

    @classmethod
    def outside_decree(cls) -> "BadDates":
        return cls("access.dates_outside_decree", "On the first day the decree does not hold.")


class RoleRefused(Refused):
    """The role cannot be given like this."""

    @classmethod
    def held(cls) -> "RoleRefused":
        return cls("access.role_held", "This person already holds this role in this area.")

    @classmethod
    def no_account(cls) -> "RoleRefused":
        return cls("access.role_needs_account", "This role needs an account. Give the person one first.")

    @classmethod
    def needs_unit(cls) -> "RoleRefused":
        return cls("access.role_needs_unit", "Choose the unit in which the person does this work.")

    @classmethod
    def wrong_unit(cls) -> "RoleRefused":
        return cls("access.role_wrong_unit", "A unit of this kind does not do this work.")

    @classmethod
    def wider_than_unit(cls) -> "RoleRefused":
        return cls("access.role_wider_than_unit", "The unit does not work in all of this area.")

    @classmethod
    def not_in_unit(cls) -> "RoleRefused":
        return cls("access.role_not_in_unit", "The person has no place in this unit yet.")

    @classmethod
    def left(cls) -> "RoleRefused":
        return cls("access.role_left", "This person has left.")

    @classmethod
    def no_kader(cls) -> "RoleRefused":
        return cls("access.role_no_kader", "This person is not a kader of all these villages.")

    @classmethod
    def kader_nowhere(cls) -> "RoleRefused":
        return cls("access.role_kader_nowhere", "This person is no kader at present.")

    @classmethod
    def kader_beyond(cls) -> "RoleRefused":
        return cls(
            "access.role_kader_beyond",
            "This person is a kader outside your areas too. Ask somebody who looks after all of them.",
        )

    @classmethod
    def over(cls) -> "RoleRefused":
        return cls("access.role_over", "This role has ended already.")

    @classmethod
    def unknown(cls) -> "RoleRefused":
        return cls("access.role_unknown", "Choose a role.")


class LastAdministrator(Refused):
    """The country's last administrator cannot go: nobody could ever name another."""

    def __init__(self) -> None:
        super().__init__(
            "access.last_administrator",
            "This is the last administrator of the whole site without an end date. Name another one first.",
        )


class WorkLeft(Refused):
    """Something is open that nobody takes."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "access.work_left",
            "Say who takes over the open work. Nobody was named for {count} of it.",
            count=count,
        )


class CannotTake(Refused):
    """The one who was chosen may not do this work there."""

    @classmethod
    def named(cls, name: str) -> "CannotTake":
        return cls(
            "access.cannot_take", "{name} may not do this work there. Choose somebody else.", name=name
        )

    @classmethod
    def unnamed(cls) -> "CannotTake":
        """Refuse an id that is not on the list: who is behind it is not told."""
        return cls("access.cannot_take", "Whom you chose may not do this work there. Choose from the list.")


class RolesLeft(Refused):
    """Somebody leaves only after their roles have ended, one by one, each handed over."""

    def __init__(self) -> None:
        super().__init__("access.roles_left", "End the person's roles first, so that nothing is left lying.")


class BadScan(Refused):
    """A scan must be a whole PDF, JPEG or PNG file of at most ten megabytes."""

    @classmethod
    def kind(cls) -> "BadScan":
        return cls("access.scan_kind", "The scan must be a PDF, JPEG or PNG file, and whole.")

    @classmethod
    def size(cls) -> "BadScan":
        return cls("access.scan_size", "The scan is larger than 10 MB.")


class Taken(Conflict):
    """Something of this name or number exists already."""

    @classmethod
    def decree(cls) -> "Taken":
        return cls("access.decree_taken", "A decree with this number is already registered in this area.")

    @classmethod
    def agency(cls) -> "Taken":
        return cls("access.agency_taken", "An agency of this name exists already in this area.")

    @classmethod
    def unit(cls) -> "Taken":
        return cls("access.unit_taken", "The agency already has a unit of this name.")

    @classmethod
    def inbox(cls) -> "Taken":
        return cls("access.inbox_taken", "This inbox name is taken.")

    @classmethod
    def place(cls) -> "Taken":
        return cls("access.place_taken", "This person already has a place in this unit.")


class BadEntry(Refused):
    """Something that was typed cannot be kept."""

    @classmethod
    def inbox(cls) -> "BadEntry":
        return cls("access.bad_inbox", "An inbox name has 3 to 80 small letters a to z, digits or hyphens.")

    @classmethod
    def kind(cls) -> "BadEntry":
        return cls("access.bad_kind", "Choose the kind of unit.")

    @classmethod
    def number(cls) -> "BadEntry":
        return cls("access.bad_number", "Write the number of the decree and who signed it.")

    @classmethod
    def days_unchanged(cls) -> "BadEntry":
        return cls("access.days_unchanged", "These are the days it has already.")

    @classmethod
    def roles_begin_before(cls) -> "BadEntry":
        return cls("access.roles_begin_before", "Roles rest on it that begin before this first day.")

    @classmethod
    def roles_would_end(cls) -> "BadEntry":
        return cls(
            "access.roles_would_end",
            "Roles rest on it that would have ended already. End these first, so that their work is handed over.",
        )

    @classmethod
    def relation(cls) -> "BadEntry":
        return cls("access.bad_relation", "Say how the family is related.")

    @classmethod
    def reason(cls) -> "BadEntry":
        return cls("access.no_reason", "Write why, in a few words.")


class NoSuchFamily(NotFound):
    """There is no such family among a person's kin."""

    def __init__(self) -> None:
        super().__init__("access.no_such_kin", "There is no such family in this list.")


# --- phones -----------------------------------------------------------------------------------------------


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


# --- emergency access -------------------------------------------------------------------------------------


class NoSuchGlass(NotFound):
    """There is no such emergency access, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("access.no_such_glass", "There is no such emergency access.")


class GlassRefused(Refused):
    """Emergency access is not opened, ended or reviewed like this."""

    @classmethod
    def role(cls) -> "GlassRefused":
        return cls("access.glass_role", "Choose one of the roles that are lent in an emergency.")

    @classmethod
    def area(cls) -> "GlassRefused":
        return cls("access.glass_area", "Name the village, district or regency where it happens.")

    @classmethod
    def held(cls) -> "GlassRefused":
        return cls("access.glass_held", "You hold this role there already.")

    @classmethod
    def reason(cls) -> "GlassRefused":
        return cls(
            "access.glass_reason", "Write in at least 20 letters, and in several words, what happened."
        )

    @classmethod
    def hours(cls) -> "GlassRefused":
        return cls("access.glass_hours", "Emergency access lasts from half an hour to four hours.")

    @classmethod
    def witness(cls) -> "GlassRefused":
        return cls("access.glass_witness", "Choose the second person from the list. It cannot be yourself.")

    @classmethod
    def running(cls) -> "GlassRefused":
        return cls(
            "access.glass_running",
            "You have emergency access already. It is not prolonged: end it, or wait until it ends, and ask again.",
        )

    @classmethod
    def over(cls) -> "GlassRefused":
        return cls("access.glass_over", "This emergency access has ended already.")

    @classmethod
    def not_over(cls) -> "GlassRefused":
        return cls("access.glass_not_over", "It is reviewed when it has ended. You can end it now.")

    @classmethod
    def reviewed(cls) -> "GlassRefused":
        return cls("access.glass_reviewed", "It has been reviewed already.")

    @classmethod
    def note(cls) -> "GlassRefused":
        return cls("access.glass_note", "Write what you found, in at least 20 letters.")
