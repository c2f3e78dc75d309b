"""The pages that are lists: home, visits, areas, questionnaires, phones."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from bahtera.web.presenters.parts import Option, ProgressBar, Tab, Tag
from bahtera.web.presenters.phones import PhoneLists
from bahtera.web.publishing import Trouble


@dataclass(frozen=True)
class VisitLine:
    """One visit in a list."""

    id: str
    url: str
    name: str
    village: str
    visited_on: date | None
    who: str
    state: Tag
    result: str
    category: Tag | None
    value: Fraction | float | None
    errors: int
    warnings: int
    version: int
    is_held: bool = False

    @property
    def findings(self) -> int:
        """Return how many doubtful things were found."""
        return self.errors + self.warnings


@dataclass(frozen=True)
class VillageLine:
    """One village with how far its round is."""

    name: str
    place: str
    url: str
    bar: ProgressBar


@dataclass(frozen=True)
class StateNumber:
    """How many visits stand in one state, with a way to see them."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Notice:
    """Word that a decree runs out soon; ``url`` only for who may open the decree."""

    id: int
    number: str
    valid_to: date
    mine: bool
    url: str


@dataclass(frozen=True)
class LeftWork:
    """A role that ran out while work was open: who held it, and where it is handed over."""

    person: str
    role: str
    place: str
    count: int
    url: str


@dataclass(frozen=True)
class Duty:
    """Work that waits for the reader: counts and words about it, and nobody's name.

    ``overdue`` of the ``waiting`` are past their day; ``due`` is that day where there is one. ``by_law``: the law sets
    the clock. ``counted``: False for one thing to do, whose number says nothing. ``about``: a word more.
    """

    title: str
    waiting: int
    overdue: int
    url: str
    due: date | None = None
    by_law: bool = False
    counted: bool = True
    about: str = ""


@dataclass(frozen=True)
class WorstLine:
    """One of the three weakest indicators of the reader's area: who answers, what it would take, what is planned.

    ``planned`` and ``plans_url`` are empty for who may not read plans, ``try_url`` where there is nothing to try out.
    """

    label: str
    share: Fraction | None
    under: bool
    agency: str
    takes: str
    url: str
    try_url: str = ""
    planned: str = ""
    plans_url: str = ""


@dataclass(frozen=True)
class Picture:
    """The reader's area in three lines, with the ways on: needs, papers, and the areas inside."""

    area: str
    round_name: str
    speaks: str
    lines: tuple[WorstLine, ...]
    links: tuple[tuple[str, str], ...]
    inside: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HomePage:
    """What awaits the reader today: ``can_review`` reads visits, ``may_decide`` approves them too."""

    name: str
    place: str
    round_name: str
    bar: ProgressBar | None
    waiting: int
    waiting_url: str
    numbers: tuple[StateNumber, ...]
    villages: tuple[VillageLine, ...]
    more_villages: int
    latest: tuple[VisitLine, ...]
    can_review: bool
    may_decide: bool
    can_see_results: bool
    synthetic: bool
    notices: tuple[Notice, ...] = ()
    duties: tuple[Duty, ...] = ()
    late_duties: int = 0
    left_behind: tuple[LeftWork, ...] = ()
    picture: Picture | None = None
    shortcuts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class VisitsPage:
    """A page of the list of visits, with its filters."""

    numbers: tuple[StateNumber, ...]
    bar: ProgressBar | None
    rounds: tuple[Option, ...]
    villages: tuple[Option, ...]
    states: tuple[Option, ...]
    findings: tuple[Option, ...]
    levels: tuple[Option, ...]
    kaders: tuple[Option, ...]
    text: str
    filtered: bool
    rows: tuple[VisitLine, ...]
    more_url: str
    synthetic: bool


@dataclass(frozen=True)
class RefusedLine:
    """Something a phone sent that was not taken: why, from whom, how often."""

    who: str
    reason: str
    form: str
    instance_id: str
    first_at: datetime
    last_at: datetime
    times: int
    sha256: str


@dataclass(frozen=True)
class RefusedPage:
    """A page of what was not taken."""

    zone: str
    rows: tuple[RefusedLine, ...]
    more_url: str


@dataclass(frozen=True)
class AreaLine:
    """One area in a list."""

    name: str
    level: str
    inside: str
    code: str
    url: str


@dataclass(frozen=True)
class AreasPage:
    """The search for an area; ``own`` are the reader's own areas."""

    text: str
    found: tuple[AreaLine, ...]
    own: tuple[AreaLine, ...]


@dataclass(frozen=True)
class FormLine:
    """One published version of a questionnaire; ``older`` is the version before it, blank for the first."""

    title: str
    form_id: str
    version: str
    published_at: datetime
    current: bool
    older: str
    changes_url: str
    indices: tuple[str, ...]
    fingerprints: tuple[tuple[str, str], ...]
    files_url: str = ""
    files_named: int = 0
    files_missing: int = 0


@dataclass(frozen=True)
class FormsPage:
    """The questionnaires and, after a try, why the upload could not be handed over."""

    forms: tuple[FormLine, ...]
    can_publish: bool
    zone: str
    problem: str = ""


@dataclass(frozen=True)
class FileLine:
    """A recording or picture that a questionnaire names; ``size`` in kilobytes, 0 while it is missing."""

    name: str
    is_sound: bool
    size: int


@dataclass(frozen=True)
class FilesPage:
    """The recordings and pictures of one version, and after a try why they were not taken."""

    title: str
    version: str
    files: tuple[FileLine, ...]
    missing: int
    can_publish: bool
    problem: str = ""


@dataclass(frozen=True)
class PublishingPage:
    """How far a publishing is; ``again_url`` and ``poll_url`` are empty once it is over."""

    file_name: str
    stage: str
    late: bool
    again_url: str
    poll_url: str
    form_id: str
    version: str
    problems: tuple[Trouble, ...]
    missing_files: tuple[str, ...] = ()
    files_url: str = ""


@dataclass(frozen=True)
class TokenLine:
    """One phone key in the list."""

    id: int
    name: str
    areas: str
    issued_at: datetime
    revoked_at: datetime | None
    zone: str
    person: str = ""
    person_url: str = ""


@dataclass(frozen=True)
class TokensPage:
    """The keys of phones in the reader's areas."""

    live: tuple[TokenLine, ...]
    stopped: tuple[TokenLine, ...]
    villages: tuple[Option, ...]
    name: str = ""
    problem: str = ""
    synthetic: bool = False
    tabs: tuple[Tab, ...] = ()
    kaders: tuple[Option, ...] = ()
    phones: PhoneLists | None = None


@dataclass(frozen=True)
class TokenCard:
    """A fresh key, shown once: a QR drawing as SVG path data and the areas it opens."""

    name: str
    areas: str
    server: str
    size: int
    path: str
    text: str
    synthetic: bool = False
