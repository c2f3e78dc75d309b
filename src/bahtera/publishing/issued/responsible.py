"""Who answers an unmet indicator: the mapping of `needs` as it stands in the regency. A proposal; people decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bahtera.needs import api as needs
from bahtera.publishing.issued.telling import LANGUAGE


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers an unmet indicator: services, and offices that give them; () where nothing does yet."""

    services: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


Responsible = Callable[[str, str], Answer]
"""Who answers (index, indicator) in the area of a document."""


def answers_in(area_code: str) -> Responsible:
    """Return who answers in an area's regency, the office meant first; in a province, what the definition says."""
    lines, book = needs.lines_of(area_code), needs.load_book()

    def answer(index_id: str, indicator: str) -> Answer:
        line = lines.get((index_id, indicator))
        if line is None:
            return Answer()
        offices = dict.fromkeys(one for one in (line.agency, *line.helpers) if one)
        return Answer(
            tuple(book.services[one][LANGUAGE] for one in line.services if one in book.services),
            tuple(book.agencies[one].label[LANGUAGE] if one in book.agencies else one for one in offices),
        )

    return answer


def where_from() -> tuple[str, str]:
    """Return the version and the status of the mapping, for the notes of a document."""
    ref = needs.load_book().ref
    return ref.version, ref.status
