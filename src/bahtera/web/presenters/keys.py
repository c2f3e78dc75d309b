"""What the page of the keys shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.foundation import clock
from bahtera.foundation.sealing.standing import KeyStanding, KeyVersion
from bahtera.web.presenters.parts import Tag

_KINDS: Final[Mapping[str, str]] = {
    "sealing": gettext_noop("Key that seals"),
    "index": gettext_noop("Key of the look-ups (NIK, KK)"),
    "exchange": gettext_noop("Key that phones seal visits to"),
    "statistics": gettext_noop("Key that private answers are sealed to, for figures alone"),
    "help": gettext_noop("Key that calls for help are sealed to, for the UPTD PPA alone"),
}
_PROBLEMS: Final[Mapping[str, str]] = {
    "KeyringMissing": gettext_noop(
        "The key ring is missing. Put back its copy; without it nothing sealed can be read."
    ),
    "KeyringDamaged": gettext_noop("The key ring is damaged. Put back its copy."),
    "WrongKeyring": gettext_noop("The key ring is not the one of this database. Put back the right copy."),
}


@dataclass(frozen=True)
class VersionLine:
    """One version of a key."""

    kind: str
    version: int
    fingerprint: str
    made_at: datetime
    days: int
    tag: Tag
    retired_at: datetime | None
    missing: bool


@dataclass(frozen=True)
class WaitingLine:
    """What of a table is not under the newest version."""

    name: str
    count: int


@dataclass(frozen=True)
class KeysPage:
    """How the keys stand, and the command to run next."""

    zone: str
    versions: tuple[VersionLine, ...]
    retired: tuple[VersionLine, ...]
    is_due: bool
    is_rotating: bool
    files_sealed: bool
    tables: Sequence[str]
    waiting: tuple[WaitingLine, ...]
    was_counted: bool
    saved_at: datetime | None
    saved_before_newest: bool
    backed_up_at: datetime | None
    problem: str
    commands: tuple[tuple[str, str], ...]


def keys_page(
    found: KeyStanding,
    *,
    saved_at: datetime | None,
    backed_up_at: datetime | None,
    zone: str,
) -> KeysPage:
    """Return the page."""
    lines = [(one.state, _line(one)) for one in found.versions]
    newest = max((one.made_at for one in found.versions if one.state != "retired"), default=None)
    problem = _PROBLEMS.get(found.problem, _PROBLEMS["KeyringDamaged"]) if found.problem else ""
    return KeysPage(
        zone=zone,
        versions=tuple(line for state, line in lines if state != "retired"),
        retired=tuple(line for state, line in lines if state == "retired"),
        is_due=found.is_due,
        is_rotating=found.is_rotating,
        files_sealed=found.files_sealed,
        tables=found.tables,
        waiting=tuple(WaitingLine(name, count) for name, count in sorted((found.waiting or {}).items())),
        was_counted=found.waiting is not None,
        saved_at=saved_at,
        saved_before_newest=saved_at is not None and newest is not None and saved_at < newest,
        backed_up_at=backed_up_at,
        problem=gettext(problem) if problem else "",
        commands=_commands(found),
    )


def _commands(found: KeyStanding) -> tuple[tuple[str, str], ...]:
    """Return what to type on the server, in its order, and what each line does."""
    first = (
        gettext("Go on with the rotation that is not finished, or see that it is")
        if found.is_rotating
        else gettext("Make a new version and bring everything to it, while the site works")
    )
    return (
        ("bahtera keys rotate", first),
        ("bahtera keys retire", gettext("Drop the old version when nothing needs it any more")),
        (
            "bahtera backup-keys kunci-bahtera.bin",
            gettext("Save the keys under a passphrase, and keep the file away from the server"),
        ),
    )


def _line(one: KeyVersion) -> VersionLine:
    tags = {
        "active": Tag(gettext("In use"), "tinggi", "ok"),
        "prepared": Tag(gettext("Prepared"), "state"),
        "old": Tag(gettext("Old, still opens"), "sedang", "warning"),
        "retired": Tag(gettext("Dropped"), "none"),
    }
    return VersionLine(
        gettext(_KINDS.get(one.kind, one.kind)),
        one.version,
        one.fingerprint,
        one.made_at,
        max((clock.now() - one.made_at).days, 0),
        tags[one.state],
        one.retired_at,
        missing=one.state != "retired" and not one.in_ring,
    )
