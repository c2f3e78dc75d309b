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
