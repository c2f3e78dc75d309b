"""The door of actions: plans of villages and agencies, their progress and evidence, and field assessments."""

from bahtera.actions.errors import (
    BadAssessment,
    BadEvidence,
    BadPlan,
    BadPlanFile,
    BadProgress,
    IllegalMove,
    NotMeasured,
    NotYourPlan,
    PlanChanged,
    UnknownAssessment,
    UnknownEvidence,
    UnknownPlan,
)
from bahtera.actions.operations.assessing import change_assessment, finish_assessment, make_assessment
from bahtera.actions.operations.expiring import EXECUTORS
from bahtera.actions.operations.importing import import_plans
from bahtera.actions.operations.moving import give_plan, move_plan, take_plan
from bahtera.actions.operations.naming import name_families
from bahtera.actions.operations.planning import change_plan, make_plan
from bahtera.actions.operations.working import add_evidence, tell_progress, withdraw_evidence
from bahtera.actions.queries.assessments import get_assessment, list_assessments
from bahtera.actions.queries.baselines import baseline_of, public_indicators
from bahtera.actions.queries.duties import duties, waiting_plans
from bahtera.actions.queries.evidence import needed_files, open_evidence
from bahtera.actions.queries.plans import (
    board,
    every_plan,
    get_plan,
    indicators_with_plans,
    list_plans,
    named_families,
    slipped,
    totals,
    villages_with_plans,
    years_of,
)
from bahtera.actions.queries.scope import own_units
from bahtera.actions.rules.assessing import assessment_form
from bahtera.actions.rules.moves import BOARD, DATED, REASONED, diagram
from bahtera.actions.rules.papers import LARGEST as LARGEST_EVIDENCE
from bahtera.actions.rules.reading import COLUMNS, share_of, whole_of
from bahtera.actions.rules.settings import PlanSettings, Source, plan_settings
from bahtera.actions.rules.small import SMALL, percent_of, shown_count
from bahtera.actions.values.assessments import (
    Aspect,
    AssessmentForm,
    AssessmentInput,
    AssessmentRow,
    Criterion,
    Mark,
)
from bahtera.actions.values.plans import (
    Baseline,
    Column,
    DutyKind,
    EvidenceRow,
    Filters,
    LineProblem,
    Move,
    PlanDuty,
    PlanInput,
    PlanPage,
    PlanRow,
    ProgressRow,
    Shift,
    Slipped,
    State,
    Step,
    Totals,
)

__all__ = [
    "BOARD",
    "COLUMNS",
    "DATED",
    "EXECUTORS",
    "LARGEST_EVIDENCE",
    "REASONED",
    "SMALL",
    "Aspect",
    "AssessmentForm",
    "AssessmentInput",
    "AssessmentRow",
    "BadAssessment",
    "BadEvidence",
    "BadPlan",
    "BadPlanFile",
    "BadProgress",
    "Baseline",
    "Column",
    "Criterion",
    "DutyKind",
    "EvidenceRow",
    "Filters",
    "IllegalMove",
    "LineProblem",
    "Mark",
    "Move",
    "NotMeasured",
    "NotYourPlan",
    "PlanChanged",
    "PlanDuty",
    "PlanInput",
    "PlanPage",
    "PlanRow",
    "PlanSettings",
    "ProgressRow",
    "Shift",
    "Slipped",
    "Source",
    "State",
    "Step",
    "Totals",
    "UnknownAssessment",
    "UnknownEvidence",
    "UnknownPlan",
    "add_evidence",
    "assessment_form",
    "baseline_of",
    "board",
    "change_assessment",
    "change_plan",
    "diagram",
    "duties",
    "every_plan",
    "finish_assessment",
    "get_assessment",
    "get_plan",
    "give_plan",
    "import_plans",
    "indicators_with_plans",
    "list_assessments",
    "list_plans",
    "make_assessment",
    "make_plan",
    "move_plan",
    "name_families",
    "named_families",
    "needed_files",
    "open_evidence",
    "own_units",
    "percent_of",
    "plan_settings",
    "public_indicators",
    "share_of",
    "shown_count",
    "slipped",
    "take_plan",
    "tell_progress",
    "totals",
    "villages_with_plans",
    "waiting_plans",
    "whole_of",
    "withdraw_evidence",
    "years_of",
]
