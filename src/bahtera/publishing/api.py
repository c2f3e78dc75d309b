"""The door of publishing: files as streams of bytes."""

from bahtera.publishing.errors import NothingToExport, UnknownFormat, UnknownTableFormat
from bahtera.publishing.operations import export_report, export_submissions, export_village_table
from bahtera.publishing.rules import safe_text
from bahtera.publishing.values import Format, TableFormat

__all__ = [
    "Format",
    "NothingToExport",
    "TableFormat",
    "UnknownFormat",
    "UnknownTableFormat",
    "export_report",
    "export_submissions",
    "export_village_table",
    "safe_text",
]
