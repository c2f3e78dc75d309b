"""All reads of surveys, by reader."""

from bahtera.surveys.queries.joint.parts import (
    joint_detail,
    joint_families,
    section_labels,
    sides_of,
    signatures_of,
    told_to,
    waits_with,
)
from bahtera.surveys.queries.joint.sections import newest_sections, sections_of
from bahtera.surveys.queries.keeping.ageing import held_with_submission, needed_files
from bahtera.surveys.queries.keeping.exporting import iter_submissions
from bahtera.surveys.queries.keeping.own_rows import own_rows
from bahtera.surveys.queries.paper.choosing import families_to_print
from bahtera.surveys.queries.paper.serials import read_serial
from bahtera.surveys.queries.paper.sheets import (
    handed_out,
    list_paper_batches,
    paper_batch,
    paper_form,
    paper_forms_of,
    printing,
)
from bahtera.surveys.queries.receiving.field import (
    FamilyChanges,
    VisitStates,
    families_since,
    receipts_known,
    states_since,
)
from bahtera.surveys.queries.receiving.media import families_csv, media_file, members_csv, villages_csv
from bahtera.surveys.queries.receiving.sealed import list_sealed
from bahtera.surveys.queries.receiving.settings_qr import settings_qr
from bahtera.surveys.queries.reviewing.agreeing import (
    back_check_results,
    back_check_tasks,
    back_checks,
    compared_visits,
    get_back_check_task,
)
from bahtera.surveys.queries.reviewing.asking_again import asked_again, back_check_questions
from bahtera.surveys.queries.reviewing.comparing import Pair, get_pair
from bahtera.surveys.queries.reviewing.counting import count_apart
from bahtera.surveys.queries.reviewing.open_work import open_work
from bahtera.surveys.queries.reviewing.plans import review_plan, second_sample, to_look_at, unconfirmed
from bahtera.surveys.queries.reviewing.relatives import FoundFamily, find_families
from bahtera.surveys.queries.reviewing.second import (
    form_of_visit,
    get_second,
    plain_questions,
    second_visits,
    second_waiting,
)
from bahtera.surveys.queries.reviewing.submissions import (
    get_body,
    get_submission,
    kept_body,
    list_refused,
    list_sent,
    list_submissions,
    villages_of,
)
from bahtera.surveys.queries.reviewing.villages import held_among, village_reviews
from bahtera.surveys.queries.rounds.assignments import (
    Assigned,
    assigned_families,
    carried_places,
    may_assign_in,
    village_tasks,
)
from bahtera.surveys.queries.rounds.carrying import carried_progress, earlier_round
from bahtera.surveys.queries.rounds.checking import (
    OwnVisit,
    VisitLine,
    VisitToCheck,
    kader_names,
    own_visits,
    visit_lines,
    visits_to_check,
)
from bahtera.surveys.queries.rounds.counted import (
    counted_families,
    counted_stamps,
    counted_villages,
    heard_families,
    heard_villages,
    same_families,
)
from bahtera.surveys.queries.rounds.described import description_of, description_revision
from bahtera.surveys.queries.rounds.fieldwork import fieldwork, fieldwork_areas, kader_fieldwork
from bahtera.surveys.queries.rounds.figures import (
    approved_patterns,
    approved_states_by_sender,
    count_states,
    has_counted,
    progress,
    scoring,
)
from bahtera.surveys.queries.rounds.latest import result_of
from bahtera.surveys.queries.rounds.minutes import latest_minutes, task_minutes
from bahtera.surveys.queries.rounds.other_kaders import other_kaders
from bahtera.surveys.queries.rounds.outcomes import visit_outcomes
from bahtera.surveys.queries.rounds.paces import KaderWork, work_of
from bahtera.surveys.queries.rounds.planned import (
    calendar_of,
    double_families,
    other_versions,
    read_targets_file,
)
from bahtera.surveys.queries.rounds.reading import (
    get_round,
    list_rounds,
    moves_of,
    open_rounds,
    planned_rounds,
    round_for,
    rounds_for,
    targets,
    villages_taking_part,
    visits_in,
)
from bahtera.surveys.queries.rounds.recaps import kader_recap
from bahtera.surveys.queries.rounds.settings import interview_settings
from bahtera.surveys.queries.rounds.shares import propose_shares

__all__ = [
    "Assigned",
    "FamilyChanges",
    "FoundFamily",
    "KaderWork",
    "OwnVisit",
    "Pair",
    "VisitLine",
    "VisitStates",
    "VisitToCheck",
    "approved_patterns",
    "approved_states_by_sender",
    "asked_again",
    "assigned_families",
    "back_check_questions",
    "back_check_results",
    "back_check_tasks",
    "back_checks",
    "calendar_of",
    "carried_places",
    "carried_progress",
    "compared_visits",
    "count_apart",
    "count_states",
    "counted_families",
    "counted_stamps",
    "counted_villages",
    "description_of",
    "description_revision",
    "double_families",
    "earlier_round",
    "families_csv",
    "families_since",
    "families_to_print",
    "fieldwork",
    "fieldwork_areas",
    "find_families",
    "form_of_visit",
    "get_back_check_task",
    "get_body",
    "get_pair",
    "get_round",
    "get_second",
    "get_submission",
    "handed_out",
    "has_counted",
    "heard_families",
    "heard_villages",
    "held_among",
    "held_with_submission",
    "interview_settings",
    "iter_submissions",
    "joint_detail",
    "joint_families",
    "kader_fieldwork",
    "kader_names",
    "kader_recap",
    "kept_body",
    "latest_minutes",
    "list_paper_batches",
    "list_refused",
    "list_rounds",
    "list_sealed",
    "list_sent",
    "list_submissions",
    "may_assign_in",
    "media_file",
    "members_csv",
    "moves_of",
    "needed_files",
    "newest_sections",
    "open_rounds",
    "open_work",
    "other_kaders",
    "other_versions",
    "own_rows",
    "own_visits",
    "paper_batch",
    "paper_form",
    "paper_forms_of",
    "plain_questions",
    "planned_rounds",
    "printing",
    "progress",
    "propose_shares",
    "read_serial",
    "read_targets_file",
    "receipts_known",
    "result_of",
    "review_plan",
    "round_for",
    "rounds_for",
    "same_families",
    "scoring",
    "second_sample",
    "second_visits",
    "second_waiting",
    "section_labels",
    "sections_of",
    "settings_qr",
    "sides_of",
    "signatures_of",
    "states_since",
    "targets",
    "task_minutes",
    "to_look_at",
    "told_to",
    "unconfirmed",
    "village_reviews",
    "village_tasks",
    "villages_csv",
    "villages_of",
    "villages_taking_part",
    "visit_lines",
    "visit_outcomes",
    "visits_in",
    "visits_to_check",
    "waits_with",
    "work_of",
]
