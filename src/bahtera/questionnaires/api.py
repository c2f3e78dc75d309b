"""The front door of questionnaires: versions of forms, and submissions checked against them."""

from .engine.assessment import assess, device_times
from .engine.envelopes import read_submission
from .engine.messages import UNREADABLE
from .engine.paper.sheets import PaperChoice, PaperForm, PaperHeading, PaperNote, PaperQuestion, PaperSection
from .engine.readings import NAME as RESULT_READING
from .engine.recordings import LARGEST as LARGEST_SHOWN_FILE
from .engine.support import MEDIA as MEDIA_COLUMNS
from .errors import FileNotTaken, InvalidForm, RefusedSubmission, UnknownForm, VersionTaken
from .operations import keep_files, private_items, publish
from .queries import (
    SubmissionWriter,
    column_schema,
    current_forms,
    device_questions,
    dictionary,
    diff,
    get_form,
    labels,
    languages,
    list_versions,
    needed_files,
    outline,
    paper,
    read_shown_file,
    result_reading,
    shown_files,
    writer,
)
from .tasks import publish_task
from .values import (
    Assessment,
    Change,
    DictionaryItem,
    Envelope,
    Finding,
    FormVersion,
    Meta,
    OutlineItem,
    Problem,
    QuestionLabels,
    ShownFile,
)

__all__ = [
    "LARGEST_SHOWN_FILE",
    "MEDIA_COLUMNS",
    "RESULT_READING",
    "UNREADABLE",
    "Assessment",
    "Change",
    "DictionaryItem",
    "Envelope",
    "FileNotTaken",
    "Finding",
    "FormVersion",
    "InvalidForm",
    "Meta",
    "OutlineItem",
    "PaperChoice",
    "PaperForm",
    "PaperHeading",
    "PaperNote",
    "PaperQuestion",
    "PaperSection",
    "Problem",
    "QuestionLabels",
    "RefusedSubmission",
    "ShownFile",
    "SubmissionWriter",
    "UnknownForm",
    "VersionTaken",
    "assess",
    "column_schema",
    "current_forms",
    "device_questions",
    "device_times",
    "dictionary",
    "diff",
    "get_form",
    "keep_files",
    "labels",
    "languages",
    "list_versions",
    "needed_files",
    "outline",
    "paper",
    "private_items",
    "publish",
    "publish_task",
    "read_shown_file",
    "read_submission",
    "result_reading",
    "shown_files",
    "writer",
]
