"""Refusals of what arrives: visits, their files, pieces and scans."""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class WrongRoot(Refused):
    """The body's root element is not the form's."""

    def __init__(self, root: str) -> None:
        super().__init__(
            "surveys.wrong_root",
            "The visit does not belong to the form it names (root {root}).",
            root=root[:60],
        )


class UnknownForm(NotFound):
    """No such form and version is published here."""

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(
            "surveys.unknown_form",
            "Form {form_id} version {version} is not published here. Update the forms on the phone.",
            form_id=form_id,
            version=version or "-",
        )


class InstanceReused(Conflict):
    """The same instance id came with other bytes."""

    def __init__(self, instance_id: str) -> None:
        super().__init__(
            "surveys.instance_reused",
            "A different visit was already received under the id {instance_id}. Nothing was changed.",
            instance_id=instance_id,
        )


class AttachmentReused(Conflict):
    """A file of this visit came again under the same name with other bytes."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "surveys.attachment_reused",
            "A different file named {name} was already received with this visit. Nothing was changed.",
            name=name,
        )


class UnknownAttachment(NotFound):
    """The visit has no such file, or its bytes have not arrived."""

    def __init__(self, name: str) -> None:
        super().__init__("surveys.unknown_attachment", "The file {name} is not here.", name=name)


class BadScan(Refused):
    """A scan that is not kept."""

    @classmethod
    def kind(cls) -> "BadScan":
        """Say what a scan may be."""
        return cls("surveys.bad_scan", "A scan is a whole PDF, JPG or PNG file of at most 10 MB.")

    @classmethod
    def most(cls, most: int) -> "BadScan":
        """Say how many there may be."""
        return cls("surveys.many_scans", "A visit has at most {most} scans.", most=most)

    @classmethod
    def not_now(cls) -> "BadScan":
        """Say that the visit takes none now."""
        return cls("surveys.no_scan_now", "This visit takes no scan now.")


class UploadRefused(Refused):
    """A file in pieces that is not taken."""

    @classmethod
    def size(cls, file: int, piece: int) -> "UploadRefused":
        """Return the refusal of a file or piece that is empty or too large."""
        return cls(
            "surveys.upload_size",
            "A file may have {file} MB at most and a piece {piece} MB, and neither may be empty.",
            file=file // 1_000_000,
            piece=piece // 1_000_000,
        )

    @classmethod
    def other_size(cls) -> "UploadRefused":
        """Return the refusal of a piece that contradicts the file's size."""
        return cls("surveys.upload_other_size", "This piece does not fit the size of its file.")

    @classmethod
    def other_hash(cls) -> "UploadRefused":
        """Return the refusal of a file that is not what its hash says."""
        return cls(
            "surveys.upload_other_hash", "The file is not what its hash says. Send it from its beginning."
        )

    @classmethod
    def too_many(cls, most: int) -> "UploadRefused":
        """Return the refusal of one more file while many are not whole."""
        return cls(
            "surveys.upload_too_many", "{most} files are not whole yet. Finish those first.", most=most
        )


class UploadTornApart(Conflict):
    """A piece that does not go on where the file stands."""

    def __init__(self, received: int) -> None:
        super().__init__(
            "surveys.upload_torn_apart", "Go on at byte {received} of the file.", received=received
        )


class UnknownSealedVisit(NotFound):
    """No such sealed visit waits, or it is another supervisor's."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_sealed", "No such sealed visit waits here.")
