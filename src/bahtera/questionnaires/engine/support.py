"""What a questionnaire may not use, each with its reason; the same list stands in the documentation.

The server evaluates every answer again, and the families' data may not leave through a side door. A construct
it cannot evaluate alike, or that hides answers from it, is refused when publishing instead of misread later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.values import Problem

from . import drawn
from .cells import filled, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .evaluation import CompiledForm
    from .workbooks import Workbook

MEDIA: Final[Mapping[str, tuple[str, ...]]] = {
    "villages.csv": ("name", "label", "kecamatan"),
    "families.csv": (
        "name", "label", "kode_desa", "catatan",
        "langkah_1", "langkah_1_lain", "langkah_1_tanggal",
        "langkah_2", "langkah_2_lain", "langkah_2_tanggal",
        "langkah_3", "langkah_3_lain", "langkah_3_tanggal",
    ),
    "members.csv": ("name", "label", "family_id", "nama", "jenis_kelamin", "tgl_lahir", "hubungan"),
}  # fmt: skip
"""The lists a phone receives, limited to its token's area, and their columns. No NIK or family card number."""

TYPES: Final[Mapping[str, str]] = {
    "audio": "sound recordings of a visit are not collected",
    "background-audio": "a visit is never recorded in the background",
    "video": "films of a visit are not collected",
    "audit": "the phone's log holds locations of the volunteer",
    "start-geopoint": "a location is never taken without asking",
    "barcode": "the field app cannot read barcodes: ask for the number",
    "osm": "the server does not read map edits",
    "xml-external": "only the lists villages.csv, families.csv and members.csv are sent to phones",
    "csv-external": "only the lists villages.csv, families.csv and members.csv are sent to phones",
    "select_one_external": "use select_one_from_file",
    "phonenumber": "the volunteer's own number is not collected",
    "simserial": "numbers of the volunteer's SIM card are not collected",
    "subscriberid": "numbers of the volunteer's SIM card are not collected",
    "email": "the volunteer's address is not collected",
    "time": "engines compare times of day differently: ask for a number of hours",
    **drawn.TYPES,
}
APPEARANCES: Final[Mapping[str, str]] = drawn.APPEARANCES
SETTINGS: Final[Mapping[str, str]] = {
    "public_key": "encrypted answers cannot be checked or scored by the server",
    "submission_url": "answers go to the server the phone is set up for",
    "auto_send": "the phone decides when to send",
    "auto_delete": "the phone keeps what it has sent until its owner deletes it",
    "instance_xmlns": "submissions in another namespace are refused",
    "namespaces": "the server does not know other namespaces",
    "client_editable": "a sent visit is changed only after the supervisor returns it",
}
FUNCTIONS: Final[Mapping[str, str]] = {
    "indexed-repeat": "write ${repeat}[position() = n]/question",
    "pulldata": "use select_one_from_file",
    "decimal-date-time": "it depends on the phone's time zone: use format-date() or days",
    "decimal-time": "it depends on the phone's time zone",
    "floor": "ODK Validate refuses it: use int()",
    "ceiling": "ODK Validate refuses it: use int()",
    "randomize": "answers in random order cannot be checked",
    "area": "the server does not measure polygons",
    "distance": "the server does not measure distances",
    "search": "use select_one_from_file",
    "lang": "it is not known to phones",
    "last": "engines count it differently: use count() and position()",
    "substring": "it is not known to phones: use substr()",
}
SHEETS: Final[Mapping[str, str]] = {
    "entities": "families and members are kept by the server from the answers themselves",
    "osm": "the server does not read map edits",
    "external_choices": "use select_one_from_file",
}
_FORM_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,63}\Z")
_VERSION: Final = re.compile(r"[A-Za-z0-9_.\-]{1,32}\Z")
PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\Z")
_FUNCTION: Final = re.compile(r"([A-Za-z][\w.\-]*)\s*\(")
_EXPRESSIONS: Final = (
    "calculation", "relevant", "constraint", "required", "choice_filter", "repeat_count", "default",
    "appearance",
)  # fmt: skip
_QUOTED: Final = re.compile(r"'[^']*'|\"[^\"]*\"")


def settings_problems(book: Workbook) -> Iterator[Problem]:
    """Yield what the settings lack or use that is refused, and sheets that are."""
    yield from _settings(book)
    for sheet, reason in SHEETS.items():
        if getattr(book.data, sheet, None):
            yield Problem(sheet, None, "", f"the sheet {sheet} is not supported: {reason}")


def _settings(book: Workbook) -> Iterator[Problem]:
    settings = book.settings
    for name, reason in SETTINGS.items():
        if name in settings:
            yield Problem("settings", 2, name, f"{name} is not supported: {reason}")
    if not _FORM_ID.match(settings.get("form_id", settings.get("id_string", ""))):
        yield Problem("settings", 2, "form_id", "form_id must be letters, digits, dot, dash or underscore")
    if not _VERSION.match(settings.get("version", "")):
        yield Problem("settings", 2, "version", "version must be letters, digits, dot, dash or underscore")


def row_problems(number: int, row: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what a row of the survey uses that is refused."""
    kind, *rest = text_of(row, "type").split() or [""]
    if kind in TYPES:
        yield Problem("survey", number, "type", f"{kind} is not supported: {TYPES[kind]}")
    if kind in {"select_one_from_file", "select_multiple_from_file"} and (not rest or rest[0] not in MEDIA):
        known = ", ".join(MEDIA)
        yield Problem("survey", number, "type", f"the list must be one of {known}")
    name = text_of(row, "name")
    if name and not kind.startswith("end") and not PLAIN_NAME.match(name):
        yield Problem("survey", number, "name", f"the name {name} must be letters, digits and underscores")
    for column in _EXPRESSIONS:
        for header, text in filled(row, column):
            yield from _functions(number, header, text)
    if "last-saved#" in str(row):
        yield Problem("survey", number, "", "answers of the last visit must not show in the next family's")
    yield from _appearances(number, row)
    if row.get("save_to"):
        yield Problem("survey", number, "save_to", "save_to is not supported: " + SHEETS["entities"])


def _appearances(number: int, row: Mapping[str, object]) -> Iterator[Problem]:
    for header, text in filled(row, "appearance"):
        for look in text.split():
            reason = drawn.refusal(look)
            if reason is not None:
                yield Problem("survey", number, header, f"the appearance {look} is not supported: {reason}")


def _functions(number: int, column: str, text: str) -> Iterator[Problem]:
    for match in _FUNCTION.finditer(_QUOTED.sub("''", text)):
        if match[1] in FUNCTIONS:
            yield Problem("survey", number, column, f"{match[1]}() is not supported: {FUNCTIONS[match[1]]}")


def form_problems(form: CompiledForm, book: Workbook) -> Iterator[Problem]:
    """Yield expressions that the server cannot evaluate, and references it cannot follow."""
    for problem in form.problems:
        yield book.problem(problem.node.name, problem.attribute, problem.reason)
    for node in form.schema.questions():
        if node.options is not None and not node.options.media and not node.options.choices:
            yield book.problem(node.name, "type", "the question has no choices")
