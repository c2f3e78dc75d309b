"""All writes of surveys, by use case."""

from bahtera.surveys.operations.joint.giving import choose_family, share_family, take_joint_over
from bahtera.surveys.operations.joint.joining import join_parts, on_joint_changed
from bahtera.surveys.operations.joint.taking import receive_part
from bahtera.surveys.operations.keeping.erasing import erase
from bahtera.surveys.operations.keeping.expiring import EXECUTORS, forget_senders
from bahtera.surveys.operations.keeping.filling import fill_settings
from bahtera.surveys.operations.paper.printing import (
    FORMS_A_FILE,
    MOST_FORMS,
    MOST_MEMBERS,
    MOST_SPARE,
    WHY_CANCELLED,
    cancel_paper,
    forget_prints,
    open_paper,
    paper_again,
    paper_made,
    paper_not_made,
    print_blank,
    print_prefilled,
)
from bahtera.surveys.operations.receiving.assessing import assess_received, on_assess_wanted
from bahtera.surveys.operations.receiving.attachments import keep_file, open_attachment
from bahtera.surveys.operations.receiving.batches import MOST_VISITS, receive_many
from bahtera.surveys.operations.receiving.feeding import on_assigned, on_families_changed, on_visit_changed
from bahtera.surveys.operations.receiving.quarantine import (
    MOST_SEALED,
    keep_sealed,
    release,
    set_sealed_aside,
)
from bahtera.surveys.operations.receiving.scans import attach_scan
from bahtera.surveys.operations.receiving.storing import receive, record_refused
from bahtera.surveys.operations.receiving.uploads import (
    LARGEST_FILE,
    LARGEST_PIECE,
    forget_uploads,
    put_piece,
    upload_state,
)
from bahtera.surveys.operations.reviewing.asking_again import draw_again, draw_back_check, enter_back_check
from bahtera.surveys.operations.reviewing.deciding import approve, reject, return_with_comments, set_aside
from bahtera.surveys.operations.reviewing.handing_over import take_over
from bahtera.surveys.operations.reviewing.holding import hold, release_hold, set_review_plan
from bahtera.surveys.operations.reviewing.levels import (
    approve_village,
    confirm,
    confirm_village,
    query,
    reopen,
)
from bahtera.surveys.operations.reviewing.mending import mend, mendable_questions, preview_mend
from bahtera.surveys.operations.reviewing.merging import MergeOutcome, merge, preview_merge
from bahtera.surveys.operations.rounds.assigning import assign, end_assignment, hand_over_assignment
from bahtera.surveys.operations.rounds.carrying import carry_over
from bahtera.surveys.operations.rounds.describing import describe_round
from bahtera.surveys.operations.rounds.guarding import check_round_takes_decisions, correcting
from bahtera.surveys.operations.rounds.moving import check_move, move_round
from bahtera.surveys.operations.rounds.opening import create_round, open_round, set_targets
from bahtera.surveys.operations.rounds.planning import change_round, draft_round, set_calendar
from bahtera.surveys.operations.rounds.rehanding import end_other_kader, hand_over_tasks, note_other_kader
from bahtera.surveys.operations.rounds.sharing import give_shares

__all__ = [
    "EXECUTORS",
    "FORMS_A_FILE",
    "LARGEST_FILE",
    "LARGEST_PIECE",
    "MOST_FORMS",
    "MOST_MEMBERS",
    "MOST_SEALED",
    "MOST_SPARE",
    "MOST_VISITS",
    "WHY_CANCELLED",
    "MergeOutcome",
    "approve",
    "approve_village",
    "assess_received",
    "assign",
    "attach_scan",
    "cancel_paper",
    "carry_over",
    "change_round",
    "check_move",
    "check_round_takes_decisions",
    "choose_family",
    "confirm",
    "confirm_village",
    "correcting",
    "create_round",
    "describe_round",
    "draft_round",
    "draw_again",
    "draw_back_check",
    "end_assignment",
    "end_other_kader",
    "enter_back_check",
    "erase",
    "fill_settings",
    "forget_prints",
    "forget_senders",
    "forget_uploads",
    "give_shares",
    "hand_over_assignment",
    "hand_over_tasks",
    "hold",
    "join_parts",
    "keep_file",
    "keep_sealed",
    "mend",
    "mendable_questions",
    "merge",
    "move_round",
    "note_other_kader",
    "on_assess_wanted",
    "on_assigned",
    "on_families_changed",
    "on_joint_changed",
    "on_visit_changed",
    "open_attachment",
    "open_paper",
    "open_round",
    "paper_again",
    "paper_made",
    "paper_not_made",
    "preview_mend",
    "preview_merge",
    "print_blank",
    "print_prefilled",
    "put_piece",
    "query",
    "receive",
    "receive_many",
    "receive_part",
    "record_refused",
    "reject",
    "release",
    "release_hold",
    "reopen",
    "return_with_comments",
    "set_aside",
    "set_calendar",
    "set_review_plan",
    "set_sealed_aside",
    "set_targets",
    "share_family",
    "take_joint_over",
    "take_over",
    "upload_state",
]
