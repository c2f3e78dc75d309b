"""The door of publishing: files as streams of bytes, and forms on paper."""

from bahtera.publishing.errors import MicroNotPossible, NothingToExport, UnknownFormat, UnknownTableFormat
from bahtera.publishing.issued.issuing import (
    address_of,
    configure_documents,
    export_document,
    make_document,
)
from bahtera.publishing.metadata.exporting import MetadataFormat, export_metadata, reads_results
from bahtera.publishing.metadata.study import Study, asked_entries, study_of
from bahtera.publishing.microdata.declared import declared
from bahtera.publishing.microdata.releasing import (
    agree_to_microdata,
    ask_microdata,
    export_microdata,
    order_microdata,
)
from bahtera.publishing.operations import (
    blank_assessment,
    export_assessment,
    export_estimate_families,
    export_estimates,
    export_impact,
    export_index_quality,
    export_macro,
    export_map,
    export_recap,
    export_report,
    export_submissions,
    export_village_table,
)
from bahtera.publishing.paper.printing import make_print
from bahtera.publishing.rules import safe_text
from bahtera.publishing.tasks import document_task, microdata_task, print_task
from bahtera.publishing.values import Format, TableFormat
from bahtera.publishing.writers.workbook import write_small_tables

__all__ = [
    "Format",
    "MetadataFormat",
    "MicroNotPossible",
    "NothingToExport",
    "Study",
    "TableFormat",
    "UnknownFormat",
    "UnknownTableFormat",
    "address_of",
    "agree_to_microdata",
    "ask_microdata",
    "asked_entries",
    "blank_assessment",
    "configure_documents",
    "declared",
    "document_task",
    "export_assessment",
    "export_document",
    "export_estimate_families",
    "export_estimates",
    "export_impact",
    "export_index_quality",
    "export_macro",
    "export_map",
    "export_metadata",
    "export_microdata",
    "export_recap",
    "export_report",
    "export_submissions",
    "export_village_table",
    "make_document",
    "make_print",
    "microdata_task",
    "order_microdata",
    "print_task",
    "reads_results",
    "safe_text",
    "study_of",
    "write_small_tables",
]
