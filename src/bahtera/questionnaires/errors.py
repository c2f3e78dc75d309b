"""What this package refuses.

::

    Refused
    ├── InvalidForm          a questionnaire cannot be published; `problems` names sheet, row and column
    ├── VersionTaken         the same form and version exist with other content
    ├── UnknownForm          no such form or version
    ├── FileNotTaken         a recording or picture that is not taken for a form
    └── RefusedSubmission    the body is not a submission at all; nothing of it can be stored
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.foundation.errors import Conflict, NotFound, Refused

if TYPE_CHECKING:
    from .values import Problem


class InvalidForm(Refused):
    """The questionnaire cannot be published; every problem found is listed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "questionnaires.invalid_form",
            "The questionnaire has {count} problem(s): {first}",
            count=len(problems),
            first=str(problems[0]) if problems else "",
        )
        self.problems = problems


class VersionTaken(Conflict):
    """The same form and version were published with other content."""

    def __init__(self, form_id: str, version: str) -> None:
        super().__init__(
            "questionnaires.version_taken",
            "Version {version} of {form_id} is already published with other content: raise the version.",
            form_id=form_id,
            version=version,
        )


class UnknownForm(NotFound):
    """There is no such form or version."""

    def __init__(self, form_id: str, version: str = "") -> None:
        super().__init__(
            "questionnaires.unknown_form",
            "There is no questionnaire {form_id} of version {version}.",
            form_id=form_id,
            version=version or "-",
        )


class RefusedSubmission(Refused):
    """The body is not a submission; the code says why."""


class FileNotTaken(Refused):
    """A recording or picture that is not taken for a form; the code says why."""
