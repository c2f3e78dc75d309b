"""Refusals about printed forms."""

from bahtera.foundation.errors import NotFound, Refused


class InvalidPrinting(Refused):
    """Forms that cannot be printed so."""

    @classmethod
    def how_many(cls, most: int) -> "InvalidPrinting":
        """Return the refusal of no form at all, or of more than fit one printing."""
        return cls("surveys.paper_count", "Print between 1 and {most} forms at once.", most=most)

    @classmethod
    def nobody(cls) -> "InvalidPrinting":
        """Return the refusal of prefilled forms where no family is."""
        return cls("surveys.paper_nobody", "No family on record fits. Print blank forms instead.")

    @classmethod
    def no_form(cls) -> "InvalidPrinting":
        """Return the refusal of a round whose questionnaire is not published."""
        return cls("surveys.paper_no_form", "The questionnaire of this round is not published.")

    @classmethod
    def language(cls) -> "InvalidPrinting":
        """Return the refusal of a language that the questionnaire does not speak."""
        return cls("surveys.paper_language", "The questionnaire is not written in this language.")

    @classmethod
    def done(cls) -> "InvalidPrinting":
        """Return the refusal of cancelling a form that was cancelled."""
        return cls("surveys.paper_cancelled", "This form was cancelled already.")


class UnknownPaper(NotFound):
    """There is no such printed form, or it lies outside this person's area."""

    def __init__(self) -> None:
        super().__init__("surveys.unknown_paper", "There is no printed form of this number.")
