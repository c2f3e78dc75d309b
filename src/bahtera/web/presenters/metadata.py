"""What the page of a round's metadata shows: what is filled, what somebody must still write, and the files."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.publishing import api as publishing
from bahtera.surveys import api as surveys
from bahtera.web.presenters import rounds
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.rounds import RoundHead

_FILES: Final = (
    ("xlsx", gettext_noop("MS-Keg, MS-Var and MS-Ind (XLSX)")),
    ("json", gettext_noop("The same for programs (JSON)")),
    ("csv", gettext_noop("Data dictionary: every question (CSV)")),
    ("xml", gettext_noop("For archives: DDI-Codebook 2.5 (XML)")),
    ("sdmx", gettext_noop("Results: SDMX-CSV 2.0")),
)


@dataclass(frozen=True)
class EntryLine:
    """One entry of MS-Keg: what stands in it, and whether a person writes it."""

    id: str
    label: str
    hint: str
    text: str
    is_asked: bool
    is_long: bool


@dataclass(frozen=True)
class FileLine:
    """One file to take away."""

    label: str
    url: str


@dataclass(frozen=True)
class MetadataPage:
    """The metadata of a round; without a published questionnaire there is nothing to describe."""

    head: RoundHead
    entries: tuple[EntryLine, ...]
    missing: int
    variables: int
    indicators: int
    status: str
    source: str
    files: tuple[FileLine, ...]
    can_write: bool
    revision: int


def page_of(
    row: surveys.RoundRow, study: publishing.Study | None, revision: int, actor: Actor
) -> MetadataPage:
    """Return the page of a round."""
    filled = study.entries if study else ()
    return MetadataPage(
        head=rounds.head_of(row, actor, "metadata"),
        entries=tuple(
            EntryLine(
                id=one.entry.id,
                label=one.entry.label[language()],
                hint=one.entry.hint.get(language(), ""),
                text=one.text[language()],
                is_asked=bool(one.entry.asked),
                is_long=one.entry.asked == "text",
            )
            for one in filled
        ),
        missing=len(study.missing) if study else 0,
        variables=len(study.variables) if study else 0,
        indicators=sum(len(one.indicators) for one in study.indices) if study else 0,
        status=study.status if study else "",
        source=study.source if study else "",
        files=tuple(
            FileLine(gettext(label), reverse("web:metadata_file", args=[row.id, kind]))
            for kind, label in _FILES
            if kind != "sdmx" or publishing.reads_results(row, actor)
        )
        if study
        else (),
        can_write=may(actor, "round.manage", area=row.area_code),
        revision=revision,
    )
