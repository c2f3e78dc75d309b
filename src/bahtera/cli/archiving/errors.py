"""Why no archive was made, or none was brought back.

::

    Refused
    └── ArchiveRefused
        ├── FileStands      a file of this name is there already
        ├── NoRoom          the disk is full
        ├── AnotherRuns     another back-up writes this file
        ├── NoKeyFile       the key file cannot be used
        ├── NoPassphraseFile  the file with the passphrase cannot be used
        ├── WeakPassphrase  too short to protect anything
        ├── NotAnArchive    the file is something else
        ├── WrongKey        this key does not open it
        ├── Damaged         cut short or altered
        ├── BehindTheCode   the database wants migrating first
        ├── NewerArchive    made by a newer Bahtera
        ├── NotEmpty        something is there that would be overwritten
        ├── KeysWanted      the keys must be brought first
        ├── KeysDiffer      other keys are in place
        └── Differs         what stands in the database is not what was saved
"""

from bahtera.foundation.errors import Refused


class ArchiveRefused(Refused):
    """The archive was not made or not brought back; the text says why and what to do."""


class FileStands(ArchiveRefused):
    """A file of this name is there already."""

    def __init__(self, file: object) -> None:
        super().__init__("cli.file_stands", "{file} exists already. Choose another name.", file=file)


class NoRoom(ArchiveRefused):
    """The disk is full."""

    def __init__(self, file: object) -> None:
        super().__init__(
            "cli.no_room", "There is no room for {file} on this disk; nothing was kept of it.", file=file
        )


class AnotherRuns(ArchiveRefused):
    """Another back-up writes this file."""

    def __init__(self, file: object) -> None:
        super().__init__("cli.backup_running", "Another back-up is writing {file}.", file=file)


class NoKeyFile(ArchiveRefused):
    """The key file cannot be used."""

    def __init__(self, file: object) -> None:
        super().__init__(
            "cli.no_key_file",
            "{file} is no key made by `bahtera make-backup-key`, or others may read it (chmod 600).",
            file=file,
        )


class NoPassphraseFile(ArchiveRefused):
    """The file with the passphrase cannot be used."""

    def __init__(self, file: object) -> None:
        super().__init__(
            "cli.no_passphrase_file",
            "{file} cannot be read, or others may read it too: chmod 600.",
            file=file,
        )


class WeakPassphrase(ArchiveRefused):
    """Too short to protect anything."""

    def __init__(self, least: int) -> None:
        super().__init__(
            "cli.weak_passphrase", "The passphrase needs at least {least} characters.", least=least
        )


class NotAnArchive(ArchiveRefused):
    """The file is something else."""

    def __init__(self, file: object) -> None:
        super().__init__("cli.not_an_archive", "{file} is not an archive of this kind.", file=file)


class WrongKey(ArchiveRefused):
    """This key does not open it."""

    def __init__(self, file: object) -> None:
        super().__init__("cli.wrong_archive_key", "This key or passphrase does not open {file}.", file=file)


class Damaged(ArchiveRefused):
    """Cut short or altered."""

    def __init__(self, file: object) -> None:
        super().__init__(
            "cli.archive_damaged",
            "{file} is cut short or altered. Nothing was restored; take an older archive.",
            file=file,
        )


class BehindTheCode(ArchiveRefused):
    """The database wants migrating first."""

    def __init__(self) -> None:
        super().__init__(
            "cli.migrate_first", "The database is of an older version: run `bahtera migrate` first."
        )


class NewerArchive(ArchiveRefused):
    """Made by a newer Bahtera."""

    def __init__(self, unknown: str) -> None:
        super().__init__(
            "cli.newer_archive",
            "The archive was made by another version of Bahtera, which knows {unknown}. Install that one.",
            unknown=unknown,
        )


class NotEmpty(ArchiveRefused):
    """Something is there that would be overwritten."""

    def __init__(self, what: object) -> None:
        super().__init__(
            "cli.not_empty",
            "A site is restored into an empty place only, and here is {what}."
            " Name another BAHTERA_DATA_DIR and BAHTERA_DATABASE_URL.",
            what=what,
        )


class KeysWanted(ArchiveRefused):
    """The keys must be brought first."""

    def __init__(self, names: str) -> None:
        super().__init__(
            "cli.keys_wanted",
            "Without the site's keys ({names}) what is sealed in the archive stays sealed."
            " Bring them first: `bahtera restore-keys`. To go on without them: --without-keys.",
            names=names,
        )


class KeysDiffer(ArchiveRefused):
    """Other keys are in place."""

    def __init__(self, names: str) -> None:
        super().__init__(
            "cli.keys_differ",
            "Other keys are in place: {names}. With --replace they are put aside, not deleted.",
            names=names,
        )


class Differs(ArchiveRefused):
    """What stands in the database is not what was saved."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "cli.restore_differs", "What was restored differs from the archive: {what}.", what=what
        )
