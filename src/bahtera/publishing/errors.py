"""What publishing refuses."""

from bahtera.foundation.errors import NotFound, Refused


class UnknownFormat(Refused):
    """There is no such file format for this export."""

    def __init__(self, wanted: str) -> None:
        super().__init__("publishing.unknown_format", "There is no file format {format}.", format=wanted)


class UnknownTableFormat(Refused):
    """Village figures do not come in this format."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            "publishing.unknown_table_format",
            "Village figures come as XLSX or CSV, not as {format}.",
            format=wanted,
        )


class NothingToExport(NotFound):
    """The form was never published, so nothing can have come in with it."""

    def __init__(self, form_id: str) -> None:
        super().__init__(
            "publishing.unknown_form", "The questionnaire {form} was never published.", form=form_id
        )


class NothingSigned(Refused):
    """Figures of a sample are asked for before its data were signed."""

    def __init__(self) -> None:
        super().__init__(
            "publishing.nothing_signed",
            "Estimates of a sample are given out once its data are signed: make the figures preliminary first.",
        )


class MicroNotPossible(Refused):
    """No micro-data can be made of a version."""

    @classmethod
    def not_final(cls) -> "MicroNotPossible":
        """The version is preliminary."""
        return cls("publishing.micro_not_final", "Micro-data are made of final data versions alone.")

    @classmethod
    def not_anonymous(cls, k: int) -> "MicroNotPossible":
        """No coarseness is enough."""
        return cls(
            "publishing.micro_not_anonymous",
            "However coarse the columns, these families cannot be told in groups of {k} or more that differ among"
            " themselves. Micro-data of this version cannot leave.",
            k=k,
        )

    @classmethod
    def no_licence(cls) -> "MicroNotPossible":
        """No licence of the list was chosen."""
        return cls("publishing.micro_no_licence", "Choose one of the licences.")
