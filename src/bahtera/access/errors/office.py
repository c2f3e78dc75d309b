"""Why people, units, decrees, roles and lent roles stay as they are."""

from bahtera.foundation.errors import Conflict, NotFound, Refused


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
    def watches_a_province(cls) -> "RoleRefused":
        return cls(
            "access.role_watches_a_province",
            "This role watches over the whole site. Give it over a province or the country.",
        )

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
    def phone(cls) -> "BadEntry":
        return cls(
            "access.bad_phone", "A telephone number has 3 to 15 digits, with blanks, hyphens or a plus."
        )

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
    def many_kin(cls, most: int) -> "BadEntry":
        return cls(
            "access.many_kin",
            "You have declared {most} families already. Ask your supervisor to write down more.",
            most=most,
        )

    @classmethod
    def reason(cls) -> "BadEntry":
        return cls("access.no_reason", "Write why, in a few words.")


class NoSuchFamily(NotFound):
    """There is no such family among a person's kin."""

    def __init__(self) -> None:
        super().__init__("access.no_such_kin", "There is no such family in this list.")


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
