"""Tables of surveys: rounds and visits, who is to visit whom, and what was printed."""

from bahtera.surveys.models.assignments import Assignment
from bahtera.surveys.models.attempts import RefusedAttempt, RepeatedUpload
from bahtera.surveys.models.backchecks import BackCheck, BackCheckVisit
from bahtera.surveys.models.descriptions import RoundDescription
from bahtera.surveys.models.handing import HandedTask, OtherKader, TaskHandOver
from bahtera.surveys.models.joint import JointPart, JointTask
from bahtera.surveys.models.paper import PaperBatch, PaperForm
from bahtera.surveys.models.reviewing import ReviewPlan, VisitHold
from bahtera.surveys.models.reviews import ReviewComment, ReviewEntry
from bahtera.surveys.models.rounds import Round, RoundEntry, RoundStage, RoundVillage
from bahtera.surveys.models.syncing import FamilyFeed, SealedVisit, Upload, UploadPiece, VisitFeed
from bahtera.surveys.models.visits import (
    HAS_FINDINGS,
    Attachment,
    Content,
    Submission,
    SubmissionFinding,
    SubmissionScore,
)

__all__ = [
    "HAS_FINDINGS",
    "Assignment",
    "Attachment",
    "BackCheck",
    "BackCheckVisit",
    "Content",
    "FamilyFeed",
    "HandedTask",
    "JointPart",
    "JointTask",
    "OtherKader",
    "PaperBatch",
    "PaperForm",
    "RefusedAttempt",
    "RepeatedUpload",
    "ReviewComment",
    "ReviewEntry",
    "ReviewPlan",
    "Round",
    "RoundDescription",
    "RoundEntry",
    "RoundStage",
    "RoundVillage",
    "SealedVisit",
    "Submission",
    "SubmissionFinding",
    "SubmissionScore",
    "TaskHandOver",
    "Upload",
    "UploadPiece",
    "VisitFeed",
    "VisitHold",
]
